"""When an event happens, as its organiser says: its rhythm, and single dates."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Occurrence
from events.organising import When
from events.recurrence import monthly, weekly
from events.relaying import Affected, Decision

FURTHEST = timedelta(days=3 * 366)


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        validators=[_near],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Give the date as year-month-day, like 2027-03-14."),
        },
    )


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Give the time as hours and minutes, like 19:30.")},
    )


def _near(day: date) -> None:
    today = timezone.localdate()
    if not today - FURTHEST <= day <= today + FURTHEST:
        raise ValidationError(_("This date is too far away."))


def _not_past(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError(_("This day is over."))


class WhenForm(forms.Form):
    """The first day, the hours, and whether it comes again. Cleans to `when`."""

    REPEATS = [
        ("", gettext_lazy("It does not repeat")),
        ("weekly", gettext_lazy("Every week, on the weekday of the first day")),
        ("monthly", gettext_lazy("Every month, on the same weekday: the second Saturday, say")),
    ]

    day = _day(gettext_lazy("First day"))
    begins = _hour(gettext_lazy("Begins at"))
    ends = _hour(gettext_lazy("Ends at"))
    repeats = forms.ChoiceField(label=gettext_lazy("Repeats"), choices=REPEATS, required=False)
    until = _day(
        gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Leave it empty to go on until you say so."),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day != self.initial.get("day"):
            _not_past(day)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, until = cleaned.get("day"), cleaned.get("until")
        if day and until and until < day:
            self.add_error("until", _("The last day comes before the first."))
        return cleaned

    @property
    def when(self) -> When:
        clean = self.cleaned_data
        rules = {"weekly": weekly, "monthly": monthly}
        lay = rules.get(clean["repeats"])
        rule = lay(clean["day"]) if lay else self.initial.get("rule", "")
        if clean["repeats"] == "":
            rule = ""
        return When(clean["day"], clean["begins"], clean["ends"], rule, clean["until"])


class RhythmForm(WhenForm):
    """The same for an event that recurs: a rule nobody could choose here may stay as it is."""

    AS_IT_IS = "as-it-is"

    def __init__(self, data: Any = None, *, event: Event) -> None:
        first = event.recurs_from or _next_day(event)
        begins = event.start_time
        initial = {"day": first, "begins": begins, "until": event.recurs_until, "rule": event.rule}
        if begins is not None:
            start = datetime.combine(first, begins)
            initial["ends"] = (start + timedelta(minutes=event.duration_minutes)).time()
        known = {weekly(first): "weekly", monthly(first): "monthly", "": ""}
        initial["repeats"] = known.get(event.rule, self.AS_IT_IS)
        super().__init__(data, initial=initial)
        if initial["repeats"] == self.AS_IT_IS:
            kept = (self.AS_IT_IS, _("As it does now (%(rule)s)") % {"rule": event.rule})
            self.fields["repeats"].choices = [kept, *self.REPEATS]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What becomes of each date people are registered for, when the rhythm changes."""

    def __init__(self, *args: Any, dates: list[Affected], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates = dates
        for each in dates:
            follow = _("Cancel it and tell them") if each.is_dropped else _("Move it and tell them")
            self.fields[f"date_{each.occurrence.pk}"] = forms.ChoiceField(
                label=_("What becomes of it?"),
                choices=[
                    (Decision.KEEP.value, _("Leave it as it is")),
                    (Decision.FOLLOW.value, follow),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )

    @property
    def rows(self) -> list[tuple[Affected, forms.BoundField]]:
        return [(each, self[f"date_{each.occurrence.pk}"]) for each in self.dates]

    @property
    def decisions(self) -> dict[int, Decision]:
        return {
            each.occurrence.pk: Decision(self.cleaned_data[f"date_{each.occurrence.pk}"])
            for each in self.dates
        }


class DateForm(forms.Form):
    """One date. Cleans to `span`, two instants."""

    day = _day(gettext_lazy("Day"))
    begins = _hour(gettext_lazy("Begins at"))
    last_day = _day(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only if it ends on another day."),
    )
    ends = _hour(gettext_lazy("Ends at"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("Empty: no limit."),
    )

    def __init__(self, data: Any = None, *, event: Event, date: Occurrence | None = None) -> None:
        self.zone = ZoneInfo(event.time_zone)
        initial: dict[str, Any] = {"capacity": event.capacity}
        if date is not None:
            initial = {
                "day": date.local_start.date(),
                "begins": date.local_start.time(),
                "last_day": date.local_end.date() if date.all_day or date.over_days else None,
                "ends": date.local_end.time(),
                "capacity": date.capacity,
            }
        super().__init__(data, initial=initial)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        _not_past(day)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.span[1] <= self.span[0]:
            self.add_error("ends", _("It must end after it begins."))
        return cleaned

    @property
    def span(self) -> tuple[datetime, datetime]:
        clean = self.cleaned_data
        last = clean["last_day"] or clean["day"]
        return (
            datetime.combine(clean["day"], clean["begins"], tzinfo=self.zone),
            datetime.combine(last, clean["ends"], tzinfo=self.zone),
        )


def _next_day(event: Event) -> date:
    """The next day its rule names, else today."""
    dates = event.occurrences.filter(planned_on__gte=timezone.localdate()).order_by("planned_on")
    found = dates.values_list("planned_on", flat=True).first()
    return found or timezone.localdate()
