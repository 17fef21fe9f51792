"""Who comes and what for, and every reason why a party cannot be seen at a center at all.

No Django here: a party is plain data, and its durations are plain arithmetic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from permits.cells import cells_in

ADULT = "adult"
CHILD = "child"
MOST_PEOPLE = 8


class Unbookable(Exception):
    """No time can be offered to this party here, however empty the calendar is."""


class EmptyParty(Unbookable):
    """Nobody comes."""


class PartyTooLarge(Unbookable):
    """More people than one officer sees in one go; `limit` is the most."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} people")
        self.limit = limit


class UnknownPersonKind(Unbookable):
    """Neither an adult nor a child."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class PersonWithoutProcedure(Unbookable):
    """The person at index `person` comes for nothing."""

    def __init__(self, person: int) -> None:
        super().__init__(f"person {person} comes for nothing")
        self.person = person


class UnknownProcedure(Unbookable):
    """No procedure is called `code`, or nobody knows how long it takes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NobodyMayAct(Unbookable):
    """No `agency_kind` agency at this center may act for residents of `municipality`."""

    def __init__(self, municipality: object, agency_kind: str) -> None:
        super().__init__(f"no {agency_kind} agency acts for {municipality}")
        self.municipality = municipality
        self.agency_kind = agency_kind


class NobodyIsSkilled(Unbookable):
    """No single officer of the `agency_kind` agency may do all of `codes`."""

    def __init__(self, agency_kind: str, codes: Sequence[str]) -> None:
        super().__init__(f"no {agency_kind} officer does {', '.join(codes)}")
        self.agency_kind = agency_kind
        self.codes = tuple(codes)


class NobodySpeaks(Unbookable):
    """The visit cannot be held in `language` throughout; in each of `languages` it can."""

    def __init__(self, language: str, languages: Sequence[str]) -> None:
        super().__init__(f"not every officer speaks {language}")
        self.language = language
        self.languages = tuple(languages)


class PartyTooLong(Unbookable):
    """One officer would need `needed_minutes` without a break; the longest shift is shorter."""

    def __init__(self, needed_minutes: int, longest_minutes: int) -> None:
        super().__init__(f"{needed_minutes} minutes needed, {longest_minutes} at most")
        self.needed_minutes = needed_minutes
        self.longest_minutes = longest_minutes


class ContradictoryOrder(Unbookable):
    """Procedures of either agency follow one of the other: neither can come first."""


@dataclass(frozen=True)
class Person:
    """An adult or a child, and the codes of what they come for."""

    kind: str
    procedures: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """The people of one visit. Raises a subclass of Unbookable when they make no party.

    `speaks` is the language (ISO 639) every officer of theirs must speak; empty: any.
    """

    people: tuple[Person, ...]
    speaks: str = ""

    def __post_init__(self) -> None:
        if not self.people:
            raise EmptyParty
        if len(self.people) > MOST_PEOPLE:
            raise PartyTooLarge(MOST_PEOPLE)
        for index, person in enumerate(self.people):
            if person.kind not in (ADULT, CHILD):
                raise UnknownPersonKind(person.kind)
            if not person.procedures:
                raise PersonWithoutProcedure(index)

    @property
    def codes(self) -> set[str]:
        """The codes of all procedures anybody comes for."""
        return {code for person in self.people for code in person.procedures}


@dataclass(frozen=True)
class Act:
    """A procedure as the engine sees it; `follows` holds the ids of what must come before."""

    id: int
    code: str
    agency: str
    position: int
    follows: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Duration:
    """Minutes a procedure takes: for the person who carries the base, and for each further one."""

    minutes: int
    extra_adult_minutes: int
    extra_child_minutes: int


@dataclass(frozen=True)
class Task:
    """One act for one person: how many cells of an officer's time it takes."""

    person: int
    act: Act
    cells: int


def tasks_of(
    party: Party, acts: Mapping[str, Act], durations: Mapping[str, Duration]
) -> list[Task]:
    """Everything that is to be done, each person's acts in catalogue order.

    The base of a procedure is carried by the first adult who comes for it (by the first child
    where no adult does); durations are rounded up to whole cells per person and procedure.
    """
    carrier = {code: _carrier(party, code) for code in party.codes}
    tasks = []
    for index, person in enumerate(party.people):
        for act in _in_order(acts[code] for code in set(person.procedures)):
            duration = durations[act.code]
            minutes = (
                duration.minutes
                if carrier[act.code] == index
                else duration.extra_adult_minutes
                if person.kind == ADULT
                else duration.extra_child_minutes
            )
            tasks.append(Task(index, act, cells_in(minutes)))
    return tasks


def _carrier(party: Party, code: str) -> int:
    coming = [i for i, person in enumerate(party.people) if code in person.procedures]
    return next((i for i in coming if party.people[i].kind == ADULT), coming[0])


def _in_order(acts: Iterable[Act]) -> list[Act]:
    """Catalogue order, but what follows another act comes after it."""
    waiting = sorted(acts, key=lambda act: (act.position, act.code))
    ordered: list[Act] = []
    while waiting:
        ids = {act.id for act in waiting}
        ready = (act for act in waiting if not act.follows & (ids - {act.id}))
        ordered.append(next(ready, waiting[0]))
        waiting.remove(ordered[-1])
    return ordered
