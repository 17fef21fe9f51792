"""What account holders fill in; cleaned to domain types, nothing decided here."""

from datetime import timedelta
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rotonde.common.languages import AUTONYMS

OLDEST_ARRIVAL = timedelta(days=366 * 100)
FURTHEST_ARRIVAL = timedelta(days=366 * 2)


def _zones() -> list[tuple[str, str]]:
    """Every place zone ("Europe/Brussels"), by the name it has everywhere."""
    places = sorted(zone for zone in available_timezones() if _is_place(zone))
    return [(zone, zone.replace("_", " ")) for zone in places]


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))


class ProfileForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()), label=_("In which language shall we write to you?")
    )
    time_zone = forms.ChoiceField(
        choices=_zones,
        label=_("Your time zone"),
        help_text=_("Times of visits and events are always those of the place."),
    )
    arrived_on = forms.DateField(
        required=False,
        label=_("When did you arrive, or when will you?"),
        help_text=_("We use it to tell you what has to be done by when, and nothing else."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("We could not read this date. Write it like 2026-09-30.")},
    )

    def clean_arrived_on(self) -> object:
        day = self.cleaned_data["arrived_on"]
        today = timezone.localdate()
        if day and not today - OLDEST_ARRIVAL <= day <= today + FURTHEST_ARRIVAL:
            raise forms.ValidationError(_("This date is too far away."))
        return day


class EraseForm(forms.Form):
    """Erasing is not undone, so it is confirmed by hand."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick this first.")},
    )
