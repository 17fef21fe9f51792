"""An independent answer to "when can this party be seen", cell by cell and person by person.

It shares nothing with the engine but the statement of the problem: it walks people through desks
and looks at single cells in sets, where the engine shifts bitmaps.
"""

import random
from dataclasses import dataclass
from itertools import permutations

from permits.availability import Desk
from permits.bitmaps import lanes, span
from permits.parties import Act, Duration, Party, Person

HORIZON = 70


@dataclass(frozen=True)
class Clerk:
    """An officer: shifts (first cell, after the last), taken cells, skills by code."""

    id: int
    agency: str
    skills: frozenset[str]
    shifts: tuple[tuple[int, int], ...]
    taken: frozenset[int]

    def is_free(self, first: int, count: int) -> bool:
        cells = range(first, first + count)
        within = any(start <= cells[0] and cells[-1] < end for start, end in self.shifts)
        return within and not any(cell in self.taken for cell in cells)


@dataclass(frozen=True)
class Case:
    party: Party
    acts: dict[str, Act]
    durations: dict[str, Duration]
    reception: int
    clerks: tuple[Clerk, ...]
    closures: tuple[tuple[str, int, int], ...] = ()
    """Agency, first cell, after the last: nobody works there meanwhile."""

    def is_closed(self, agency: str, cell: int) -> bool:
        return any(agency == whose and first <= cell < end for whose, first, end in self.closures)

    def open_shifts(self, clerk: Clerk) -> list[tuple[int, int]]:
        """What the closures leave of the shifts of `clerk`, in order of time."""
        pieces = list(clerk.shifts)
        for agency, first, end in self.closures:
            if agency == clerk.agency:
                pieces = [
                    piece
                    for start, stop in pieces
                    for piece in ((start, min(stop, first)), (max(start, end), stop))
                    if piece[0] < piece[1]
                ]
        return pieces

    def desks(self) -> list[Desk]:
        """The same officers as the engine sees them."""
        return [
            Desk(
                clerk.id,
                clerk.agency,
                frozenset(self.acts[code].id for code in clerk.skills),
                tuple(
                    lane & ~sum(span(cell, 1) for cell in clerk.taken)
                    for lane in lanes(
                        (start, end - start) for start, end in self.open_shifts(clerk)
                    )
                ),
            )
            for clerk in self.clerks
        ]


def random_case(chance: random.Random) -> Case:
    """Families, one or two agencies, either order, lunches, closures, busy officers."""
    acts = {}
    for number, (code, agency) in enumerate(
        [("a", "municipal"), ("b", "municipal"), ("c", "federal"), ("d", "federal")]
    ):
        acts[code] = Act(number, code, agency, chance.randrange(5))
    link = chance.choice([None, None, ("a", "c"), ("d", "b")])
    if link:
        later, earlier = link
        acts[later] = Act(
            acts[later].id,
            later,
            acts[later].agency,
            acts[later].position,
            frozenset([acts[earlier].id]),
        )
    durations = {code: Duration(*(chance.randint(1, 28) for _ in range(3))) for code in acts}
    offered = chance.choice(["abcd", "ac", "ac", "ab", "c"])
    people = [
        Person(
            chance.choice(["adult", "adult", "child"]),
            tuple(chance.sample(offered, chance.randint(1, len(offered)))),
        )
        for _ in range(chance.choice([1, 1, 1, 2, 3, 4]))
    ]
    clerks = tuple(_random_clerk(chance, number) for number in range(chance.randint(2, 6)))
    reception = chance.randint(0, 3)
    return Case(Party(tuple(people)), acts, durations, reception, clerks, _closures(chance))


def _closures(chance: random.Random) -> tuple[tuple[str, int, int], ...]:
    """Now and then an agency, or both as when the center closes, for a part of the time."""
    if chance.random() < 0.7:
        return ()
    first = chance.randrange(HORIZON)
    end = first + chance.choice([6, 20, HORIZON])
    closed = chance.choice([("municipal",), ("federal",), ("municipal", "federal")])
    return tuple((agency, first, end) for agency in closed)


