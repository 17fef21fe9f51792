"""What readers ask of the calendar and tell us to register; cleaned to domain types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from events.choices import Choice, Choices
from events.filters import Filters
from events.models import Event
from events.models.registrations import MOST_ADULTS, MOST_CHILDREN
from events.search import KIND
from rotonde.common.form_keys import FormKeyField
from rotonde.common.languages import AUTONYMS
from rotonde.search.folding import words
from rotonde.search.forms import SearchForm
from services.spoken import is_language

_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
# Dates nobody looks for would leave the range in which time zones can be told.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

WHEN = {
    "week": gettext_lazy("This week"),
    "month": gettext_lazy("This month"),
    "quarter": gettext_lazy("The next three months"),
}
_ADULTS = [
    (n, ngettext_lazy("%(n)d adult", "%(n)d adults", "n") % {"n": n})
    for n in range(1, MOST_ADULTS + 1)
]
_CHILDREN = [
    (n, ngettext_lazy("%(n)d child", "%(n)d children", "n") % {"n": n})
    for n in range(MOST_CHILDREN + 1)
]
_DAY_ERRORS = {"invalid": gettext_lazy("Give the date as year-month-day, like 2027-03-14.")}


def _select(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Select)


class _Day(forms.DateField):
    """A day of our time, as date fields of browsers send it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages=_DAY_ERRORS,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not _FIRST_DAY <= value <= _LAST_DAY:
            raise ValidationError(_DAY_ERRORS["invalid"])


class FilterForm(SearchForm):
    """The filters as a GET form; what is not understood is an error beside its field.

    Cleans to `Filters`: `form.filters` holds what could be understood.
    """

    KIND = KIND

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )
    when = _select(gettext_lazy("When"))
    kind = _select(gettext_lazy("Kind of event"))
    theme = _select(gettext_lazy("Theme"))
    language = _select(gettext_lazy("Spoken language"))
    organiser = _select(gettext_lazy("Organiser"))
    municipality = _select(gettext_lazy("Municipality"))
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    month = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], choices: Choices, *, at: datetime) -> None:
        super().__init__(data=data, auto_id="filter_%s")
        self.choices, self.at = choices, at
        self.fields["from"] = _Day(gettext_lazy("From"))
        self.fields["to"] = _Day(gettext_lazy("Until"))
        self.order_fields(["q", "when", "from", "to"])
        self._offer()

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if text and not words(text):
            raise ValidationError(_("Type at least one word."))
        return str(text)

    def clean_when(self) -> str:
        return self._known("when", WHEN, _("We know no time “%(value)s”."))

    def clean_kind(self) -> str:
        return self._known("kind", Event.Kind.values, _("We know no kind “%(value)s”."))

    def clean_language(self) -> str:
        code = self.cleaned_data["language"]
        if code and not is_language(code):
            raise ValidationError(_("We know no language “%(value)s”."), params={"value": code})
        return str(code)

    def clean_theme(self) -> Choice | None:
        return self._chosen("theme", self.choices.themes, _("We know no theme “%(value)s”."))

    def clean_municipality(self) -> Choice | None:
        unknown = _("We know no municipality “%(value)s”.")
        return self._chosen("municipality", self.choices.municipalities, unknown)

    def clean_organiser(self) -> Choice | None:
        unknown = _("We know no organiser “%(value)s”.")
        return self._chosen("organiser", self.choices.organisers, unknown)

    def clean_page(self) -> int:
        text = self.cleaned_data["page"]
        if text and not _PAGE.fullmatch(text):
            raise ValidationError(_("“%(value)s” is not a page."), params={"value": text[:20]})
        return int(text or 1)

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        found = _MONTH.fullmatch(text)
        if text and not found:
            raise ValidationError(_("“%(value)s” is not a month."), params={"value": text[:20]})
        return date(int(found[1]), int(found[2]), 1) if found else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day comes before the first."))
        return cleaned

    @property
    def filters(self) -> Filters:
        """The part of the question that could be understood."""
        self.is_valid()
        clean = self.cleaned_data
        since, until = self._span(clean)

        def pk(name: str) -> int | None:
            chosen: Choice | None = clean.get(name)
            return chosen.pk if chosen else None

        return Filters(
            q=self.looked_for.text,
            since=since,
            until=until,
            kind=clean.get("kind", ""),
            theme=pk("theme"),
            language=clean.get("language", ""),
            organiser=pk("organiser"),
            municipality=pk("municipality"),
        )

    @property
    def page_number(self) -> int:
        self.is_valid()
        return int(self.cleaned_data.get("page", 1))

    @property
    def month_shown(self) -> date:
        """The month asked for, else the present one."""
        self.is_valid()
        asked: date | None = self.cleaned_data.get("month")
        return asked or timezone.localtime(self.at).date().replace(day=1)

    def _span(self, clean: dict[str, Any]) -> tuple[datetime, datetime | None]:
        """From when until when; what is over is shown only to who asks for its days."""
        today = timezone.localtime(self.at).date()
        ends = {
            "week": today + timedelta(7 - today.weekday()),
            "month": today.replace(day=1) + relativedelta(months=1),
            "quarter": today + relativedelta(months=3),
        }
        first, last = clean.get("from"), clean.get("to")
        until = [ends[clean["when"]]] if clean.get("when") else []
        until += [last + timedelta(1)] if last else []
        return midnight(first) if first else self.at, midnight(min(until)) if until else None

    def _known(self, name: str, known: Any, unknown: str) -> str:
        value = str(self.cleaned_data[name])
        if value and value not in known:
            raise ValidationError(unknown, params={"value": value})
        return value

    def _chosen(self, name: str, choices: list[Choice], unknown: str) -> Choice | None:
        value = self.cleaned_data[name]
        found = next((c for c in choices if value and value in (c.slug, c.code)), None)
        if value and found is None:
            raise ValidationError(unknown, params={"value": value})
        return found

    def _offer(self) -> None:
        """Fill the selects with what leads somewhere, and with what is chosen already."""
        offered = self.choices
        by_value = {
            "when": [("", _("All that is to come")), *WHEN.items()],
            "kind": [("", _("All kinds")), *Event.Kind.choices],
            "language": [("", _("All languages")), *offered.languages],
            "theme": [("", _("All themes")), *self._named("theme", offered.themes)],
            "organiser": [("", _("All organisers")), *self._named("organiser", offered.organisers)],
            "municipality": [
                ("", _("The whole region")),
                *self._named("municipality", offered.municipalities),
            ],
        }
        for name, options in by_value.items():
            self.fields[name].widget.choices = options

    def _named(self, name: str, choices: list[Choice]) -> list[tuple[str, str]]:
        chosen = self.data.get(name)
        return [(c.slug, c.label) for c in choices if c.used or chosen in (c.slug, c.code)]


class RegistrationForm(forms.Form):
    """Who comes, how many, and where to write to."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("We write to it about this event, nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    adults = forms.TypedChoiceField(choices=_ADULTS, coerce=int, label=gettext_lazy("Adults"))
    children = forms.TypedChoiceField(
        choices=_CHILDREN, coerce=int, label=gettext_lazy("Children under 18")
    )
    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()),
        label=gettext_lazy("In which language shall we write to you?"),
    )
    occurrence = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    form_key = FormKeyField()


def midnight(day: date) -> datetime:
    """The instant at which `day` begins here."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
