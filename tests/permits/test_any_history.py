"""Whatever happens in whatever order, the schedule keeps every promise it made.

Hypothesis holds, confirms, extends, releases, moves, cancels, blocks and lets time pass, at random;
after every step the whole schedule is judged by permits.schedule_check, which shares nothing with
the code that books, and what people were promised is compared with a memory of our own.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from permits import booking, breaks
from permits.free_times import free_starts
from permits.models import Break, Tick, Visit
from permits.offers import FirstOf
from permits.parties import Party, Person
from permits.refusals import Refused, SlotTaken
from permits.schedule_check import check
from tests.factories.permits import DAY, NOW, WEB, a_center, at_local

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BOTH = ("registration", "residence-permit")
PEOPLE = [
    Person("adult", BOTH),
    Person("adult", BOTH[:1]),
    Person("adult", BOTH[1:]),
    Person("child", BOTH),
    Person("child", BOTH[1:]),
]
parties = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4).map(
    lambda people: Party(tuple(sorted(people, key=lambda person: person.kind)))
)
places = st.integers(0, 500)


class AnyHistory(RuleBasedStateMachine):
    held = Bundle("held")
    blocked = Bundle("blocked")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = a_center(city=2, federal=2)
        self.now = NOW
        self.promised: dict[str, object] = {}  # code of a booked visit: its start
        self.sessions = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def a_start(self, party: Party, place: int):
        found = free_starts(self.world.center, party, first_day=DAY, days=2, at=self.now).starts
        return found[place % len(found)].start if found else None

    @rule(target=held, party=parties, place=places, session=st.integers(0, 3))
    def hold(self, party: Party, place: int, session: int):
        start = self.a_start(party, place)
        if start is None:
            return multiple()
        visit = booking.hold(
            center=self.world.center,
            party=party,
            start=start,
            at=self.now,
            session_key=f"session-{session}" if session else "",
            **WEB,
        )
        assert visit.starts_at == start, "what is on offer can be held"
        return visit.code

    @rule(target=held, party=parties, session=st.integers(0, 3))
    def hold_first(self, party: Party, session: int):
        on_offer = free_starts(self.world.center, party, first_day=DAY, days=2, at=self.now).starts
        try:
            visit = booking.hold(
                center=self.world.center,
                party=party,
                start=FirstOf(DAY, 2),
                at=self.now,
                session_key=f"session-{session}" if session else "",
                **WEB,
            )
        except SlotTaken:
            assert not on_offer
            return multiple()
        assert visit.starts_at <= on_offer[0].start, "what the session gave back may be earlier"
        return visit.code

    @rule(code=held)
    def confirm(self, code: str) -> None:
        before = Visit.objects.get(code=code)
        alive = before.state == "held" and before.hold_expires_at > self.now
        try:
            visit, already = booking.confirm(
                code=code,
                name="Ada",
                email=f"{before.pk}@example.org",
                language="en",
                at=self.now,
            )
        except Refused:
            assert not alive
            assert code not in self.promised
            return
        assert already == (before.state == "booked")
        assert already or alive
        self.promised[code] = visit.starts_at

    @rule(code=held)
    def extend(self, code: str) -> None:
        try:
            booking.extend(code=code, at=self.now)
        except Refused:
            return

    @rule(code=held)
    def release(self, code: str) -> None:
        try:
            booking.release(code=code, at=self.now)
        except Refused:
            assert code in self.promised

    @rule(code=held, place=places)
    def move(self, code: str, place: int) -> None:
        visit = Visit.objects.get(code=code)
        party = Party((Person("adult", BOTH),))
        start = self.a_start(party, place)
        if start is None:
            return
        try:
            moved = booking.move(code=code, start=start, at=self.now)
        except Refused:
            visit.refresh_from_db()
            assert self.promised.get(code, visit.starts_at) == visit.starts_at
            return
        assert moved.starts_at == start
        self.promised[code] = start

    @rule(code=held)
    def cancel(self, code: str) -> None:
        try:
            booking.cancel(code=code, at=self.now)
        except Refused:
            return
        self.promised.pop(code, None)

    @rule(target=blocked, who=st.integers(0, 3), quarter=st.integers(0, 27))
    def block(self, who: int, quarter: int):
        officer = self.world.officers[who]
        start = at_local("09:00") + timedelta(minutes=15 * quarter)
        try:
            return breaks.block(officer=officer, start=start, minutes=15, at=self.now).pk
        except Refused:
            return multiple()

    @rule(pk=consumes(blocked))
    def unblock(self, pk: int) -> None:
        # Blocked twice it is one break, which the other may have given back.
        for each in Break.objects.select_related("officer__agency").filter(pk=pk):
            breaks.unblock(break_time=each)

    @rule(minutes=st.sampled_from([1, 5, 9, 30]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        booking.expire_holds(at=self.now)
        over = Visit.objects.filter(state="held", hold_expires_at__lte=self.now)
        assert not over.exists()

    @invariant()
    def every_promise_of_the_schedule_holds(self) -> None:
        wrong = [finding for finding in check(at=self.now) if finding.violations]
        assert wrong == []

    @invariant()
    def whoever_was_promised_a_time_still_has_it(self) -> None:
        booked = {each.code: each.starts_at for each in Visit.objects.filter(state="booked")}
        assert booked == self.promised

    @invariant()
    def nobody_else_owns_anything(self) -> None:
        gone = Visit.objects.exclude(state__in=["held", "booked"])
        assert not Tick.objects.filter(step__visit__in=gone).exists()


def test_any_history() -> None:
    run_state_machine_as_test(
        AnyHistory,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
