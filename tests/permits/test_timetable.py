import random
from datetime import UTC, date, datetime, timedelta

import pytest

from permits import booking, breaks
from permits.cells import cell_of, instant_of
from permits.free_times import free_starts
from permits.models import Break, Step, Tick, Timing, Visit
from permits.parties import (
    NobodyIsSkilled,
    Party,
    PartyTooLong,
    Person,
)
from permits.timetable import planned_steps
from tests.factories.permits import (
    BRUSSELS,
    COMBINED,
    DAY,
    NOW,
    WEB,
    AgencyFactory,
    OfficerFactory,
    ProcedureFactory,
    TimingFactory,
    a_center,
    at_local,
    shift,
)
from tests.permits.oracle import HORIZON, answer, random_case

pytestmark = pytest.mark.django_db

ADULT = Person("adult", ("registration", "residence-permit"))
CHILD = Person("child", ("residence-permit",))


def offered(world, party=COMBINED, *, first_day=DAY, days=1, at=NOW, **where):
    times = free_starts(world.center, party, first_day=first_day, days=days, at=at, **where)
    return [start.start.astimezone(BRUSSELS).strftime("%H:%M") for start in times.starts]


def test_a_combined_visit_shows_the_door_every_step_and_the_end():
    world = a_center()
    first = free_starts(world.center, COMBINED, first_day=DAY, days=1, at=NOW).starts[0]
    assert (first.start, first.end) == (at_local("08:50"), at_local("09:40"))
    assert [(s.person, s.agency, s.procedure, s.start, s.end) for s in first.steps] == [
        (0, "municipal", "registration", at_local("09:00"), at_local("09:25")),
        (0, "federal", "residence-permit", at_local("09:25"), at_local("09:40")),
    ]


def test_no_block_crosses_lunch_or_closing():
    starts = offered(a_center())
    assert starts[0] == "08:50"
    # The permit may wait two cells, but nobody is at the desk between twelve and one.
    assert "11:10" in starts
    assert "11:15" not in starts
    assert starts[-1] == "15:10"


def test_the_second_desk_may_start_up_to_ten_minutes_late():
    world = a_center()
    breaks.block(officer=world.federal[0], start=at_local("09:25"), minutes=10, at=NOW)
    first = free_starts(world.center, COMBINED, first_day=DAY, days=1, at=NOW).starts[0]
    assert first.steps[1].start == at_local("09:35")
    assert first.end - first.start == timedelta(hours=1)
    breaks.block(officer=world.federal[0], start=at_local("09:35"), minutes=5, at=NOW)
    assert offered(world)[0] == "08:55"


def test_a_family_is_pipelined_over_the_two_desks():
    world = a_center()
    party = Party((ADULT, ADULT, CHILD))
    first = free_starts(world.center, party, first_day=DAY, days=1, at=NOW).starts[0]
    steps = [(s.person, s.agency, s.start, s.end) for s in first.steps]
    assert steps == [
        (0, "municipal", at_local("09:00"), at_local("09:25")),
        (2, "federal", at_local("09:20"), at_local("09:25")),
        (0, "federal", at_local("09:25"), at_local("09:40")),
        (1, "municipal", at_local("09:25"), at_local("09:35")),
        (1, "federal", at_local("09:40"), at_local("09:45")),
    ]
    assert first.end == at_local("09:45")


def test_a_party_is_never_split_over_officers_of_one_agency():
    world = a_center(city=2)
    for officer, start in zip(world.city, ("09:35", "09:25"), strict=True):
        breaks.block(officer=officer, start=at_local(start), minutes=145, at=NOW)
    # Two adults take 35 minutes of one officer; two officers have 35 and 25 minutes.
    assert "08:50" in offered(world, Party((ADULT, ADULT)))
    breaks.block(officer=world.city[0], start=at_local("09:30"), minutes=5, at=NOW)
    assert "08:50" not in offered(world, Party((ADULT, ADULT)))


def test_nothing_is_on_offer_in_the_past_within_the_lead_or_beyond_the_horizon():
    world = a_center(days=70)
    during = at_local("09:02").astimezone(UTC)
    assert offered(world, at=during)[0] == "10:05"
    world.center.horizon_days = 1
    assert offered(world, first_day=DAY, days=1)
    assert not offered(world, first_day=DAY + timedelta(1), days=60)
    assert not offered(world, first_day=NOW.date() - timedelta(30), days=30)
    assert not offered(world, first_day=DAY, days=0)
    assert not offered(world, first_day=date.max, days=10_000_000)
    assert len(offered(world, first_day=date.min, days=10_000_000)) == len(offered(world))


def test_each_day_has_the_durations_that_hold_on_it():
    world = a_center(days=2)
    Timing.objects.create(
        procedure=world.registration,
        valid_from=DAY + timedelta(1),
        minutes=40,
        extra_adult_minutes=10,
        extra_child_minutes=5,
    )
    starts = free_starts(world.center, COMBINED, first_day=DAY, days=2, at=NOW).starts
    lengths = {s.start.date(): s.steps[0].end - s.steps[0].start for s in starts}
    assert lengths == {
        DAY: timedelta(minutes=25),
        DAY + timedelta(1): timedelta(minutes=40),
    }


def test_a_procedure_is_not_on_offer_before_its_first_duration():
    world = a_center(days=2)
    TimingFactory(procedure=ProcedureFactory(slug="new"), valid_from=DAY + timedelta(1), minutes=5)
    world.city[0].procedures.add(ProcedureFactory(slug="new"))
    party = Party((Person("adult", ("new",)),))
    starts = free_starts(world.center, party, first_day=DAY, days=2, at=NOW).starts
    assert {start.start.date() for start in starts} == {DAY + timedelta(1)}


