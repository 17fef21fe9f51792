"""Verifies every promise of the schedule over the whole database, without trusting the code.

Whatever is held or booked is checked for who owns which cell, for bounds and gaps. The order of
procedures, whose desk they are at, and whether an officer may and can act is checked for what is
still to come: catalogue and staff change, and the past stays as it was.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby, pairwise

from permits.arrangements import GAPS, HOUR
from permits.cells import CELL_SECONDS, instant_of
from permits.models import Visit
from permits.schedule_snapshot import SeenStep, SeenVisit, Snapshot, take_snapshot
from permits.waiting.check import judge


@dataclass(frozen=True)
class Finding:
    """One invariant: how many objects were looked at, and what is wrong, one line each."""

    invariant: str
    checked: int
    violations: list[str]


Check = Callable[[Snapshot], Finding]
VisitCheck = Callable[[Snapshot, SeenVisit], Iterable[str]]


def check(*, at: datetime) -> list[Finding]:
    """Every invariant over the whole database, as it is at one moment."""
    snapshot = take_snapshot()
    now = int(at.timestamp()) // CELL_SECONDS
    seated = [visit for visit in snapshot.visits.values() if not visit.asked]
    as_planned = [visit for visit in seated if not visit.replanned]
    to_come = [visit for visit in snapshot.visits.values() if visit.end > now]
    asked = [visit for visit in snapshot.visits.values() if visit.asked]
    return [
        *(invariant(snapshot) for invariant in _WHOLE),
        *(_of_visits(n, test, snapshot, snapshot.visits.values()) for n, test in _EACH_VISIT),
        *(_of_visits(n, test, snapshot, seated) for n, test in _SEATED),
        *(_of_visits(n, test, snapshot, asked) for n, test in _ASKED),
        *(_of_visits(n, test, snapshot, as_planned) for n, test in _AS_PLANNED),
        *(_of_visits(n, test, snapshot, to_come) for n, test in _TO_COME),
        *(
            _of_visits(n, test, snapshot, [visit for visit in to_come if not visit.asked])
            for n, test in _TO_COME_SEATED
        ),
        *(
            _of_visits(n, test, snapshot, [visit for visit in as_planned if visit.end > now])
            for n, test in _TO_COME_AS_PLANNED
        ),
        *(Finding(*judged) for judged in judge(snapshot.waiting)),
    ]


def _of_visits(
    invariant: str, test: VisitCheck, snapshot: Snapshot, visits: Iterable[SeenVisit]
) -> Finding:
    looked_at = list(visits)
    wrong = [f"{visit}: {words}" for visit in looked_at for words in test(snapshot, visit)]
    return Finding(invariant, len(looked_at), wrong)


# --- Cells ---------------------------------------------------------------------------------------


def _steps_own_their_cells(snapshot: Snapshot) -> Finding:
    steps = {step.id: step for visit in snapshot.visits.values() for step in visit.steps}
    wrong = [
        f"step {step.id} does not own exactly its cells"
        for step in steps.values()
        if snapshot.step_ticks.get(step.id, set()) != _cells(step.officer, step.first, step.end)
    ]
    return Finding("a live step owns exactly its cells", len(steps), wrong)


def _breaks_own_their_cells(snapshot: Snapshot) -> Finding:
    wrong = [
        f"break {id} does not own exactly its cells"
        for id, (officer, (first, end)) in snapshot.breaks.items()
        if snapshot.break_ticks.get(id, set()) != _cells(officer, first, end)
    ]
    return Finding("a break owns exactly its cells", len(snapshot.breaks), wrong)


def _cells_have_a_live_owner(snapshot: Snapshot) -> Finding:
    live = {step.id for visit in snapshot.visits.values() for step in visit.steps}
    wrong = [
        f"step {id} owns {len(ticks)} cells, but its visit is neither held nor booked"
        for id, ticks in snapshot.step_ticks.items()
        if id not in live
    ]
    owned = [*snapshot.step_ticks.values(), *snapshot.break_ticks.values()]
    return Finding("no cell is kept for nobody", sum(map(len, owned)), wrong)


def _officers_are_in_one_place(snapshot: Snapshot) -> Finding:
    busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for visit in snapshot.visits.values():
        for step in visit.steps:
            busy[step.officer].append((step.first, step.end))
    for officer, away in snapshot.breaks.values():
        busy[officer].append(away)
    wrong = [
        f"officer {officer} is booked twice at {instant_of(later[0]).isoformat()}"
        for officer, taken in busy.items()
        for earlier, later in pairwise(sorted(taken))
        if later[0] < earlier[1]
    ]
    return Finding("no officer is in two places", len(busy), wrong)


def _shifts_keep_apart(snapshot: Snapshot) -> Finding:
    wrong = [
        f"officer {officer} has two shifts at {instant_of(later[0]).isoformat()}"
        for officer, shifts in snapshot.shifts.items()
        for earlier, later in pairwise(shifts)
        if later[0] < earlier[1]
    ]
    return Finding("shifts of an officer keep apart", len(snapshot.shifts), wrong)


def _tickets_are_unique(snapshot: Snapshot) -> Finding:
    booked = [v for v in snapshot.visits.values() if v.state == Visit.State.BOOKED]
    counts = Counter((v.center, v.day, v.ticket) for v in booked)
    wrong = [f"ticket {t} on {d} has {n} visits" for (_, d, t), n in counts.items() if n > 1]
    wrong += [f"{visit} has no ticket" for visit in booked if not visit.ticket]
    return Finding("a booked visit has a ticket of its own", len(booked), wrong)


def _cells(officer: int, first: int, end: int) -> set[tuple[int, int]]:
    return {(officer, cell) for cell in range(first, end)}


# --- One visit -----------------------------------------------------------------------------------


def _within_shifts(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for step in visit.steps:
        shifts = snapshot.shifts.get(step.officer, ())
        if not any(first <= step.first and step.end <= end for first, end in shifts):
            yield f"step {step.id} lies in no shift of officer {step.officer}"


def _blocks_within_one_shift(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for officer, block in _blocks(visit).items():
        shifts = snapshot.shifts.get(officer, ())
        if not any(first <= block[0].first and block[-1].end <= end for first, end in shifts):
            yield f"officer {officer} would work through a break"


def _bounds(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    if not visit.steps:
        yield "has no steps"
    elif visit.door + visit.reception != visit.steps[0].first:
        yield "the first step does not follow the reception"
    elif visit.end != max(step.end for step in visit.steps):
        yield "does not end with its last step"


def _day(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    if instant_of(visit.door).astimezone(visit.zone).date() != visit.day:
        yield "takes place on another day"
    if (visit.center, visit.day) not in snapshot.days:
        yield "its day has no row to lock"


def _everything_is_planned(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    planned = [(step.person, step.procedure) for step in visit.steps]
    if sorted(planned) != sorted(visit.wanted):
        yield "not everybody's procedures are planned once"


def _one_officer_per_agency(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    officers = defaultdict(set)
    for step in visit.steps:
        officers[snapshot.kind_of_procedure[step.procedure]].add(step.officer)
    for kind, seen in officers.items():
        if len(seen) > 1:
            yield f"is split over {len(seen)} {kind} officers"


def _blocks_without_a_break(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for officer, block in _blocks(visit).items():
        if any(earlier.end != later.first for earlier, later in pairwise(block)):
            yield f"officer {officer} idles between two steps"


def _people_are_in_one_place(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for person, steps in _by_person(visit).items():
        if any(later.first < earlier.end for earlier, later in pairwise(steps)):
            yield f"person {person} is at two desks at once"


def _order(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for person, steps in _by_person(visit).items():
        for earlier, later in combinations(steps, 2):
            if later.procedure in snapshot.before.get(earlier.procedure, ()):
                yield f"person {person} has procedures in the wrong order"


def _gap(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    """The second desk starts when the first person it can take is there, up to two cells late."""
    blocks = sorted(_blocks(visit).values(), key=lambda block: block[0].first)
    if len(blocks) != 2:
        return
    first, second = blocks
    slack = [_slack(first, second)]
    if first[0].first == second[0].first:  # either may be the one the party begins with
        slack.append(_slack(second, first))
    if not set(slack) & set(GAPS):
        yield f"the second desk waits {min(slack)} cells for nobody"


def _slack(first: list[SeenStep], second: list[SeenStep]) -> int:
    """How many cells earlier the second desk could have begun; negative: it begins too early."""
    left_first = {step.person: step.end for step in first}
    slack = [second[0].first - first[0].first]
    for person, steps in groupby(second, key=lambda step: step.person):
        if person in left_first:
            slack.append(next(steps).first - left_first[person])
    return min(slack)


def _the_hour(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    alone = len(_by_person(visit)) == 1
    work = visit.reception + sum(step.end - step.first for step in visit.steps)
    if alone and work <= HOUR < visit.end - visit.door:
        yield f"one person stays {visit.end - visit.door} cells"


def _holds_end(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    if visit.state == Visit.State.HELD and visit.hold_expires_at is None:
        yield "is held for ever"


def _skilled(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for step in visit.steps:
        if step.procedure not in snapshot.skills[step.officer]:
            yield f"officer {step.officer} lacks the skill for step {step.id}"
        if step.officer not in snapshot.active:
            yield f"officer {step.officer} is no longer active"


def _speaks(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for officer in {step.officer for step in visit.steps} if visit.speaks else ():
        if visit.speaks not in snapshot.languages[officer]:
            yield f"officer {officer} does not speak {visit.speaks}"


def _competent(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    for step in visit.steps:
        agency = snapshot.agency_of[step.officer]
        here = (visit.center, snapshot.kind_of_procedure[step.procedure])
        if snapshot.place_of_agency[agency] != here:
            yield f"step {step.id} is with an agency elsewhere or of the other kind"
        if (agency, visit.municipality) not in snapshot.competent:
            yield f"agency {agency} may not act for municipality {visit.municipality}"


def _asked(snapshot: Snapshot, visit: SeenVisit) -> Iterator[str]:
    kept = snapshot.visits.get(snapshot.kept.get(visit.id, 0))
    if kept and (kept.door, kept.day) == (visit.door, visit.day):
        yield "was proposed the time it has"
    if kept and sorted(kept.wanted) != sorted(visit.wanted):
        yield "was proposed a visit for something else"


def _blocks(visit: SeenVisit) -> dict[int, list[SeenStep]]:
    blocks: dict[int, list[SeenStep]] = defaultdict(list)
    for step in visit.steps:
        blocks[step.officer].append(step)
    return blocks


def _by_person(visit: SeenVisit) -> dict[int, list[SeenStep]]:
    people: dict[int, list[SeenStep]] = defaultdict(list)
    for step in visit.steps:
        people[step.person].append(step)
    return people


_WHOLE: tuple[Check, ...] = (
    _steps_own_their_cells,
    _breaks_own_their_cells,
    _cells_have_a_live_owner,
    _officers_are_in_one_place,
    _shifts_keep_apart,
    _tickets_are_unique,
)
_EACH_VISIT: tuple[tuple[str, VisitCheck], ...] = (
    ("a visit lasts from its door to its last step", _bounds),
    ("a visit's day is that of its door, and can be locked", _day),
    ("everybody's procedures are planned", _everything_is_planned),
    ("nobody is at two desks at once", _people_are_in_one_place),
    ("a hold ends", _holds_end),
)
# But for visitors who have been proposed another time and have not decided: those are counted.
_SEATED: tuple[tuple[str, VisitCheck], ...] = (
    ("a step lies within a shift of its officer", _within_shifts),
)
_ASKED: tuple[tuple[str, VisitCheck], ...] = (
    ("a visit without its officer has a proposal, and what is kept for it is another time", _asked),
)
# The promises of a booking; a visit that came too late for its times was given what was left.
_AS_PLANNED: tuple[tuple[str, VisitCheck], ...] = (
    ("no block crosses a break", _blocks_within_one_shift),
    ("an officer works through a party without idling", _blocks_without_a_break),
    ("the second desk starts at most two cells late", _gap),
    ("one person is out within the hour", _the_hour),
)
_TO_COME: tuple[tuple[str, VisitCheck], ...] = (("procedures come in their order", _order),)
_TO_COME_SEATED: tuple[tuple[str, VisitCheck], ...] = (
    ("an officer has the skill for every step", _skilled),
    ("an officer speaks the language that was asked for", _speaks),
    ("an agency may act for the party's municipality", _competent),
)
_TO_COME_AS_PLANNED: tuple[tuple[str, VisitCheck], ...] = (
    ("a party sees one officer of each agency", _one_officer_per_agency),
)
