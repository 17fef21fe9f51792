"""Moves a visit to another time: the new one is taken before the old one goes."""

from datetime import date, datetime

from permits.changing import (
    changing,
    still_changeable,
    still_held,
    still_to_come,
    visit_as_it_is,
)
from permits.days import next_ticket
from permits.models import Visit
from permits.offers import look_again, others_near, startable_day
from permits.questions import Question, ask, party_of
from permits.refusals import SlotTaken, VisitCancelled
from permits.reminders import tell_moved
from permits.seating import give_back, place, reseat, ticks_of
from permits.waiting.embargoes import set_aside, to_offer


def move(*, code: str, start: datetime, at: datetime) -> Visit:
    """Move the visit to another time at the same center; the old time goes only with the new.

    Raises SlotTaken with the nearest free starts, VisitStarted, TooLateToChange, VisitCancelled,
    NotBooked, HoldExpired, NoSuchVisit, or a subclass of Unbookable.
    """
    known = visit_as_it_is(code)
    question = ask(known.center, party_of(known), known.municipality)
    try:
        day = startable_day(known.center, start, at)
        with changing(code, at, to=day) as visit:
            if visit.state == Visit.State.CANCELLED:
                raise VisitCancelled(visit)
            still_changeable(visit, at)
            if visit.starts_at != start:
                _move(visit, question, start, day, at)
                tell_moved(visit, at=at)
            return visit
    except SlotTaken:
        raise SlotTaken(others_near(question, start, at, exclude_visit=known.pk)) from None


def take_over(*, code: str, held: str, at: datetime) -> Visit:
    """Move the visit `code` to the time that is held under the code `held`: both or neither.

    Raises HoldExpired, AlreadyBooked, VisitStarted, VisitCancelled, NotBooked, NoSuchVisit, or a
    subclass of Unbookable.
    """
    known, target = visit_as_it_is(code), visit_as_it_is(held)
    question = ask(known.center, party_of(known), known.municipality, by_staff=True)
    with changing(code, at, to=target.date) as visit:
        if visit.state == Visit.State.CANCELLED:
            raise VisitCancelled(visit)
        still_to_come(visit, at)
        target = visit_as_it_is(held)
        still_held(target)
        # The day is locked: between giving back and taking, nobody comes in.
        kept = ticks_of(target)
        give_back(target, at)
        # What was kept back for it is the visit's own now, and no reason not to move by a little.
        target.embargoes.all().delete()
        _move(visit, question, target.starts_at, target.date, at)
        # The time may be with other officers: what was kept with these is free like any other.
        set_aside(visit=target, freed=kept - ticks_of(visit), at=at)
        tell_moved(visit, at=at)
        return visit


def _move(visit: Visit, question: Question, start: datetime, day: date, at: datetime) -> None:
    timetable, offer = look_again(question, start, day, at, exclude_visit=visit.pk)
    set_aside(visit=visit, freed=reseat(visit, timetable, offer), at=at)
    to_offer(visit.center_id, visit.date)
    place(visit, offer)
    if visit.date != day:
        visit.date = day
        visit.ticket = next_ticket(visit.center_id, day)
    visit.changed_at = at
    visit.sequence += 1
    visit.save()