def test_another_desk_of_the_same_center_does_not_stand_in():
    world = a_center()
    neighbour = AgencyFactory(center=world.center)
    neighbour.competences.all().delete()
    shift(OfficerFactory(agency=neighbour, skills=[world.registration]), "09:00", "12:00")
    breaks.block(officer=world.city[0], start=at_local("09:00"), minutes=180, at=NOW)
    assert offered(world)[0] == "12:50"


def test_one_officer_must_have_every_skill_of_the_block():
    world = a_center(city=2)
    parking = ProcedureFactory(slug="parking-permit", position=3)
    TimingFactory(procedure=parking, minutes=10)
    party = Party((Person("adult", ("registration", "parking-permit")),))
    with pytest.raises(NobodyIsSkilled) as refused:
        offered(world, party)
    assert refused.value.codes == ("parking-permit", "registration")
    world.city[1].procedures.add(parking)
    breaks.block(officer=world.city[1], start=at_local("09:00"), minutes=180, at=NOW)
    assert offered(world, party)[0] == "12:50"


def test_an_officer_who_left_is_not_asked():
    world = a_center(city=2)
    world.city[0].active = False
    world.city[0].save()
    breaks.block(officer=world.city[1], start=at_local("09:00"), minutes=180, at=NOW)
    assert offered(world)[0] == "12:50"


def test_a_party_that_is_too_long_for_any_shift_is_told_how_long_they_are():
    world = a_center()
    Timing.objects.filter(procedure=world.registration).update(minutes=200)
    with pytest.raises(PartyTooLong) as refused:
        offered(world)
    assert (refused.value.needed_minutes, refused.value.longest_minutes) == (200, 180)


def test_a_hold_that_has_run_out_is_free_before_anybody_sweeps_it():
    world = a_center()
    visit = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB
    )
    assert "08:50" not in offered(world, at=NOW + timedelta(minutes=9))
    assert "08:50" in offered(world, at=NOW + timedelta(minutes=10))
    assert Tick.objects.filter(step__visit=visit).exists()


def test_the_version_changes_with_the_answer_and_only_with_it():
    world = a_center()

    def version(at=NOW):
        return free_starts(world.center, COMBINED, first_day=DAY, days=1, at=at).version

    before = version()
    assert version(NOW + timedelta(minutes=1)) == before
    visit = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB
    )
    assert version() != before
    booking.release(code=visit.code, at=NOW)
    assert version() == before


def test_a_visit_is_shown_as_it_was_offered():
    world = a_center()
    party = Party((ADULT, CHILD))
    start = free_starts(world.center, party, first_day=DAY, days=1, at=NOW).starts[0]
    visit = booking.hold(center=world.center, party=party, start=start.start, at=NOW, **WEB)
    assert planned_steps(visit) == list(start.steps)


@pytest.mark.parametrize("seed", range(25))
def test_the_database_answers_like_the_walk_person_by_person(seed):
    """Random officers, shifts, breaks, live, expired and excluded visits, read through SQL."""
    case = random_case(random.Random(seed))
    world = a_center(city=0, federal=0)
    world.center.reception_minutes = case.reception * 5
    for code, act in case.acts.items():
        procedure = ProcedureFactory(slug=code, agency_kind=act.agency, position=act.position)
        duration = case.durations[code]
        Timing.objects.create(procedure=procedure, **vars(duration))
    for code, act in case.acts.items():
        for earlier in case.acts.values():
            if earlier.id in act.follows:
                ProcedureFactory(slug=code).follows.add(ProcedureFactory(slug=earlier.code))
    # Across the boundary of two rows of bits, and a day that has time for a reception.
    base = cell_of(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    agencies = {agency.kind: agency for agency in world.center.agencies.all()}
    for clerk in case.clerks:
        officer = OfficerFactory(
            agency=agencies[clerk.agency],
            skills=[ProcedureFactory(slug=code) for code in clerk.skills],
        )
        for first, end in case.open_shifts(clerk):
            officer.shifts.create(date=DAY, first_cell=base + first, cell_count=end - first)
        _take(world, officer, base, clerk.taken)
    try:
        times = free_starts(world.center, case.party, first_day=DAY, days=1, at=NOW)
    except (NobodyIsSkilled, PartyTooLong):
        assert answer(case) == {}
        return
    got = {s.cell + s.reception - base: s.arrangement.gap for s in times.starts}
    assert got == {cell: gap for cell, gap in answer(case).items() if 0 <= cell < HORIZON}


def _take(world, officer, base, taken):
    """The taken cells as breaks; every free cell of every second officer as an expired hold."""
    for cell in taken:
        away = Break.objects.create(officer=officer, date=DAY, first_cell=base + cell, cell_count=1)
        Tick.objects.create(officer=officer, cell=base + cell, break_time=away)
    if officer.pk % 2:
        return
    visit = Visit.objects.create(
        code=f"expired-{officer.pk}",
        center=world.center,
        date=DAY,
        municipality=world.center.municipality,
        hold_expires_at=instant_of(base) - timedelta(days=2),
        first_cell=base,
        reception_cells=0,
        end_cell=base + 1,
        created_at=NOW,
        changed_at=NOW,
        **WEB,
    )
    step = Step.objects.create(
        visit=visit,
        attendee=visit.attendees.create(position=0, kind="adult"),
        procedure=world.registration,
        officer=officer,
        first_cell=base,
        cell_count=1,
    )
    Tick.objects.bulk_create(
        Tick(officer=officer, cell=base + cell, step=step)
        for cell in range(HORIZON)
        if cell not in taken
    )
