from datetime import UTC, date, datetime, time, timedelta

import pytest

from permits import booking, breaks
from permits.calendar import invitation
from permits.models import (
    Absence,
    Closure,
    DayHours,
    Proposal,
    Shift,
    Tick,
    Visit,
    WeeklyShift,
)
from permits.parties import Party, Person
from permits.presentation.facts import facts
from permits.refusals import HoldExpired
from permits.rostering import changes
from permits.rostering.planning import Outcome, plan
from permits.rostering.reseating import PlanOutdated, carry_out
from permits.rosters import roll
from permits.schedule_check import check
from rotonde.notifications.models import Message
from tests.factories.permits import (
    COMBINED,
    DAY,
    NOW,
    WEB,
    a_center,
    at_local,
)
from tests.permits.rostering.conftest import a_world, away, book, change, officers_of

pytestmark = pytest.mark.django_db

NEXT_DAY = DAY + timedelta(1)


def outcomes(found):
    return [fate.outcome for fate in found.fates]


def test_a_colleague_takes_over_at_the_same_time_and_nobody_is_mailed():
    world = a_world()
    visit = book(world)
    sick = visit.steps.order_by("first_cell")[0].officer
    before = invitation(facts(visit), method="PUBLISH")
    mails = Message.objects.count()
    found = change(away(sick))
    assert outcomes(found) == [Outcome.SAME_TIME]
    visit.refresh_from_db()
    assert officers_of(visit)[0] in {o.pk for o in world.city} - {sick.pk}
    assert not Shift.objects.filter(officer=sick, date=DAY).exists()
    assert not Tick.objects.filter(officer=sick).exists()
    # The officer is named to nobody: what the visitor has in hand still says the truth.
    assert invitation(facts(visit), method="PUBLISH") == before
    assert Message.objects.count() == mails
    entry = visit.entries.get()
    assert (entry.action, sick.name in entry.note) == ("re-seated", True)


def test_a_colleague_must_speak_what_the_visit_asked_for():
    world = a_world()
    for officer, languages in zip(world.city, (["nl", "tr"], ["nl"]), strict=True):
        officer.languages = languages
        officer.save()
    for officer in world.federal:
        officer.languages = ["nl", "tr"]
        officer.save()
    visit = book(world, party=Party(COMBINED.people, "tr"))
    found = change(away(world.city[0]))
    assert outcomes(found) == [Outcome.NOTHING_FREE] or found.fates[0].offer.start.date() != DAY
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_a_colleague_must_have_the_skill():
    world = a_world()
    visit = book(world)
    sick = visit.steps.order_by("first_cell")[0].officer
    for officer in world.city:
        if officer != sick:
            officer.procedures.clear()
    found = change(away(sick))
    assert outcomes(found) == [Outcome.PROPOSED]
    assert found.fates[0].offer.start.astimezone(UTC).date() == NEXT_DAY


def test_where_nobody_can_another_time_is_proposed_and_kept():
    world = a_world(city=1)
    visit = book(world)
    door, steps = visit.starts_at, officers_of(visit)
    found = change(away(world.city[0]))
    assert outcomes(found) == [Outcome.PROPOSED]
    proposal = Proposal.objects.get()
    held = proposal.held
    assert held.starts_at == at_local("08:50", NEXT_DAY)
    assert Tick.objects.filter(step__visit=held).count() == 8
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at, officers_of(visit)) == ("booked", door, steps)
    assert Message.objects.filter(kind="visit-proposed", recipient=visit.email).count() == 1
    asked = next(f for f in check(at=NOW) if f.invariant.startswith("a visit without"))
    assert asked.checked == 1


def test_what_was_seen_is_what_becomes_of_it():
    world = a_world(city=2, federal=2)
    for start in ("08:50", "09:50", "12:50"):
        book(world, start)
        book(world, start)
    what = away(world.city[0], DAY, NEXT_DAY)
    seen = plan(what, at=NOW)
    told = {f.visit.pk: (f.outcome, dict(f.seats)) for f in seen.fates}
    done = carry_out(change=what, at=NOW, by=None, expected=seen.digest)
    assert {f.visit.pk: (f.outcome, dict(f.seats)) for f in done.fates} == told
    for fate in seen.of(Outcome.SAME_TIME):
        seats = {
            (s.attendee.position, s.procedure_id): (s.officer_id, s.first_cell, s.cell_count)
            for s in fate.visit.steps.all()
        }
        assert fate.seats.items() <= seats.items()
    for fate in seen.of(Outcome.PROPOSED):
        held = Proposal.objects.get(visit=fate.visit).held
        assert held.first_cell == fate.offer.cell
    assert len(seen.of(Outcome.SAME_TIME, Outcome.PROPOSED)) == len(seen.fates) == 3


