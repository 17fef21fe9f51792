"""What a manager types to keep an officer from the desk for a while."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from permits.cells import CELL_MINUTES
from permits.desk.roster_forms import RosterForm, day_field, on_the_grid

LONGEST = 8 * 60


class BreakForm(RosterForm):
    """A stretch of one day, in the time of `center`, on the grid of the desk."""

    day = day_field(_("Day"))
    starts = forms.TimeField(
        label=_("From"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "step": CELL_MINUTES * 60}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=CELL_MINUTES,
        max_value=LONGEST,
        initial=30,
        widget=forms.NumberInput(attrs={"step": CELL_MINUTES}),
    )
    reason = forms.CharField(
        label=_("What for"),
        required=False,
        max_length=120,
        help_text=_("Colleagues see it on the board, and in the officer's own calendar."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", self.today)

    def clean_day(self) -> date:
        return self.not_over("day")

    def clean_starts(self) -> time:
        return on_the_grid(self.cleaned_data["starts"])

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes % CELL_MINUTES:
            raise ValidationError(_("Use times in steps of five minutes."))
        return minutes

    @property
    def wanted(self) -> dict[str, Any]:
        """What permits.breaks.block asks for."""
        given = self.cleaned_data
        start = datetime.combine(
            given["day"], given["starts"], tzinfo=ZoneInfo(self.center.time_zone)
        )
        return {"start": start, "minutes": given["minutes"], "reason": given["reason"]}
