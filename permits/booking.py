"""Books, moves and cancels visits: with rosters that change, the only code that writes ticks.

A hold becomes a visit here; moving, cancelling and postponing have modules of their own, and are
called from here like the rest. Every change locks its day first (permits.days) and then looks
again, so what it read cannot have changed before it commits. Were that ever forgotten, the
database refuses the second tick of an officer's cell. Each function is one transaction, returns
what it changed, and raises a subclass of Refused or Unbookable where nothing has changed.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from permits.cancelling import cancel
from permits.changing import changing, still_held, visit_as_it_is
from permits.days import lock_and_draw, lock_days
from permits.limits import (
    block_of,
    check_holds,
    check_person,
    hashed,
    mail_key,
)
from permits.models import Center, Companion, RuleSet, Visit
from permits.moving import move, take_over
from permits.offers import FirstOf, Wish, day_of, look_again, others_near
from permits.parties import Party
from permits.postponing import postpone
from permits.questions import Question, ask, ask_again
from permits.refusals import (
    HoldExpired,
    NoMoreExtensions,
    SlotTaken,
    VisitCancelled,
)
from permits.reminders import tell_confirmed
from permits.seating import (
    Seating,
    expire,
    give_back,
    place,
    seat,
)
from permits.visit_rows import book, visit_called, write_hold
from permits.waiting.embargoes import to_offer
from rotonde.accounts.models import User
from rotonde.common.prepared import prepared
from rotonde.region.models import Municipality

__all__ = [
    "cancel",
    "confirm",
    "expire_holds",
    "extend",
    "hold",
    "move",
    "postpone",
    "release",
    "take_over",
]

HOLD = timedelta(minutes=10)
EXTENSION = timedelta(minutes=5)
MOST_EXTENSIONS = 10
AT_THE_DESK = (Visit.Origin.STAFF, Visit.Origin.WALK_IN)


class Confirmed(NamedTuple):
    """The visit, and whether it had been confirmed before."""

    visit: Visit
    already: bool


@prepared()
def hold(
    *,
    center: Center,
    party: Party,
    start: Wish,
    at: datetime,
    origin: Visit.Origin,
    language: str,
    municipality: Municipality | None = None,
    session_key: str = "",
    address: str = "",
    account: User | None = None,
    beside: Visit | None = None,
    rule_set: RuleSet | None = None,
    answers: Mapping[str, str] | None = None,
    until: datetime | None = None,
) -> Visit:
    """Keep the time that begins at `start` for ten minutes; its `code` is the key to it.

    `start` may also be the first of some days: the earliest that is free once its day is locked,
    so that who just wants to come soon is never told that somebody was faster. An older hold of
    the same session is given back; `beside` is the visit of the other half of a party that comes
    in two; `answers` are what was told before, by the rules of `rule_set`; what the waiting list
    is offered is kept longer, `until` then.
    Raises SlotTaken with the nearest free starts, TooManyHolds, or a subclass of Unbookable.
    """
    visit = Visit(
        code=secrets.token_urlsafe(16),
        center=center,
        municipality_id=municipality.pk if municipality else center.municipality_id,
        state=Visit.State.HELD,
        origin=origin,
        hold_expires_at=until or at + HOLD,
        language=language,
        session_key=session_key,
        address_hash=hashed(address),
        block_hash=block_of(address) if address else "",
        created_at=at,
        changed_at=at,
        account=account,
        officer_language=party.speaks,
        beside=beside,
        rule_set=rule_set,
        answers=dict(answers or {}),
    )
    question = ask(
        center,
        party,
        municipality,
        by_staff=origin in AT_THE_DESK,
        from_waiting_list=origin == Visit.Origin.WAITING,
    )
    try:
        while not _hold(visit, question, start, at):
            question = ask_again(question)
    except SlotTaken:
        raise SlotTaken(others_near(question, start, at)) from None
    return visit


def _hold(visit: Visit, question: Question, start: Wish, at: datetime) -> bool:
    """Hold, or answer False when something came in between: then try again."""
    visit.date = day_of(question, start, at)
    days = {(each.center_id, each.date) for each in (visit, *_older(visit))}
    by_itself = not connection.in_atomic_block  # at the desk it is booked in the same transaction
    try:
        with transaction.atomic():
            lock_days(days, for_a_hold=by_itself)
            for each in _older(visit):
                if (each.center_id, each.date) not in days:
                    return False
                give_back(each, at)
                to_offer(each.center_id, each.date)
            check_holds(visit.address_hash, at=at)
            timetable, offer = look_again(question, start, visit.date, at)
            # Read as free already; who comes too late need not wait for the sweeping.
            expire(visit.center_id, visit.date, at)
            place(visit, offer)
            write_hold(visit)
            seat([Seating(visit, question.party, offer, timetable.officers_for(offer))])
    except SlotTaken:
        if isinstance(start, FirstOf):
            return False  # that day was full by the time it was locked; there may be others
        raise
    except IntegrityError as error:
        visit.pk = None
        if "visit_one_hold_per_session" in str(error):
            return False
        if "tick_once_per_officer" in str(error):
            raise SlotTaken from error
        raise
    return True


def _older(visit: Visit) -> list[Visit]:
    """What the session of `visit` holds already; a program has none."""
    if not visit.session_key:
        return []
    return list(Visit.objects.filter(session_key=visit.session_key, state=Visit.State.HELD))


@prepared()
def confirm(
    *,
    code: str,
    name: str,
    email: str,
    language: str,
    at: datetime,
    names: Sequence[str] = (),
    account: User | None = None,
    phone: str = "",
    companion: Companion | None = None,
) -> Confirmed:
    """Turn the hold `code` into a visit under the same code; asked again, answer with the same.

    `names` are those of the attendees, in the order of the party. Who has no `email` is reached
    by `phone`, and written nothing. `companion` (not saved yet) comes along. Raises HoldExpired,
    VisitCancelled, TooManyVisits, HasVisit, NoSuchVisit.
    """
    details = {"name": name, "email": email, "phone": phone, "language": language}
    while True:
        visit = visit_called(code)
        if visit.state == Visit.State.BOOKED:
            return Confirmed(visit, already=True)
        if visit.state == Visit.State.CANCELLED:
            raise VisitCancelled(visit)
        if visit.state != Visit.State.HELD or not _is_kept(visit, at):
            raise HoldExpired
        with transaction.atomic():
            if _book(visit, details, names, account or visit.account, at):
                if companion:
                    companion.visit = visit
                    companion.save(force_insert=True)
                tell_confirmed(visit, at=at)
                return Confirmed(visit, already=False)
            transaction.set_rollback(True)  # the ticket is nobody's: what came in between?


def _book(
    visit: Visit,
    details: Mapping[str, str],
    names: Sequence[str],
    account: User | None,
    at: datetime,
) -> bool:
    """Make the hold a visit, if it is held still.

    That it is, and has not run out, is the condition of the change, and its day never changes: so
    the hold is not read again while everybody else waits for the day.
    """
    ticket = lock_and_draw(visit.center_id, visit.date)
    check_person(visit, details["email"], account, at=at)
    change = {
        **details,
        "mail_key": mail_key(details["email"]),
        "account_id": account.pk if account else None,
        "ticket": ticket,
        "confirmed_at": at,
        "changed_at": at,
    }
    if not book(visit, change, names):
        return False
    visit.state = Visit.State.BOOKED
    for field, value in change.items():
        setattr(visit, field, value)
    return True


def extend(*, code: str, at: datetime) -> Visit:
    """Give the hold five more minutes. Raises NoMoreExtensions, HoldExpired, AlreadyBooked."""
    with changing(code, at) as visit:
        still_held(visit)
        extended = Visit.objects.filter(
            pk=visit.pk, state=Visit.State.HELD, extensions__lt=MOST_EXTENSIONS
        ).update(hold_expires_at=F("hold_expires_at") + EXTENSION, extensions=F("extensions") + 1)
        if not extended:
            raise NoMoreExtensions
        return visit_as_it_is(code)


def release(*, code: str, at: datetime) -> Visit:
    """Give the hold back before it runs out; one that is gone already stays as it is.

    Raises AlreadyBooked.
    """
    with changing(code, at) as visit:
        if visit.state in (Visit.State.EXPIRED, Visit.State.CANCELLED):
            return visit
        still_held(visit)
        give_back(visit, at)
        to_offer(visit.center_id, visit.date)
        return visit_as_it_is(code)


def expire_holds(*, at: datetime) -> int:
    """Give back every hold that has run out; how many. One transaction per center and day."""
    over = Visit.objects.filter(state=Visit.State.HELD, hold_expires_at__lte=at)
    expired = 0
    for center_id, day in over.order_by().values_list("center_id", "date").distinct():
        with transaction.atomic():
            lock_days([(center_id, day)])
            expired += expire(center_id, day, at)
    return expired


def _is_kept(visit: Visit, at: datetime) -> bool:
    return visit.hold_expires_at is not None and visit.hold_expires_at > at
