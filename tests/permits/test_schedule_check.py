"""Every invariant is attacked behind the engine's back: the database refuses or the check finds."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from permits import booking, breaks
from permits.models import (
    Break,
    CenterDay,
    Competence,
    Embargo,
    Officer,
    Procedure,
    Shift,
    Step,
    Tick,
    Visit,
    WaitingOffer,
    WaitingParty,
)
from permits.parties import Party, Person
from permits.schedule_check import check
from permits.waiting.embargoes import set_aside
from tests.factories.permits import COMBINED, DAY, NOW, WEB, OfficerFactory, a_center, at_local

pytestmark = pytest.mark.django_db

BOTH = ("registration", "residence-permit")


@pytest.fixture
def world():
    """Two of each desk; a single visit, a family, a hold and a break."""
    world = a_center(city=2, federal=2)
    family = Party((Person("adult", BOTH), Person("child", BOTH)))
    for party, clock in ((COMBINED, "08:50"), (family, "13:30")):
        held = booking.hold(center=world.center, party=party, start=at_local(clock), at=NOW, **WEB)
        booking.confirm(
            code=held.code, name="A", email=f"{held.pk}@example.org", language="en", at=NOW
        )
    booking.hold(center=world.center, party=COMBINED, start=at_local("10:10"), at=NOW, **WEB)
    breaks.block(officer=world.city[0], start=at_local("15:30"), minutes=20, at=NOW)
    return world


def offer_to_somebody(world):
    """A time of the next day is kept for a party of the waiting list."""
    start = at_local("08:50", DAY + timedelta(1))
    held = booking.hold(
        center=world.center,
        party=COMBINED,
        start=start,
        at=NOW,
        origin=Visit.Origin.WAITING,
        language="en",
        until=NOW + timedelta(hours=2),
    )
    waiting = WaitingParty.objects.create(
        code="w",
        form_key="f",
        center=world.center,
        municipality=held.municipality,
        from_date=DAY,
        until_date=held.date,
        notice_hours=2,
        email="w@example.org",
        language="en",
        joined_at=NOW,
    )
    WaitingOffer.objects.create(party=waiting, hold=held, offered_at=NOW)
    cells = Tick.objects.filter(step__visit=held).values_list("officer_id", "cell")
    set_aside(visit=held, freed=cells, at=NOW)


def single():
    return Visit.objects.order_by("first_cell")[0]


def family():
    return Visit.objects.get(first_cell__gt=single().end_cell, state="booked")


def broken():
    return {finding.invariant for finding in check(at=NOW) if finding.violations}


def test_a_schedule_made_by_the_engine_is_whole(world):
    offer_to_somebody(world)
    findings = check(at=NOW)
    assert broken() == set()
    # Every invariant has looked at something.
    idle = [finding.invariant for finding in findings if not finding.checked]
    assert idle == [asked for asked in idle if "proposal" in asked], findings


@pytest.mark.parametrize(
    ("change", "invariant"),
    [
        (lambda: Embargo.objects.update(until=NOW + timedelta(9)), "freed time becomes public"),
        (
            lambda: WaitingOffer.objects.all().delete(),
            "a time kept for the waiting list is offered to somebody",
        ),
        (
            lambda: WaitingOffer.objects.update(state="accepted", settled_at=NOW),
            "an offer is answered once, and so is the time it keeps",
        ),
        (
            lambda: WaitingOffer.objects.update(state="lapsed", settled_at=NOW),
            "an offer is answered once, and so is the time it keeps",
        ),
    ],
)
def test_the_check_finds_what_is_wrong_on_the_waiting_list(world, change, invariant):
    offer_to_somebody(world)
    change()
    assert broken() == {invariant}


def lose_a_tick():
    Tick.objects.filter(step__visit=single()).first().delete()


def steps_without_ticks():
    Tick.objects.filter(step__visit=single()).delete()


def ticks_of_another_officer():
    visit = single()
    other = Officer.objects.exclude(steps__visit=visit).filter(agency__kind="municipal")[0]
    Tick.objects.filter(step__visit=visit, officer__agency=other.agency).update(officer=other)


def cells_for_nobody():
    Visit.objects.filter(state="held").update(state="expired")


def cells_for_the_cancelled():
    Visit.objects.filter(pk=single().pk).update(state="cancelled")


def break_without_ticks():
    Tick.objects.filter(break_time__isnull=False).delete()


def two_at_once_without_ticks():
    held = Visit.objects.get(state="held")
    Step.objects.filter(visit=held).update(
        first_cell=F("first_cell") - (held.first_cell - single().first_cell)
    )
    for mine, theirs in zip(held.steps.all(), single().steps.all(), strict=True):
        Step.objects.filter(pk=mine.pk).update(officer=theirs.officer_id)


def shift_gone():
    Shift.objects.filter(officer__steps__visit=single(), date=DAY).delete()


def lunch_through_a_block():
    step = family().steps.filter(procedure__slug="registration").order_by("first_cell")[0]
    lunch = step.first_cell + step.cell_count
    afternoon = step.officer.shifts.filter(date=DAY).order_by("first_cell")[1]
    end = afternoon.first_cell + afternoon.cell_count
    afternoon.cell_count = lunch - afternoon.first_cell
    afternoon.save()
    step.officer.shifts.create(date=DAY, first_cell=lunch, cell_count=end - lunch)


def ends_later():
    Visit.objects.filter(pk=single().pk).update(end_cell=F("end_cell") + 1)


def no_reception():
    Visit.objects.filter(pk=single().pk).update(reception_cells=0)


def another_day():
    Visit.objects.filter(pk=single().pk).update(date=DAY + timedelta(1))


def no_day():
    CenterDay.objects.all().delete()


def a_procedure_nobody_planned():
    single().attendees.get().procedures.add(
        Procedure.objects.create(
            slug="x", agency_kind="municipal", official_name="x", name="x", position=9
        )
    )


def split_over_two_officers():
    step = family().steps.filter(procedure__slug="registration").order_by("first_cell")[1]
    other = Officer.objects.exclude(pk=step.officer_id).filter(agency=step.officer.agency_id)[0]
    Tick.objects.filter(step=step).update(officer=other)
    Step.objects.filter(pk=step.pk).update(officer=other)


def _shift_step(step, cells):
    Tick.objects.filter(step=step).delete()
    step.first_cell += cells
    step.save()
    Tick.objects.bulk_create(
        Tick(officer=step.officer, cell=cell, step=step)
        for cell in range(step.first_cell, step.first_cell + step.cell_count)
    )


def an_idle_officer():
    _shift_step(family().steps.filter(procedure__slug="registration").order_by("first_cell")[1], 1)


def two_desks_at_once():
    _shift_step(single().steps.get(procedure__slug="residence-permit"), -1)


def the_wrong_order():
    registration = single().steps.get(procedure__slug="registration")
    _shift_step(registration, 8)


def a_long_gap():
    permit = single().steps.get(procedure__slug="residence-permit")
    _shift_step(permit, 3)
    Visit.objects.filter(pk=single().pk).update(end_cell=F("end_cell") + 3)


def a_skill_lost():
    officer = single().steps.get(procedure__slug="registration").officer
    officer.procedures.clear()


def an_officer_gone():
    Officer.objects.filter(steps__visit=single()).update(active=False)


def a_competence_lost():
    Competence.objects.all().delete()


def a_language_nobody_speaks():
    Visit.objects.filter(pk=single().pk).update(officer_language="tr")


def a_language_forgotten():
    """Both had it when it was asked for; one of the two officers has it no longer."""
    spoken = Officer.objects.filter(steps__visit=single())
    for officer in spoken:
        officer.languages = ["nl", "tr"]
        officer.save()
    a_language_nobody_speaks()
    assert broken() == set()
    Officer.objects.filter(pk=spoken[0].pk).update(languages=["nl"])


def an_agency_elsewhere():
    stranger = OfficerFactory()
    step = single().steps.get(procedure__slug="registration")
    Step.objects.filter(pk=step.pk).update(officer=stranger)


OWNS = "a live step owns exactly its cells"
WITHIN = "a step lies within a shift of its officer"
BLOCK = "no block crosses a break"
BOUNDS = "a visit lasts from its door to its last step"
DAYS = "a visit's day is that of its door, and can be locked"
PLANNED = "everybody's procedures are planned"
SPLIT = "a party sees one officer of each agency"
IDLE = "an officer works through a party without idling"
PLACES = "nobody is at two desks at once"
ORDER = "procedures come in their order"
GAP = "the second desk starts at most two cells late"
HOUR = "one person is out within the hour"
SKILL = "an officer has the skill for every step"
LANGUAGE = "an officer speaks the language that was asked for"
COMPETENCE = "an agency may act for the party's municipality"


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (lose_a_tick, {OWNS}),
        (steps_without_ticks, {OWNS}),
        (ticks_of_another_officer, {OWNS}),
        (cells_for_nobody, {"no cell is kept for nobody"}),
        (cells_for_the_cancelled, {"no cell is kept for nobody"}),
        (break_without_ticks, {"a break owns exactly its cells"}),
        (two_at_once_without_ticks, {OWNS, "no officer is in two places", BOUNDS}),
        (shift_gone, {WITHIN, BLOCK}),
        (lunch_through_a_block, {BLOCK}),
        (ends_later, {BOUNDS}),
        (no_reception, {BOUNDS}),
        (another_day, {DAYS}),
        (no_day, {DAYS}),
        (a_procedure_nobody_planned, {PLANNED}),
        (split_over_two_officers, {SPLIT}),
        (an_idle_officer, {IDLE}),
        (two_desks_at_once, {PLACES, BOUNDS, GAP}),
        (the_wrong_order, {ORDER, BOUNDS}),
        (a_long_gap, {GAP, HOUR}),
        (a_skill_lost, {SKILL}),
        (an_officer_gone, {SKILL}),
        (a_language_nobody_speaks, {LANGUAGE}),
        (a_language_forgotten, {LANGUAGE}),
        (a_competence_lost, {COMPETENCE}),
        (an_agency_elsewhere, {OWNS, WITHIN, BLOCK, SKILL, COMPETENCE}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_check_finds(world, attack, expected):
    attack()
    assert broken() == expected


class TestTheDatabaseRefuses:
    def refused(self, constraint, act):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            act()

    def test_a_second_tick_of_an_officers_cell(self, world):
        tick = Tick.objects.first()
        step = Step.objects.exclude(ticks=tick).first()
        self.refused(
            "tick_once_per_officer",
            lambda: Tick.objects.create(officer=tick.officer, cell=tick.cell, step=step),
        )

    def test_a_tick_without_an_owner_or_with_two(self, world):
        away = Break.objects.get()
        for owners in ({}, {"step": Step.objects.first(), "break_time": away}):
            self.refused(
                "tick_has_one_owner",
                lambda owners=owners: Tick.objects.create(officer=world.city[0], cell=1, **owners),
            )

    def test_overlapping_shifts_of_an_officer(self, world):
        shift = Shift.objects.first()
        self.refused(
            "shift_alone_in_its_time",
            lambda: Shift.objects.create(
                officer=shift.officer,
                date=DAY,
                first_cell=shift.first_cell + 1,
                cell_count=1,
            ),
        )

    def test_a_hold_without_an_end(self, world):
        held = Visit.objects.filter(state="held")
        self.refused("visit_held_until_some_time", lambda: held.update(hold_expires_at=None))

    @pytest.mark.parametrize("lost", [{"name": ""}, {"email": ""}, {"ticket": ""}])
    def test_a_booked_visit_of_nobody(self, world, lost):
        visit = Visit.objects.filter(pk=single().pk)
        self.refused("visit_booked_knows_whom_and_when", lambda: visit.update(**lost))

    def test_two_visits_with_one_ticket(self, world):
        taken = single().ticket
        other = Visit.objects.filter(pk=family().pk)
        self.refused("visit_ticket_once_per_day", lambda: other.update(ticket=taken))

    def test_two_holds_of_one_session(self, world):
        Visit.objects.filter(state="held").update(session_key="s")
        other = Visit.objects.filter(pk=single().pk)
        self.refused(
            "visit_one_hold_per_session",
            lambda: other.update(state="held", hold_expires_at=NOW, session_key="s"),
        )

    def test_two_visits_with_one_code(self, world):
        other = Visit.objects.filter(pk=single().pk)
        self.refused("code", lambda: other.update(code=family().code))

    def test_a_step_that_takes_no_time(self, world):
        self.refused("step_takes_time", lambda: Step.objects.all().update(cell_count=0))

    def test_a_person_with_one_procedure_twice(self, world):
        step = Step.objects.first()
        step.pk = None
        self.refused("step_once_per_person_and_procedure", lambda: step.save(force_insert=True))


def test_the_command_counts_and_leaves_with_one_on_a_violation(world):
    out = StringIO()
    call_command("check_schedule", stdout=out)
    assert "25 invariants, 0 violations" in out.getvalue()
    assert "a live step owns exactly its cells: 8 checked, 0 violations" in out.getvalue()
    lose_a_tick()
    with pytest.raises(SystemExit) as left:
        call_command("check_schedule", stdout=out)
    assert left.value.code == 1
    assert "does not own exactly its cells" in out.getvalue()


def test_what_is_over_is_not_judged_by_todays_staff_and_catalogue(world):
    a_skill_lost()
    a_competence_lost()
    a_language_nobody_speaks()
    registration = Procedure.objects.get(slug="registration")
    registration.follows.set(Procedure.objects.filter(slug="residence-permit"))
    Procedure.objects.filter(pk=registration.pk).update(agency_kind="federal")
    assert {ORDER, SPLIT, LANGUAGE} <= broken()
    later = {f.invariant for f in check(at=NOW + timedelta(30)) if f.violations}
    assert later == set()
