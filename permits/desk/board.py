"""Reads one day of one center as the desk sees it: who works, who comes, who is here.

A handful of queries whatever the number of visits. What is shown depends on the day's version and
on the cell it is, on nothing else: so `version_of` tells whether a board has changed at all.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q

from permits.cells import CELL_SECONDS
from permits.desk.standing import Block, Party, parties_of
from permits.models import Agency, Break, Center, CenterDay, Officer, Shift, Step, Visit, VisitEntry
from permits.readiness.reading import readiness_by_visit


@dataclass(frozen=True)
class Lane:
    """One officer's day: shifts and breaks as (first cell, count), and the blocks of visits."""

    officer: Officer
    shifts: list[tuple[int, int]]
    breaks: list[tuple[int, int, str]]
    blocks: list[Block]

    @property
    def next(self) -> Block | None:
        """Whom the officer sees next, or has in front of them."""
        return next((block for block in self.blocks if block.is_open), None)


@dataclass(frozen=True)
class AgencyLanes:
    agency: Agency
    lanes: list[Lane]


@dataclass(frozen=True)
class Board:
    center: Center
    day: date
    version: str
    agencies: list[AgencyLanes]
    parties: list[Party]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.center.time_zone)

    @property
    def lanes(self) -> list[Lane]:
        return [lane for agency in self.agencies for lane in agency.lanes]

    @property
    def waiting(self) -> list[Party]:
        """Who is here and not yet through, the one whose turn comes first on top."""
        here = [party for party in self.parties if party.waits_for]
        return sorted(here, key=lambda party: party.waits_for.first_cell)  # type: ignore[union-attr]

    @property
    def late(self) -> list[Party]:
        return [party for party in self.parties if party.is_late]

    @property
    def coming(self) -> list[Party]:
        return [party for party in self.parties if party.is_expected]


def version_of(center: Center, day: date, *, at: datetime) -> str:
    """Another text whenever the board of this day looks different; one query.

    Doors, turns and lateness change with the cell, everything else with the version of the day.
    """
    days = CenterDay.objects.filter(center=center, date=day)
    version = days.values_list("version", flat=True).first() or 0
    return f"{version}-{int(at.timestamp()) // CELL_SECONDS}"


def read_board(center: Center, day: date, *, at: datetime) -> Board:
    # The version first: what changes while the rest is read makes the next look a new one.
    version = version_of(center, day, at=at)
    cell = int(at.timestamp()) // CELL_SECONDS
    steps = Step.objects.filter(visit__center=center, visit__date=day).filter(
        Q(visit__state=Visit.State.BOOKED)
        | Q(visit__state=Visit.State.HELD, visit__hold_expires_at__gt=at)
    )
    parties = parties_of(
        steps.select_related("visit__companion", "attendee", "procedure", "officer__agency"),
        cell=cell,
        called=_called(center, day),
    )
    # How far somebody is before the door matters until they are through it.
    to_come = [party for party in parties if party.is_expected or party.is_late]
    if to_come:
        readiness = readiness_by_visit([party.visit for party in to_come])
        for party in to_come:
            party.readiness = readiness[party.visit.pk]
    return Board(center, day, version, _agencies(center, day, parties), parties)


def _called(center: Center, day: date) -> dict[int, datetime]:
    calls = VisitEntry.objects.filter(
        action=VisitEntry.Action.CALLED, visit__center=center, visit__date=day
    )
    return {step: at for step, at in calls.order_by("id").values_list("step", "at") if step}


def _agencies(center: Center, day: date, parties: Iterable[Party]) -> list[AgencyLanes]:
    blocks: dict[int, list[Block]] = defaultdict(list)
    for party in parties:
        for block in party.blocks:
            blocks[block.officer.pk].append(block)
    shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    working = Shift.objects.filter(officer__agency__center=center, date=day)
    for officer, *stretch in working.order_by("first_cell").values_list(
        "officer", "first_cell", "cell_count"
    ):
        shifts[officer].append((stretch[0], stretch[1]))
    breaks: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for away in Break.objects.filter(officer__agency__center=center, date=day):
        breaks[away.officer_id].append((away.first_cell, away.cell_count, away.reason))
    present = Officer.objects.filter(
        Q(active=True) | Q(pk__in=list(blocks)), agency__center=center
    ).select_related("agency")
    lanes = [
        Lane(
            officer,
            shifts[officer.pk],
            breaks[officer.pk],
            sorted(blocks[officer.pk], key=lambda block: block.first_cell),
        )
        for officer in present.order_by("agency", "name", "pk")
    ]
    present_today = [lane for lane in lanes if lane.shifts or lane.blocks or lane.breaks]
    grouped = groupby(present_today, key=lambda lane: lane.officer.agency)
    # The city first, as the visits go.
    return sorted(
        (AgencyLanes(agency, list(found)) for agency, found in grouped),
        key=lambda each: (each.agency.kind != "municipal", each.agency.pk),
    )
