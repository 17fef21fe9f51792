"""Which times to show, and the one that was tapped."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from permits.forms.need import NeedForm
from permits.instants import startable
from permits.models import Center
from permits.presentation.finder import Part


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


class StartForm(forms.Form):
    """Another start for a visit that is already booked."""

    start = forms.CharField(max_length=40)

    def clean_start(self) -> datetime:
        return instant(self.cleaned_data["start"])


def instant(text: str) -> datetime:
    """A possible start from ISO 8601 with an offset. Raises ValidationError."""
    try:
        found = parse_datetime(text)
        if found is not None:
            return startable(found)
    except ValueError:
        pass
    raise forms.ValidationError(_("This is not a time we can read. Choose one from the list."))