def test_looking_changes_nothing_and_locks_nothing(django_assert_max_num_queries):
    world = a_world(city=1)
    book(world)
    days = list(world.center.days.order_by("date").values_list("date", "version"))
    with django_assert_max_num_queries(30):
        plan(away(world.city[0]), at=NOW)
    assert list(world.center.days.order_by("date").values_list("date", "version")) == days
    assert not Proposal.objects.exists()


def test_a_booking_that_came_in_between_makes_a_new_preview():
    world = a_world(city=1)
    what = away(world.city[0])
    seen = plan(what, at=NOW)
    visit = book(world)
    with pytest.raises(PlanOutdated) as outdated:
        carry_out(change=what, at=NOW, by=None, expected=seen.digest)
    assert [fate.visit.pk for fate in outdated.value.plan.fates] == [visit.pk]
    assert Shift.objects.filter(officer=world.city[0], date=DAY).exists()
    assert not Absence.objects.exists()
    change(what)


def test_a_time_somebody_is_about_to_book_goes_to_a_colleague_or_is_given_back():
    world = a_world(city=2)
    held = booking.hold(center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB)
    assert outcomes(change(away(world.city[0]))) == [Outcome.SAME_TIME]
    assert outcomes(change(away(world.city[1]))) == [Outcome.GIVEN_BACK]
    with pytest.raises(HoldExpired):
        booking.confirm(code=held.code, name="A", email="a@example.org", language="en", at=NOW)


def test_a_closed_agency_and_a_closed_center():
    world = a_world()
    visits = [book(world), book(world, "09:50")]
    agency = world.city[0].agency
    found = change(changes.Close(world.center, agency, DAY, False, "Training"))
    assert outcomes(found) == [Outcome.PROPOSED, Outcome.PROPOSED]
    assert not Shift.objects.filter(officer__agency=agency, date=DAY).exists()
    assert Shift.objects.filter(officer__in=world.federal, date=DAY).exists()
    closure = Closure.objects.get()
    # Reopened: the times hold again, what was kept is free, and they are told.
    found = change(changes.Reopen(closure))
    assert outcomes(found) == [Outcome.HOLDS_AGAIN] * 2
    assert not Visit.objects.filter(state="held").exists()
    assert Message.objects.filter(kind="visit-holds-again").count() == 2
    for visit in visits:
        visit.refresh_from_db()
        assert visit.starts_at.astimezone(UTC).date() == DAY


def test_a_proposed_time_that_goes_too_is_proposed_anew():
    world = a_world(city=1)
    visit = book(world)
    change(away(world.city[0]))
    first = Proposal.objects.get()
    found = change(away(world.city[0], NEXT_DAY))
    assert outcomes(found) == [Outcome.PROPOSED]
    assert found.fates[0].visit == visit
    first.refresh_from_db()
    assert (first.state, first.held.state) == ("settled", "expired")
    second = Proposal.objects.unsettled().get()
    assert second.held.starts_at == at_local("08:50", NEXT_DAY + timedelta(1))


def test_hours_of_one_day_and_the_weekly_ones_again():
    world = a_world(city=1)
    officer, visit = world.city[0], book(world)
    change(changes.HoursOn(officer, DAY, ((time(13), time(16)),)))
    assert [s.cell_count for s in officer.shifts.filter(date=DAY)] == [36]
    assert DayHours.objects.get().hours == [time(13), time(16)]
    assert Proposal.objects.get().held.starts_at == at_local("12:50")
    change(changes.HoursOn(officer, DAY, None))
    assert officer.shifts.filter(date=DAY).count() == 2
    assert not Proposal.objects.unsettled().exists()
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_other_weekly_hours_from_a_day_on():
    world = a_world(city=1)
    officer = world.city[0]
    book(world)
    moved = book(world, "08:50", NEXT_DAY)
    found = change(changes.WeeklyFrom(officer, NEXT_DAY, ((2, time(13), time(16)),)))
    assert [fate.visit for fate in found.fates] == [moved]
    assert officer.shifts.filter(date=DAY).count() == 2
    assert officer.shifts.filter(date=NEXT_DAY).count() == 1
    assert not officer.shifts.filter(date=NEXT_DAY + timedelta(1)).exists()
    assert WeeklyShift.objects.filter(officer=officer, valid_until=DAY).count() == 10
    # Rolling afterwards finds everything in place.
    summary = roll(at=NOW, center=world.center)
    assert (summary.added, summary.removed, summary.kept) == (0, 0, [])


