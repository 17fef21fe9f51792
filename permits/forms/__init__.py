"""What newcomers tell us on the way to a visit; cleaned to domain types, nothing decided here."""

from permits.forms.cancelling import CancelForm
from permits.forms.details import CompanionForm, DetailsForm
from permits.forms.need import ADULTS, CHILDREN, MOST_ADULTS, MOST_CHILDREN, NeedForm
from permits.forms.place import ELSEWHERE, PlaceForm
from permits.forms.times import StartForm, TimeForm, WindowForm, instant

__all__ = [
    "ADULTS",
    "CHILDREN",
    "ELSEWHERE",
    "MOST_ADULTS",
    "MOST_CHILDREN",
    "CancelForm",
    "CompanionForm",
    "DetailsForm",
    "NeedForm",
    "PlaceForm",
    "StartForm",
    "TimeForm",
    "WindowForm",
    "instant",
]
