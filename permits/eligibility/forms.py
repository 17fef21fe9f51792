"""What newcomers and editors type around the rules; cleaned, nothing decided here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permits.forms import ADULTS, CHILDREN


class PeopleForm(forms.Form):
    """How many come."""

    adults = forms.TypedChoiceField(choices=ADULTS, coerce=int, label=_("Adults"), initial=1)
    children = forms.TypedChoiceField(
        choices=CHILDREN, coerce=int, label=_("Children under 18"), initial=0
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("adults") == 0 == cleaned.get("children"):
            self.add_error("adults", _("Say who comes: at least one person."))
        return cleaned


class RevisionForm(forms.Form):
    """Which state of a draft a button was pressed in."""

    revision = forms.IntegerField(min_value=0)