def test_shifts_that_were_kept_for_a_visit_follow_the_roster_once_somebody_says_so():
    world = a_world(city=1)
    book(world)
    WeeklyShift.objects.filter(officer=world.city[0]).delete()
    assert roll(at=NOW, center=world.center).kept
    assert world.city[0].shifts.filter(date=DAY).exists()
    found = change(changes.AsWritten(world.center))
    assert outcomes(found) == [Outcome.NOTHING_FREE]
    assert not world.city[0].shifts.filter(date=DAY).exists()
    assert roll(at=NOW, center=world.center).kept == []


def test_sick_in_the_middle_of_the_day_leaves_what_is_done_where_it_was():
    world = a_world(city=2)
    early, late = book(world, "08:50"), book(world, "10:50")
    sick = early.steps.order_by("first_cell")[0].officer
    other = next(officer for officer in world.city if officer != sick)
    assert late.steps.filter(officer=sick).exists()
    at = at_local("10:02")
    Visit.objects.filter(pk=early.pk).update(arrived_at=at_local("08:50"))
    early.steps.update(outcome="done", settled_at=at_local("09:50"))
    found = carry_out(change=away(sick), at=at, by=None)
    assert [fate.visit for fate in found.fates] == [late]
    assert late.steps.filter(officer=other).exists()
    shift = sick.shifts.get(date=DAY)
    assert (shift.first_cell, shift.cell_count) == (int(at_local("09:00").timestamp()) // 300, 12)


def test_whoever_sits_in_front_of_a_sick_officer_is_seen_later_today():
    world = a_world(city=2)
    visit = book(world, "08:50")
    sick = visit.steps.order_by("first_cell")[0].officer
    Visit.objects.filter(pk=visit.pk).update(arrived_at=at_local("08:50"))
    found = carry_out(change=away(sick), at=at_local("09:10"), by=None)
    assert outcomes(found) == [Outcome.LATER]
    visit.refresh_from_db()
    first = visit.steps.order_by("first_cell")[0]
    assert first.officer != sick
    assert first.starts_at == at_local("09:10")
    assert visit.replanned_at == at_local("09:10")
    assert not Message.objects.filter(kind__in=["visit-proposed", "visit-moved"]).exists()


def test_a_family_is_never_split():
    world = a_world()
    family = Party((Person("adult", ("registration", "residence-permit")),) * 2)
    visit = book(world, "08:50", party=family)
    sick = visit.steps.order_by("first_cell")[0].officer
    # The colleague is busy during the second half of the block only.
    colleague = next(officer for officer in world.city if officer != sick)
    breaks.block(officer=colleague, start=at_local("09:30"), minutes=5, at=NOW)
    assert outcomes(change(away(sick))) == [Outcome.PROPOSED]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_on_the_day_the_clock_changes_hours_are_local(day):
    world = a_center(city=1, days=1, first_day=day)
    world.center.horizon_days = 5
    world.center.save()
    at = datetime.combine(day, time(8), tzinfo=UTC) - timedelta(1)
    held = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50", day), at=at, **WEB
    )
    visit = booking.confirm(
        code=held.code, name="A", email="a@example.org", language="en", at=at
    ).visit
    for officer in world.officers:
        found = change(
            changes.HoursOn(officer, day, ((time(9), time(10)), (time(13), time(16)))), at
        )
        assert found.fates == []
    found = change(changes.HoursOn(world.city[0], day, ((time(13), time(16)),)), at)
    assert outcomes(found) == [Outcome.PROPOSED]
    assert Proposal.objects.get().held.starts_at == at_local("12:50", day)
    assert visit.state == "booked"
