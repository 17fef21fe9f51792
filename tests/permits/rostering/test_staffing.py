"""No change of staff leaves a visit to come with nobody who may and can see to it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from permits import booking
from permits.models import Agency, Competence, Procedure, Visit
from permits.parties import NobodyIsSkilled, Party
from permits.questions import ask
from permits.rostering import changes
from permits.rostering.planning import Outcome
from permits.rostering.staffing import VisitsNeedIt, watch
from tests.factories.permits import (
    COMBINED,
    DAY,
    NOW,
    WEB,
    AgencyFactory,
    CenterFactory,
    at_local,
)
from tests.permits.rostering.conftest import a_world, away, book, change

pytestmark = pytest.mark.django_db

NEXT_DAY = DAY + timedelta(1)


@pytest.fixture
def world(db):
    return a_world(city=1)


def attempt(world, write, at=NOW) -> None:
    """Change staff as the admin does: all of it, or nothing."""
    with transaction.atomic():
        watched = watch([world.center], at=at)
        write()
        watched.check()


def leave(officer) -> None:
    type(officer).objects.filter(pk=officer.pk).update(active=False)


def elsewhere(officer) -> None:
    other = AgencyFactory(center=CenterFactory(municipality=officer.agency.center.municipality))
    type(officer).objects.filter(pk=officer.pk).update(agency=other)


WAYS = {
    "the officer leaves": leave,
    "the officer goes to another center": elsewhere,
    "a skill is taken away": lambda officer: officer.procedures.clear(),
    "the agency moves": lambda officer: Agency.objects.filter(pk=officer.agency_id).update(
        center=CenterFactory()
    ),
    "the agency becomes the other kind": lambda officer: Agency.objects.filter(
        pk=officer.agency_id
    ).update(kind="federal"),
    "the agency may act no longer": lambda officer: Competence.objects.filter(
        agency=officer.agency_id
    ).delete(),
    "the procedure goes to the other desk": lambda officer: Procedure.objects.filter(
        slug="registration"
    ).update(agency_kind="federal"),
}


@pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)
def test_what_would_leave_visits_with_nobody_is_refused_and_undone(world, write):
    book(world)
    book(world, "08:50", NEXT_DAY)
    with pytest.raises(VisitsNeedIt) as needed:
        attempt(world, lambda: write(world.city[0]))
    assert (needed.value.count, needed.value.first_day) == (2, DAY)
    assert needed.value.center == world.center
    book(world, "09:50")


@pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)
def test_what_hits_nobody_passes(world, write):
    booking.cancel(code=book(world).code, at=NOW)
    attempt(world, lambda: write(world.city[0]))


def test_whoever_asked_for_a_language_keeps_an_officer_who_speaks_it(world):
    for officer in world.officers:
        officer.languages = ["nl", "tr"]
        officer.save()
    book(world, party=Party(COMBINED.people, "tr"))

    def forget(language):
        officer = world.city[0]
        officer.languages = [each for each in officer.languages if each != language]
        officer.save()

    attempt(world, lambda: forget("nl"))
    with pytest.raises(VisitsNeedIt):
        attempt(world, lambda: forget("tr"))
    world.city[0].refresh_from_db()
    assert world.city[0].languages == ["tr"]


def test_a_time_somebody_is_about_to_book_is_needed_too_until_it_runs_out(world):
    booking.hold(center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB)
    with pytest.raises(VisitsNeedIt):
        attempt(world, lambda: leave(world.city[0]))
    attempt(world, lambda: leave(world.city[0]), at=NOW + timedelta(minutes=11))
    assert Visit.objects.get().state == "expired"


def test_what_is_over_needs_nobody(world):
    book(world)
    attempt(world, lambda: leave(world.city[0]), at=at_local("10:00"))
    type(world.city[0]).objects.update(active=True)


def test_seated_elsewhere_first_the_officer_may_go():
    world = a_world(city=2)
    visit = book(world)
    officer = visit.steps.order_by("first_cell")[0].officer
    with pytest.raises(VisitsNeedIt):
        attempt(world, lambda: leave(officer))
    assert [fate.outcome for fate in change(away(officer)).fates] == [Outcome.SAME_TIME]
    attempt(world, lambda: leave(officer))


def test_whoever_was_proposed_another_time_does_not_get_the_first_from_somebody_unskilled(world):
    book(world)
    last = DAY + timedelta(30)
    assert [f.outcome for f in change(away(world.city[0], DAY, last)).fates] == [
        Outcome.NOTHING_FREE
    ]
    attempt(world, world.city[0].procedures.clear)
    assert change(changes.Back(world.city[0], DAY)).fates == []
    world.city[0].procedures.set([world.registration])


def test_what_was_wrong_before_stands_in_nobodys_way(world):
    """Whatever another door let in: a change that makes it no worse is none of its business."""
    book(world)
    world.federal[0].procedures.clear()
    attempt(world, lambda: type(world.city[0]).objects.update(counter="3"))
    with pytest.raises(VisitsNeedIt):
        attempt(world, lambda: leave(world.city[0]))
    world.federal[0].procedures.set([world.permit])


def test_who_left_since_the_question_was_put_is_not_booked(world, monkeypatch):
    """The question is read before the lock; who may act is asked once more under it."""

    def asked_before_they_left(*args, **kwargs):
        question = ask(*args, **kwargs)
        leave(world.city[0])
        return question

    monkeypatch.setattr(booking, "ask", asked_before_they_left)
    with pytest.raises(NobodyIsSkilled):
        booking.hold(center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB)


def test_the_center_is_held_before_its_days_like_the_waiting_list_does(world):
    """In one order, or the two would wait for each other."""
    with CaptureQueriesContext(connection) as asked:
        attempt(world, lambda: None)
    locks = [
        query["sql"]
        for query in asked.captured_queries
        if "FOR NO KEY UPDATE" in query["sql"] or "permits_centerday AS day" in query["sql"]
    ]
    assert len(locks) > 1
    assert "FOR NO KEY UPDATE" in locks[0]
    assert not any("FOR NO KEY UPDATE" in lock for lock in locks[1:])
