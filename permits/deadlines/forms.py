"""What somebody tells to see their deadlines; everything but two answers may stay open."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.deadlines.situations import Situation, situation_from
from permits.models import Anchor, Basis, Card, Group
from rotonde.region.models import Municipality
from rotonde.translations.reading import shown

EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
_HELP = {
    Anchor.REGISTRATION: _("The date on your registration certificate or your card."),
    Anchor.REQUEST: _("Only for EU citizens."),
    Anchor.DECISION: _(
        "Only if your single permit was approved while you were already legally in Belgium."
    ),
    Anchor.PROF_FIRST: _("Only for self-employed people with a professional card (beroepskaart)."),
    Anchor.PROF_EXPIRY: _("Not the date on your residence card."),
}


class MunicipalityField(forms.ModelChoiceField):
    """A municipality by its NIS code, called as its reader calls it."""

    def label_from_instance(self, obj: Municipality) -> str:
        return shown(obj, "name", get_language() or "en").text


class DateOfEvent(forms.DateField):
    """A day within living memory or within reach."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        message = _("Give a date between 1950 and 2099.")
        bounds = [MinValueValidator(EARLIEST, message), MaxValueValidator(LATEST, message)]
        super().__init__(required=False, input_formats=_FORMATS, validators=bounds, **kwargs)


class SituationForm(forms.Form):
    """Cleans to a `Situation`: `form.situation` holds what could be understood."""

    group = forms.ChoiceField(
        label=_("Your nationality"),
        choices=Group.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    basis = forms.ChoiceField(
        label=_("Why you are here"),
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    card = forms.ChoiceField(
        label=_("Your residence card"),
        required=False,
        choices=[("", _("I do not know yet")), *Card.choices],
        error_messages={"invalid_choice": _("Choose a card from the list.")},
    )
    municipality = MunicipalityField(
        label=_("Where you live"),
        required=False,
        queryset=Municipality.objects.order_by("slug"),
        to_field_name="nis_code",
        empty_label=_("The whole region"),
        error_messages={"invalid_choice": _("Choose a municipality from the list.")},
    )
    arrival = DateOfEvent(label=Anchor.ARRIVAL.label)
    registration = DateOfEvent(
        label=Anchor.REGISTRATION.label, help_text=_HELP[Anchor.REGISTRATION]
    )
    request = DateOfEvent(label=Anchor.REQUEST.label, help_text=_HELP[Anchor.REQUEST])
    move = DateOfEvent(label=Anchor.MOVE.label)
    work_start = DateOfEvent(label=Anchor.WORK_START.label)
    pin_letter = DateOfEvent(label=Anchor.PIN_LETTER.label)
    card_expiry = DateOfEvent(label=Anchor.CARD_EXPIRY.label)
    decision = DateOfEvent(label=Anchor.DECISION.label, help_text=_HELP[Anchor.DECISION])
    prof_first = DateOfEvent(label=Anchor.PROF_FIRST.label, help_text=_HELP[Anchor.PROF_FIRST])
    prof_expiry = DateOfEvent(label=Anchor.PROF_EXPIRY.label, help_text=_HELP[Anchor.PROF_EXPIRY])

    def dates(self) -> list[forms.BoundField]:
        return [self[name] for name in Anchor.values]

    @property
    def situation(self) -> Situation | None:
        """What was understood; None without knowing who somebody is and why they are here."""
        if not self.is_bound:
            return None
        self.is_valid()
        told = "group" in self.cleaned_data and "basis" in self.cleaned_data
        return situation_from(self.cleaned_data) if told else None
