"""What a manager types to change the roster; each form cleans to a change of permits.rostering."""

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.cells import CELL_MINUTES
from permits.days import local_day
from permits.models import Agency, Center, Closure, Officer, WeeklyShift
from permits.rostering import changes
from permits.rostering.changes import Change, Hours
from rotonde.translations.reading import shown

_STRETCH = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.h](\d{2}))?")
MOST_STRETCHES = 4
_EXAMPLE = "09:00–12:00, 13:00–16:00"


def written(hours: Hours) -> str:
    """Hours as they are typed: "09:00–12:00, 13:00–16:00"."""
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours)


def hours_of(text: str) -> Hours:
    """What `written` writes, and what people write like it. Raises ValidationError."""
    if _STRETCH.sub("", text).strip(" ,;"):
        raise ValidationError(_("Write hours like this: %(example)s") % {"example": _EXAMPLE})
    found = [
        (_clock(found[1], found[2]), _clock(found[3], found[4]))
        for found in _STRETCH.finditer(text)
    ]
    flat = [clock for pair in found for clock in pair]
    if len(found) > MOST_STRETCHES or any(a >= b for a, b in pairwise(flat)):
        raise ValidationError(_("Write the hours in their order, each end after its start."))
    return tuple(found)


def _clock(hour: str, minute: str | None) -> time:
    try:
        found = time(int(hour), int(minute or 0))
    except ValueError:
        raise ValidationError(_("There is no such time of the day.")) from None
    return on_the_grid(found)


def on_the_grid(clock: time) -> time:
    """A time the desk can begin or end at. Raises ValidationError."""
    if clock.minute % CELL_MINUTES or clock.second:
        raise ValidationError(_("Use times in steps of five minutes."))
    return clock


class HoursField(forms.CharField):
    """Stretches of a day; empty is a day off."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off", "placeholder": _EXAMPLE}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(required=False, max_length=80, widget=widget, **kwargs)

    def clean(self, value: Any) -> Hours:
        return hours_of(super().clean(value))


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"])


class RosterForm(forms.Form):
    """Something about the days to come at `center`, of `officer` where it is about one."""

    def __init__(
        self,
        data: Any = None,
        *,
        center: Center,
        officer: Officer | None,
        at: datetime,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.center, self.officer = center, officer
        self.today = local_day(center, at)

    def not_over(self, name: str) -> date:
        """The day of that field, if it is not over. Raises ValidationError."""
        day: date = self.cleaned_data[name]
        if not self.today <= day or day.year >= 2200:
            raise ValidationError(_("Choose today or a day to come."))
        return day


class ChangeForm(RosterForm):
    """A change of the roster, first to be looked at."""

    title: Any = ""
    about_an_officer = True

    @property
    def change(self) -> Change:
        raise NotImplementedError

    @property
    def whom(self) -> Officer:
        if self.officer is None:
            raise LookupError("a change of nobody's hours")
        return self.officer


class AbsenceForm(ChangeForm):
    title = _("Absent")
    first_day = day_field(_("From"))
    last_day = day_field(_("Until and including"))

    def clean_first_day(self) -> date:
        return self.not_over("first_day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        return given

    @property
    def change(self) -> Change:
        days = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return changes.Away(self.whom, *days)


class BackForm(ChangeForm):
    title = _("Here again")
    day = day_field(_("From"))

    def clean_day(self) -> date:
        return self.not_over("day")

    @property
    def change(self) -> Change:
        return changes.Back(self.whom, self.cleaned_data["day"])


class HoursForm(ChangeForm):
    title = _("Hours of one day")
    day = day_field(_("Day"))
    hours = HoursField(label=_("Hours"), help_text=_("Leave it empty for a day off."))
    weekly = forms.BooleanField(required=False, label=_("The usual weekly hours again"))

    def clean_day(self) -> date:
        return self.not_over("day")

    @property
    def change(self) -> Change:
        hours = None if self.cleaned_data["weekly"] else self.cleaned_data["hours"]
        return changes.HoursOn(self.whom, self.cleaned_data["day"], hours)


class WeeklyForm(ChangeForm):
    title = _("Weekly hours")
    since = day_field(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in WEEKDAYS.items():
            self.fields[f"day_{weekday}"] = HoursField(label=name)

    def clean_since(self) -> date:
        return self.not_over("since")

    @property
    def change(self) -> Change:
        week = tuple(
            (weekday, start, end)
            for weekday in WEEKDAYS
            for start, end in self.cleaned_data[f"day_{weekday}"]
        )
        return changes.WeeklyFrom(self.whom, self.cleaned_data["since"], week)


class ClosureForm(ChangeForm):
    title = _("Closed on a day")
    about_an_officer = False
    day = day_field(_("Day"))
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, label=_("Who is closed"), empty_label=_("Everybody")
    )
    reason = forms.CharField(max_length=120, label=_("Reason"))
    every_year = forms.BooleanField(required=False, label=_("Every year on this day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.filter(center=self.center)
        field.label_from_instance = lambda each: shown(each, "name", get_language() or "en").text

    def clean_day(self) -> date:
        return self.not_over("day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if day := given.get("day"):
            same = Closure.objects.filter(
                center=self.center,
                agency=given.get("agency"),
                month=day.month,
                day=day.day,
                year=None if given.get("every_year") else day.year,
            )
            if same.exists():
                self.add_error("day", _("This is noted already."))
        return given

    @property
    def change(self) -> Change:
        names = ("agency", "day", "every_year", "reason")
        return changes.Close(self.center, **{name: self.cleaned_data[name] for name in names})


class ReopenForm(ChangeForm):
    title = _("Open after all")
    about_an_officer = False
    closure = forms.ModelChoiceField(Closure.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Closure.objects.filter(center=self.center).select_related("center", "agency")
        self.fields["closure"].queryset = own  # type: ignore[attr-defined]

    @property
    def change(self) -> Change:
        return changes.Reopen(self.cleaned_data["closure"])


class AsWrittenForm(ChangeForm):
    title = _("Let the shifts follow the roster")
    about_an_officer = False

    @property
    def change(self) -> Change:
        return changes.AsWritten(self.center)


FORMS: dict[str, type[ChangeForm]] = {
    "absence": AbsenceForm,
    "back": BackForm,
    "hours": HoursForm,
    "weekly": WeeklyForm,
    "closure": ClosureForm,
    "reopen": ReopenForm,
    "as-written": AsWrittenForm,
}


def usual_week(officer: Officer, day: date) -> dict[str, str]:
    """The weekly hours that hold on `day`, as the fields of WeeklyForm."""
    found: dict[int, list[tuple[time, time]]] = {weekday: [] for weekday in WEEKDAYS}
    for each in WeeklyShift.objects.filter(officer=officer).order_by("weekday", "start_time"):
        if (each.valid_from or day) <= day <= (each.valid_until or day):
            found[each.weekday].append((each.start_time, each.end_time))
    return {f"day_{weekday}": written(tuple(hours)) for weekday, hours in found.items()}
