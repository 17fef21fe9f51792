"""Where somebody lives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permits.presentation.residence import called
from rotonde.region.models import Municipality

ELSEWHERE = "other"


class PlaceForm(forms.Form):
    """Where you live, by one tap or by postcode or name. Cleans `municipality` to one."""

    municipality = forms.CharField(required=False, max_length=5, label=_("Where do you live?"))
    place = forms.CharField(
        required=False,
        max_length=80,
        label=_("Your postcode or municipality"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "list": "municipalities"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Municipality] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("municipality", "")
        if code and code != ELSEWHERE:
            found = list(Municipality.objects.filter(nis_code=code))
        else:
            found = called(cleaned.get("place", ""))
        if len(found) == 1:
            cleaned["municipality"] = found[0]
        else:
            self.candidates = found
            self.add_error("place", self._about_place(found, cleaned.get("place", "")))
        return cleaned

    @staticmethod
    def _about_place(found: list[Municipality], text: str) -> forms.ValidationError:
        if found:
            return forms.ValidationError(
                _("More than one municipality answers to this. Choose yours below."), code="several"
            )
        if text:
            return forms.ValidationError(
                _("We know no municipality in East Flanders by this name or postcode."),
                code="unknown",
            )
        return forms.ValidationError(_("Tell us where you live."), code="required")
