"""Joins and leaves the waiting list. Each function is one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from permits.days import local_day
from permits.limits import check_waiting
from permits.models import Center, Procedure, Visit, WaitingOffer, WaitingParty, WaitingPerson
from permits.parties import Party
from permits.questions import party_of
from permits.refusals import NoSuchVisit, NotBooked, VisitStarted
from permits.waiting.answering import decline_open
from permits.waiting.messages import tell_ended, tell_joined
from permits.waiting.refusals import AlreadyWaiting, FreeAlready, NothingToWaitFor
from permits.waiting.wake import wake
from permits.waiting.wishes import starts_for
from rotonde.accounts.models import User
from rotonde.region.models import Municipality


@dataclass(frozen=True)
class Wish:
    """On which days (both included), in which part of them, at what notice (hours)."""

    from_date: date
    until_date: date
    part: str
    notice_hours: int


def join(
    *,
    center: Center,
    municipality: Municipality,
    party: Party,
    names: Sequence[str],
    wish: Wish,
    email: str,
    language: str,
    form_key: str,
    at: datetime,
    account: User | None = None,
) -> WaitingParty:
    """Put a party without a visit on the list; the same form sent again answers with the same.

    Raises FreeAlready, NothingToWaitFor, AlreadyWaiting, TooManyVisits, or a subclass of
    Unbookable.
    """
    check_waiting(email, at=at)
    waiting = _new(center, wish, at, form_key)
    waiting.email, waiting.language = email, language
    waiting.municipality = municipality
    waiting.account = account
    waiting.officer_language = party.speaks
    return _join(waiting, party, names, at)


def join_for_earlier(
    *, visit: Visit, wish: Wish, language: str, form_key: str, at: datetime
) -> WaitingParty:
    """Let a booked visit wait for an earlier time; it keeps its own until then.

    Raises NotBooked, VisitStarted, and what `join` raises.
    """
    if visit.state != Visit.State.BOOKED:
        raise NotBooked
    if visit.starts_at <= at:
        raise VisitStarted(visit)
    if not visit.email:  # booked by phone: no offer would arrive
        raise NothingToWaitFor
    waiting = _new(visit.center, wish, at, form_key)
    waiting.email, waiting.language = visit.email, language
    waiting.until_date = min(wish.until_date, visit.date)
    waiting.municipality, waiting.visit = visit.municipality, visit
    waiting.account = visit.account
    waiting.officer_language = visit.officer_language
    return _join(waiting, party_of(visit), (), at)


def leave(*, code: str, at: datetime) -> WaitingParty:
    """Take a party off the list, and pass on what it was offered; once gone it stays gone.

    Raises NoSuchVisit.
    """
    with transaction.atomic():
        waiting = WaitingParty.objects.filter(code=code).first()
        if waiting is None:
            raise NoSuchVisit
        decline_open(waiting, at=at)
        WaitingParty.objects.filter(pk=waiting.pk, state=WaitingParty.State.WAITING).update(
            state=WaitingParty.State.LEFT, ended_at=at
        )
        waiting.refresh_from_db()
    return waiting


def end_expired(*, at: datetime) -> int:
    """End what can come to nothing any more: the days are over, the visit has begun or is gone."""
    ended = 0
    parties = WaitingParty.objects.unoffered().select_related("center", "visit")
    for waiting in parties:
        over = waiting.until_date < local_day(waiting.center, at)
        visit = waiting.visit
        gone = visit is not None and (visit.state != Visit.State.BOOKED or visit.starts_at <= at)
        if over or gone:
            ended += _end_and_tell(waiting, at, tell=not gone)
    return ended


@transaction.atomic
def _end_and_tell(waiting: WaitingParty, at: datetime, *, tell: bool) -> int:
    ended = end(waiting, at=at)
    if ended and tell:
        tell_ended(waiting, at=at)
    return ended


def end(waiting: WaitingParty, *, at: datetime) -> int:
    """End one party's waiting, unless it ended or was offered something meanwhile; how many."""
    offered = WaitingOffer.objects.filter(state=WaitingOffer.State.OPEN).values("party")
    still = WaitingParty.objects.filter(~Q(pk__in=offered), pk=waiting.pk, state="waiting")
    return still.update(state=WaitingParty.State.ENDED, ended_at=at)


def _new(center: Center, wish: Wish, at: datetime, form_key: str) -> WaitingParty:
    return WaitingParty(
        code=secrets.token_urlsafe(16),
        form_key=form_key,
        center=center,
        from_date=wish.from_date,
        until_date=wish.until_date,
        part=wish.part,
        notice_hours=wish.notice_hours,
        joined_at=at,
    )


def _join(waiting: WaitingParty, party: Party, names: Sequence[str], at: datetime) -> WaitingParty:
    if before := WaitingParty.objects.filter(form_key=waiting.form_key).first():
        return before
    today = local_day(waiting.center, at)
    soonest = local_day(waiting.center, at + timedelta(hours=waiting.notice_hours))
    if waiting.until_date < max(today, waiting.from_date, soonest):
        raise NothingToWaitFor
    if free := starts_for(waiting, party, at=at, by_public=True):
        raise FreeAlready(free)
    try:
        with transaction.atomic():
            waiting.save(force_insert=True)
            if waiting.visit is None:
                _write_people(waiting, party, names)
            tell_joined(waiting, at=at)
            transaction.on_commit(wake)
    except IntegrityError as error:
        if "form_key" in str(error):  # twice at the same moment
            return WaitingParty.objects.get(form_key=waiting.form_key)
        if "waiting_once_per" in str(error):
            raise AlreadyWaiting from error
        raise
    return waiting


def _write_people(waiting: WaitingParty, party: Party, names: Sequence[str]) -> None:
    procedures = {each.slug: each for each in Procedure.objects.filter(slug__in=party.codes)}
    for position, person in enumerate(party.people):
        name = names[position] if position < len(names) else ""
        made = WaitingPerson.objects.create(
            party=waiting, position=position, kind=person.kind, name=name
        )
        made.procedures.set(procedures[code] for code in person.procedures)
