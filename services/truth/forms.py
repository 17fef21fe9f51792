"""What is wrong with an entry, in somebody's own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rotonde.common.form_keys import FormKeyField


class SuggestionForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong, and how should it be?"),
        help_text=_("In any language. Write no names or other personal details."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    form_key = FormKeyField()