def _random_clerk(chance: random.Random, number: int) -> Clerk:
    agency = ("municipal", "federal")[number % 2]
    skills = {"municipal": "ab", "federal": "cd"}[agency]
    if chance.random() < 0.2:
        skills = chance.choice(skills)
    cuts = sorted(chance.sample(range(HORIZON), chance.choice([2, 4, 4])))
    shifts = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]
    if chance.random() < 0.3 and len(shifts) == 2:
        shifts[1] = (shifts[0][1], shifts[1][1])  # one shift begins as the other ends
    busy = chance.choice([0, 0.03, 0.15])
    taken = frozenset(cell for cell in range(HORIZON) if chance.random() < busy)
    return Clerk(number, agency, frozenset(skills), tuple(shifts), taken)


def answer(case: Case) -> dict[int, int]:
    """For every cell at which the first step may begin: the smallest gap with which it works."""
    need = _minutes_to_cells(case)
    agencies = sorted({case.acts[code].agency for code in case.party.codes})
    found: dict[int, int] = {}
    for order in permutations(agencies):
        if not _order_is_allowed(case, order):
            continue
        first = [need[p].get(order[0], 0) for p in range(len(case.party.people))]
        second = [
            need[p].get(order[1], 0) if len(order) == 2 else 0
            for p in range(len(case.party.people))
        ]
        wait = min(_shortest_wait(p, first, second) for p in permutations(range(len(first))))
        for cell in range(HORIZON):
            for gap in (0, 1, 2) if len(order) == 2 else (0,):
                if not _keeps_the_hour(case, first, second, wait, gap):
                    continue
                blocks = [(order[0], cell, sum(first))]
                if len(order) == 2:
                    blocks.append((order[1], cell + wait + gap, sum(second)))
                if all(_somebody_can(case, *block) for block in blocks):
                    found[cell] = min(gap, found.get(cell, gap))
    return found


def _minutes_to_cells(case: Case) -> list[dict[str, int]]:
    need: list[dict[str, int]] = [{} for _ in case.party.people]
    for code in case.party.codes:
        duration = case.durations[code]
        who = [i for i, person in enumerate(case.party.people) if code in person.procedures]
        adults = [i for i in who if case.party.people[i].kind == "adult"]
        base = (adults or who)[0]
        for i in who:
            minutes = duration.minutes
            if i != base:
                adult = case.party.people[i].kind == "adult"
                minutes = duration.extra_adult_minutes if adult else duration.extra_child_minutes
            cells = minutes // 5 + (1 if minutes % 5 else 0)
            agency = case.acts[code].agency
            need[i][agency] = need[i].get(agency, 0) + cells
    return need


def _order_is_allowed(case: Case, order: tuple[str, ...]) -> bool:
    if len(order) == 1:
        return True
    for code in case.party.codes:
        for earlier in case.party.codes:
            if case.acts[earlier].id not in case.acts[code].follows:
                continue
            if (case.acts[earlier].agency, case.acts[code].agency) == (order[1], order[0]):
                return False
    return True


def _shortest_wait(queue: tuple[int, ...], first: list[int], second: list[int]) -> int:
    """Walk the queue: how late the second desk must open to find everybody there in turn."""
    wait = 0
    while True:
        clock, desk = 0, wait
        for person in queue:
            clock += first[person]
            if second[person]:
                if desk < clock:
                    break
                desk += second[person]
        else:
            return wait
        wait += 1


def _keeps_the_hour(case: Case, first: list[int], second: list[int], wait: int, gap: int) -> bool:
    if len(case.party.people) > 1:
        return True
    without_gap = case.reception + max(sum(first), wait + sum(second) if sum(second) else 0)
    return without_gap > 12 or without_gap + gap <= 12


def _somebody_can(case: Case, agency: str, first: int, count: int) -> bool:
    if any(case.is_closed(agency, cell) for cell in range(first, first + count)):
        return False
    wanted = {code for code in case.party.codes if case.acts[code].agency == agency}
    return any(
        clerk.agency == agency and wanted <= clerk.skills and clerk.is_free(first, count)
        for clerk in case.clerks
    )
