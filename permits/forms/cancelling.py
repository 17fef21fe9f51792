"""Why a visit is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CancelForm(forms.Form):
    """Why a visit is cancelled, for those who want to say."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        label=_("Why? (you need not say)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
