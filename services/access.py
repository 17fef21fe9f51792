"""What a reader may ask of the way in: no appointment, no steps, a loop for hearing aids.

The words are those of the models; which of them are worth a filter is said here.
"""

from django.db.models import Q

# In the order in which they are offered.
CONDITIONS = {
    "walk-in": Q(entry="walk-in"),
    "appointment": Q(entry="appointment"),
    "wheelchair": Q(place__wheelchair="yes"),
    "step-free": Q(place__wheelchair="yes") | Q(place__facilities__contains=["step-free"]),
    "accessible-toilet": Q(place__facilities__contains=["accessible-toilet"]),
    "induction-loop": Q(place__facilities__contains=["induction-loop"]),
    "sign-language": Q(place__facilities__contains=["sign-language"]),
}
