"""What somebody comes for, and with how many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from permits.eligibility.told import given_from
from permits.forms.place import PlaceForm
from permits.presentation.needs import Need, offered
from services.spoken import is_language

MOST_ADULTS = 6
MOST_CHILDREN = 8

ADULTS = [
    (n, ngettext_lazy("%(n)d adult", "%(n)d adults", "n") % {"n": n})
    for n in range(MOST_ADULTS + 1)
]
CHILDREN = [
    (n, ngettext_lazy("%(n)d child", "%(n)d children", "n") % {"n": n})
    for n in range(MOST_CHILDREN + 1)
]


class NeedForm(PlaceForm):
    """Where you live, what you come for, how many you are. Cleans to a Municipality and a Need."""

    need = forms.ChoiceField(
        label=_("What do you come for?"),
        error_messages={
            "required": _("Choose what you come for."),
            "invalid_choice": _("We do not know this kind of visit. Choose one from the list."),
        },
    )
    adults = forms.TypedChoiceField(
        choices=ADULTS,
        coerce=int,
        label=_("Adults"),
        error_messages={"invalid_choice": _("Choose how many adults come.")},
    )
    children = forms.TypedChoiceField(
        choices=CHILDREN,
        coerce=int,
        label=_("Children under 18"),
        error_messages={"invalid_choice": _("Choose how many children come.")},
    )

    speaks = forms.CharField(required=False, label=_("Language of the officers"))
    # What was answered in the wizard before.
    told = forms.CharField(required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # A link that names no party means one adult.
        alone = {"adults": "1", "children": "0"}
        super().__init__(data if data is None else {**alone, **data.dict()}, **kwargs)
        self.needs = {need.value: need for need in offered()}
        self.codes = {each.slug for need in self.needs.values() for each in need.procedures}
        self.fields["need"].choices = [(need.value, need.title) for need in self.needs.values()]  # type: ignore[attr-defined]

    def clean_speaks(self) -> str:
        """What is no language counts as any."""
        code: str = self.cleaned_data["speaks"]
        return code if is_language(code) else ""

    def clean_told(self) -> str:
        """What is no set of answers counts as none."""
        given = given_from(self.cleaned_data["told"])
        return str(given) if given else ""

    def clean_need(self) -> Need:
        return self.needs[self.cleaned_data["need"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["own"] = self._own(cleaned)
        if cleaned.get("adults") == 0 == cleaned.get("children"):
            self.add_error("adults", _("Say who comes: at least one person."))
        return cleaned

    def _own(self, cleaned: dict[str, Any]) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Who comes for something else than the whole need: `for_1=registration`, `for_2=…`."""
        need, found = cleaned.get("need"), []
        for person in range(cleaned.get("adults", 0) + cleaned.get("children", 0)):
            text = self.data.get(f"for_{person + 1}", "")
            codes = tuple(dict.fromkeys(code for code in text.split(",") if code))
            if not set(codes) <= self.codes:
                self.add_error("need", self.fields["need"].error_messages["invalid_choice"])
            elif need and codes and set(codes) != set(need.value.split(",")):
                found.append((person, codes))
        return tuple(found)
