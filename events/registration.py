"""Registers, withdraws, and promotes from the waiting list: the only code that changes seats.

A seat is taken by one conditional update of its date, the last statement of the transaction that
writes the registration, its entry and its mails: all of it stands, or nothing does. Were the
condition ever forgotten, the database refuses the seat too many.

The waiting list is strict: who waits longer comes first, and nobody overtakes, also not a small
household a larger one for which there is no room yet. While somebody waits, whoever comes new
waits behind them.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from events.limits import check_address, check_mail, hashed
from events.models import Occurrence, Registration, RegistrationEntry
from events.refusals import (
    AlreadyRegistered,
    HouseholdTooLarge,
    NoSuchRegistration,
    OccurrenceCancelled,
    OccurrenceStarted,
    Refused,
    RegistrationClosed,
    RegistrationElsewhere,
    RegistrationNotNeeded,
    RegistrationNotOpen,
    SeatsTaken,
)
from events.reminders import tell_promoted, tell_registered, tell_waiting, tell_withdrawn
from events.stages import Stage, stage_of
from rotonde.accounts.models import User

State = Registration.State
Action = RegistrationEntry.Action

_REFUSALS: dict[Stage, type[Refused]] = {
    Stage.CANCELLED: OccurrenceCancelled,
    Stage.COME: RegistrationNotNeeded,
    Stage.ELSEWHERE: RegistrationElsewhere,
    Stage.NOT_OPEN: RegistrationNotOpen,
    Stage.CLOSED: RegistrationClosed,
    Stage.OVER: RegistrationClosed,
}


# In SQL because every household asks both, the second while all others wait for the date.
_EARLIER = """
    SELECT id, occurrence_id, state, form_key, created_at FROM events_registration
    WHERE lower(email) = %(email)s AND (occurrence_id = %(occurrence)s OR created_at > %(since)s)
"""
_TAKE_SEATS = """
    UPDATE events_occurrence SET seats_taken = seats_taken + %(people)s
    WHERE id = %(occurrence)s AND state = 'planned'
        AND (capacity IS NULL OR capacity >= seats_taken + %(people)s)
        AND (waiting = 0 OR NOT %(new)s)
