"""What newcomers tell us on the way to a visit; cleaned to domain types, nothing decided here."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from permits.eligibility.told import given_from
from permits.instants import startable
from permits.models import Center, Companion
from permits.presentation.finder import Part
from permits.presentation.needs import Need, offered
from permits.presentation.residence import called
from rotonde.common.languages import AUTONYMS
from rotonde.region.models import Municipality
from services.spoken import all_names, is_language

MOST_ADULTS = 6
MOST_CHILDREN = 8
ELSEWHERE = "other"

ADULTS = [
    (n, ngettext_lazy("%(n)d adult", "%(n)d adults", "n") % {"n": n})
    for n in range(MOST_ADULTS + 1)
]
CHILDREN = [
    (n, ngettext_lazy("%(n)d child", "%(n)d children", "n") % {"n": n})
    for n in range(MOST_CHILDREN + 1)
]


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


class TimeForm(NeedForm):
    """A need, and the center and start that were tapped."""

    center = forms.SlugField(max_length=50)
    start = forms.CharField(max_length=40)

    def clean_center(self) -> Center:
        found = Center.objects.filter(slug=self.cleaned_data["center"]).first()
        if found is None:
            raise forms.ValidationError(_("We do not know this center."))
        return found

    def clean_start(self) -> datetime:
        return instant(self.cleaned_data["start"])


class WindowForm(forms.Form):
    """Which times to show: `from` a day on, which `part` of it, `all` starts or one a quarter."""

    center = forms.CharField(required=False, max_length=50)
    all = forms.BooleanField(required=False)
    part = forms.CharField(required=False)

    def __init__(self, data: Any, *, centers: list[Center]) -> None:
        super().__init__(data)
        self._centers = {center.slug: center for center in centers}
        self.fields["from"] = forms.DateField(
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={
                "invalid": _("We could not read the date. You see the first free days instead.")
            },
        )
        self.full_clean()

    def clean_center(self) -> Center:
        code = self.cleaned_data["center"]
        if code and code not in self._centers:
            raise forms.ValidationError(
                _(
                    "This center cannot act for your municipality."
                    " You see the times of one that can."
                )
            )
        return self._centers[code] if code else next(iter(self._centers.values()))

    @property
    def chosen(self) -> Center:
        return self.cleaned_data.get("center") or next(iter(self._centers.values()))

    @property
    def first_day(self) -> date | None:
        return self.cleaned_data.get("from")

    @property
    def every(self) -> bool:
        return bool(self.cleaned_data.get("all"))

    @property
    def part_of_day(self) -> Part | None:
        """The part of the day; what is none counts as the whole day."""
        text = self.cleaned_data.get("part", "")
        return Part(text) if text in set(Part) else None

    @property
    def told(self) -> dict[str, str]:
        """What the address says beside the quest."""
        return {
            "center": self.chosen.slug if len(self._centers) > 1 else "",
            "from": str(self.first_day or ""),
            "part": self.part_of_day or "",
            "all": "1" if self.every else "",
        }

    @property
    def complaints(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


class StartForm(forms.Form):
    """Another start for a visit that is already booked."""

    start = forms.CharField(max_length=40)

    def clean_start(self) -> datetime:
        return instant(self.cleaned_data["start"])


class CompanionForm(forms.Form):
    """Who comes along without coming for papers; nobody, unless a kind is chosen."""

    companion_kind = forms.ChoiceField(
        required=False,
        choices=[("", _("Nobody")), *Companion.Kind.choices],
        label=_("Does somebody come along to help you?"),
        help_text=_("An interpreter or a relocation agent, for instance. They need no time slot."),
    )
    companion_name = forms.CharField(
        required=False,
        max_length=120,
        label=_("Their name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    companion_organisation = forms.CharField(
        required=False,
        max_length=120,
        label=_("Their organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    companion_language = forms.ChoiceField(required=False, label=_("The language they help you in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = all_names(get_language() or "en")
        self.fields["companion_language"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = cleaned.get("companion_name")
        if cleaned.get("companion_kind") and not named and "companion_name" not in self.errors:
            self.add_error("companion_name", _("Tell us the name of whoever comes along."))
        if named and not cleaned.get("companion_kind") and "companion_kind" not in self.errors:
            self.add_error("companion_kind", _("Tell us who comes along."))
        return cleaned

    @property
    def about_companion(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("companion_")]

    @property
    def tells_of_companion(self) -> bool:
        """Whether what is folded away says something."""
        return any(field.value() or field.errors for field in self.about_companion)

    @property
    def companion(self) -> Companion | None:
        """Not saved yet; None where nobody comes along."""
        cleaned = self.cleaned_data
        if not cleaned["companion_kind"]:
            return None
        return Companion(
            kind=cleaned["companion_kind"],
            name=cleaned["companion_name"],
            organisation=cleaned["companion_organisation"],
            language=cleaned["companion_language"],
        )


class DetailsForm(CompanionForm):
    """Who comes, and where to write to. One name field for each person of the party."""

    email = forms.EmailField(
        max_length=254,
        label=_("Email address"),
        help_text=_("We send the confirmation and two reminders to it, nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()), label=_("In which language shall we write to you?")
    )

    def __init__(self, *args: Any, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(labels, start=1):
            self.fields[f"person_{number}"] = forms.CharField(
                max_length=120,
                label=_("Your name, as in your passport")
                if number == 1
                else _("%(person)s: name, as in the passport") % {"person": label},
                widget=forms.TextInput(attrs={"autocomplete": "name" if number == 1 else "off"}),
            )
        people = [name for name in self.fields if name.startswith("person_")]
        self.order_fields([*people, "email", "language"])

    @property
    def main(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [field for field in self if not field.name.startswith("companion_")]

    @property
    def names(self) -> list[str]:
        """Of each person, in the order of the party; the first is whom we write to."""
        fields = (name for name in self.fields if name.startswith("person_"))
        return [self.cleaned_data[name] for name in fields]


class CancelForm(forms.Form):
    """Why a visit is cancelled, for those who want to say."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        label=_("Why? (you need not say)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def instant(text: str) -> datetime:
    """A possible start from ISO 8601 with an offset. Raises ValidationError."""
    try:
        found = parse_datetime(text)
        if found is not None:
            return startable(found)
    except ValueError:
        pass
    raise forms.ValidationError(_("This is not a time we can read. Choose one from the list."))
