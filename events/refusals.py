"""Why a registration, or a change of a date, was refused; nothing has changed then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.models import Registration
    from events.relaying import Affected


class Refused(Exception):
    """The registration or change was not made."""


class NoSuchRegistration(Refused):
    """No registration answers to this code."""


class RegistrationNotNeeded(Refused):
    """One simply comes."""


class RegistrationElsewhere(Refused):
    """The organiser says how to take part; we do not know."""


class RegistrationNotOpen(Refused):
    """Too early."""


class RegistrationClosed(Refused):
    """Too late: it closed, or the event has begun."""


class OccurrenceCancelled(Refused):
    """The date, or the whole event, does not take place."""


class OccurrenceStarted(Refused):
    """It has begun, so nothing can be given back any more."""


class HouseholdTooLarge(Refused):
    """More people than there are seats in all."""

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity)
        self.capacity = capacity


class AlreadyRegistered(Refused):
    """This address has a live registration for this date."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.pk)
        self.registration = registration


class TooManyRegistrations(Refused):
    """This mail address has had its share of an hour or a day."""


class TooManyFromHere(Refused):
    """This network address has had its share of an hour or a day."""


class SeatsTaken(Refused):
    """More seats are taken than the new capacity has."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


class PeopleComing(Refused):
    """Somebody is registered or waits: what they come to is cancelled, not hidden."""


class DatesTaken(Refused):
    """People are registered for dates that a changed rule no longer names as they are."""

    def __init__(self, dates: Sequence[Affected]) -> None:
        super().__init__(len(dates))
        self.dates = dates


class EndsBeforeItBegins(Refused):
    """A date that would end before it begins."""