"""


class _NoRoom(Exception):
    """The seats were not there; what was written with them goes back."""


class _Earlier(NamedTuple):
    """As much of an earlier registration as a new one must know."""

    pk: int
    occurrence_id: int
    state: str
    form_key: str | None
    created_at: datetime


class Registered(NamedTuple):
    """The registration, and whether the same form had made it before."""

    registration: Registration
    already: bool


def register(
    *,
    occurrence: Occurrence,
    name: str,
    email: str,
    language: str,
    at: datetime,
    adults: int = 1,
    children: int = 0,
    form_key: str = "",
    account: User | None = None,
    address: str = "",
) -> Registered:
    """Give a household its seats at a date, or a place on the waiting list where there are none.

    The same `form_key` with the same address answers with the same registration. Raises
    AlreadyRegistered, HouseholdTooLarge, OccurrenceCancelled, RegistrationNotNeeded,
    RegistrationElsewhere,
    RegistrationNotOpen, RegistrationClosed, TooManyRegistrations or TooManyFromHere (`address` is
    that of the network).
    """
    asked = Registration(
        occurrence=occurrence,
        code=secrets.token_urlsafe(16),
        form_key=form_key or None,
        account=account,
        name=name,
        email=email,
        language=language,
        adults=adults,
        children=children,
        address_hash=hashed(address),
        created_at=at,
        changed_at=at,
    )
    try:
        return _register(asked, at)
    except IntegrityError:
        # Somebody posted the same in this moment: what they got is the answer. Two forms with
        # one key and different addresses are nobody's honest question.
        known = _known(asked, _earlier(asked, at))
        if known is None and Occurrence.objects.filter(pk=occurrence.pk).exists():
            raise
        if known is None:
            raise OccurrenceCancelled from None
        return known
    except Occurrence.DoesNotExist:
        # A date nobody had registered for may have been taken away in this moment.
        raise OccurrenceCancelled from None


def withdraw(*, code: str, at: datetime) -> Registration:
    """Give the seats back to who waits for them; asked again, nothing more happens.

    Raises OccurrenceStarted, NoSuchRegistration.
    """
    with transaction.atomic():
        occurrence = _lock(_registration(code).occurrence_id)
        registration = _registration(code)
        if registration.state == State.WITHDRAWN:
            return registration
        if occurrence.starts_at <= at:
            raise OccurrenceStarted
        freed = (
            {"seats_taken": F("seats_taken") - registration.people}
            if registration.state == State.REGISTERED
            else {"waiting": F("waiting") - 1}
        )
        Occurrence.objects.filter(pk=occurrence.pk).update(**freed)
        _change(registration, State.WITHDRAWN, Action.WITHDRAWN, at)
        tell_withdrawn(registration, at=at)
        _promote(occurrence, at)
        return registration


def change_capacity(*, occurrence: Occurrence, capacity: int | None, at: datetime) -> Occurrence:
    """Give a date more or fewer seats (None: no limit); who waits moves up. Raises SeatsTaken."""
    with transaction.atomic():
        locked = _lock(occurrence.pk)
        check_capacity(locked, capacity)
        locked.capacity = capacity
        locked.save(update_fields=["capacity"])
        if locked.starts_at > at:
            _promote(locked, at)
        return locked


def check_capacity(occurrence: Occurrence, capacity: int | None) -> None:
    """Raise SeatsTaken when more seats are taken than `capacity` has."""
    if capacity is not None and capacity < occurrence.seats_taken:
        raise SeatsTaken(occurrence.seats_taken)


def promote(*, occurrence: Occurrence, at: datetime) -> list[Registration]:
    """Give free seats to those who wait, in order, as far as they reach; who got one."""
    with transaction.atomic():
        return _promote(_lock(occurrence.pk), at)


def _earlier(asked: Registration, at: datetime) -> list[_Earlier]:
    """What this address registered for this date, and for any within a day."""
    own: dict[str, Any] = {
        "email": asked.email.lower(),
        "occurrence": asked.occurrence_id,
        "since": at - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, own)
        return [_Earlier(*row) for row in cursor.fetchall()]


def _known(asked: Registration, earlier: list[_Earlier]) -> Registered | None:
    """What this form made before. Raises AlreadyRegistered for another registration that lives."""
    for found in earlier:
        if found.occurrence_id != asked.occurrence_id:
            continue
        if asked.form_key and found.form_key == asked.form_key:
            return Registered(Registration.objects.get(pk=found.pk), already=True)
        if found.state != State.WITHDRAWN:
            live = Registration.objects.select_related("occurrence__event").get(pk=found.pk)
            raise AlreadyRegistered(live)
    return None


def _register(asked: Registration, at: datetime) -> Registered:
    earlier = _earlier(asked, at)
    if known := _known(asked, earlier):
        return known
    _check_open(asked.occurrence, at)
    check_mail([each.created_at for each in earlier], at=at)
    check_address(asked.address_hash, at=at)
    if not _seat(asked, at):
        _seat_or_wait(asked, at)
    return Registered(asked, already=False)


def _seat(asked: Registration, at: datetime) -> bool:
    """Register if there is room; whether there was.

    The seats come last, so that the date is locked for no longer than it takes to commit.
    """
    left = asked.occurrence.seats_left
    if left is not None and left < asked.people:
        return False
    try:
        with transaction.atomic():
            _write(asked, State.REGISTERED, at)
            if not _take_seats(asked.occurrence_id, asked.people, new=True):
                raise _NoRoom
    except _NoRoom:
        asked.pk = None
        return False
    return True


def _seat_or_wait(asked: Registration, at: datetime) -> None:
    """With the date locked, look again: a seat may have come free, or the date be off."""
    with transaction.atomic():
        occurrence = _lock(asked.occurrence_id)
        if occurrence.is_cancelled:
            raise OccurrenceCancelled
        if occurrence.capacity is not None and asked.people > occurrence.capacity:
            raise HouseholdTooLarge(occurrence.capacity)
        if _take_seats(occurrence.pk, asked.people, new=True):
            _write(asked, State.REGISTERED, at)
            return
        asked.position = occurrence.last_position + 1
        Occurrence.objects.filter(pk=occurrence.pk).update(
            waiting=F("waiting") + 1, last_position=asked.position
        )
        _write(asked, State.WAITING, at)


def _write(asked: Registration, state: State, at: datetime) -> None:
    asked.state = state
    asked.save(force_insert=True)
    if state == State.REGISTERED:
        _enter(asked, Action.REGISTERED, at)
        tell_registered(asked, at=at)
    else:
        _enter(asked, Action.WAITING, at)
        tell_waiting(asked, at=at)


def _check_open(occurrence: Occurrence, at: datetime) -> None:
    refusal = _REFUSALS.get(stage_of(occurrence, at=at))
    if refusal is not None:
        raise refusal


def _take_seats(occurrence_id: int, people: int, *, new: bool) -> bool:
    """Take seats if there are enough, and for a `new` household if nobody waits; whether it did."""
    wanted = {"occurrence": occurrence_id, "people": people, "new": new}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_SEATS, wanted)
        return bool(cursor.rowcount)


def _promote(occurrence: Occurrence, at: datetime) -> list[Registration]:
    """With the date locked: the first in line while there is room for them."""
    promoted = []
    for registration in Registration.objects.in_line().filter(occurrence=occurrence.pk):
        if not _take_seats(occurrence.pk, registration.people, new=False):
            break
        registration.occurrence = occurrence
        Occurrence.objects.filter(pk=occurrence.pk).update(waiting=F("waiting") - 1)
        _change(registration, State.REGISTERED, Action.PROMOTED, at)
        tell_promoted(registration, at=at)
        promoted.append(registration)
    return promoted


def _lock(occurrence_id: int) -> Occurrence:
    return (
        Occurrence.objects.select_related("event")
        # Not against those who merely refer to it: their seats are taken in their turn.
        .select_for_update(of=("self",), no_key=True)
        .get(pk=occurrence_id)
    )


def _registration(code: str) -> Registration:
    try:
        return Registration.objects.select_related("occurrence__event").get(code=code)
    except Registration.DoesNotExist:
        raise NoSuchRegistration from None


def _change(registration: Registration, state: State, action: Action, at: datetime) -> None:
    registration.state, registration.position, registration.changed_at = state, None, at
    registration.save(update_fields=["state", "position", "changed_at"])
    _enter(registration, action, at)


def _enter(registration: Registration, action: Action, at: datetime) -> None:
    RegistrationEntry.objects.create(
        registration=registration, action=action, people=registration.people, at=at
    )
