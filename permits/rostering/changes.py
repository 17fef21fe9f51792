"""The ways a roster changes: each says what the roster would be, and writes that down.

A change is only data until permits.rostering.reseating carries it out: before that, what it would
do to booked visits can be looked at (permits.rostering.planning).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from permits.models import Absence, Agency, Center, Closure, DayHours, Officer, WeeklyShift
from permits.rostering.roster import Roster, falls_on
from rotonde.accounts.models import User

DAY = timedelta(1)
Hours = tuple[tuple[time, time], ...]


class Change(Protocol):
    """What somebody wants to do to the roster of a center."""

    @property
    def center(self) -> Center: ...

    def officers(self) -> Collection[int]:
        """The ids of those whose hours may change; nobody else's shifts are touched."""

    def touches(self, day: date) -> bool:
        """Whether shifts of that day may change; all others stay as they are."""

    def on(self, roster: Roster) -> Roster:
        """The roster as it would be."""

    def write(self, *, at: datetime, by: User | None) -> None:
        """Write it; part of the transaction that carries it out."""


@dataclass(frozen=True)
class OfOfficer:
    """A change of the hours of one officer."""

    officer: Officer

    @property
    def center(self) -> Center:
        return self.officer.agency.center

    def officers(self) -> Collection[int]:
        return {self.officer.pk}


@dataclass(frozen=True)
class Away(OfOfficer):
    """The officer is absent from one day to another, both included."""

    first_day: date
    last_day: date

    def _absence(self) -> Absence:
        return Absence(officer=self.officer, first_day=self.first_day, last_day=self.last_day)

    def touches(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def on(self, roster: Roster) -> Roster:
        return replace(roster, absences=(*roster.absences, self._absence()))

    def write(self, *, at: datetime, by: User | None) -> None:
        absence = self._absence()
        absence.at, absence.by = at, by
        absence.save(force_insert=True)


@dataclass(frozen=True)
class Back(OfOfficer):
    """The officer is here from `day` on: absences end the day before."""

    day: date

    def touches(self, day: date) -> bool:
        return day >= self.day

    def on(self, roster: Roster) -> Roster:
        kept = [
            Absence(
                officer=each.officer if each.officer_id != self.officer.pk else self.officer,
                first_day=each.first_day,
                last_day=min(each.last_day, self.day - DAY)
                if each.officer_id == self.officer.pk
                else each.last_day,
            )
            for each in roster.absences
        ]
        return replace(roster, absences=tuple(kept))

    def write(self, *, at: datetime, by: User | None) -> None:
        own = Absence.objects.filter(officer=self.officer, last_day__gte=self.day)
        own.filter(first_day__gte=self.day).delete()
        own.update(last_day=self.day - DAY)


@dataclass(frozen=True)
class HoursOn(OfOfficer):
    """Other hours on one date, none for a day off; None: the weekly hours again."""

    day: date
    hours: Hours | None

    def _day_hours(self) -> list[DayHours]:
        if self.hours is None:
            return []
        flat = [clock for pair in self.hours for clock in pair]
        return [DayHours(officer=self.officer, date=self.day, hours=flat)]

    def touches(self, day: date) -> bool:
        return day == self.day

    def on(self, roster: Roster) -> Roster:
        others = [
            each
            for each in roster.day_hours
            if (each.officer_id, each.date) != (self.officer.pk, self.day)
        ]
        return replace(roster, day_hours=(*others, *self._day_hours()))

    def write(self, *, at: datetime, by: User | None) -> None:
        DayHours.objects.filter(officer=self.officer, date=self.day).delete()
        DayHours.objects.bulk_create(self._day_hours())


@dataclass(frozen=True)
class WeeklyFrom(OfOfficer):
    """Other weekly hours from a day on: (weekday, from, until), Monday is 0."""

    since: date
    week: tuple[tuple[int, time, time], ...]

    def _new(self) -> list[WeeklyShift]:
        return [
            WeeklyShift(
                officer=self.officer,
                weekday=weekday,
                start_time=start,
                end_time=end,
                valid_from=self.since,
            )
            for weekday, start, end in self.week
        ]

    def touches(self, day: date) -> bool:
        return day >= self.since

    def on(self, roster: Roster) -> Roster:
        weekly = [each for each in roster.weekly if each.officer_id != self.officer.pk]
        for each in roster.weekly:
            if each.officer_id == self.officer.pk and (
                each.valid_from is None or each.valid_from < self.since
            ):
                until = min(each.valid_until or self.since - DAY, self.since - DAY)
                weekly.append(
                    WeeklyShift(
                        officer=each.officer,
                        weekday=each.weekday,
                        start_time=each.start_time,
                        end_time=each.end_time,
                        valid_from=each.valid_from,
                        valid_until=until,
                    )
                )
        return replace(roster, weekly=(*weekly, *self._new()))

    def write(self, *, at: datetime, by: User | None) -> None:
        own = WeeklyShift.objects.filter(officer=self.officer)
        own.filter(valid_from__gte=self.since).delete()
        own.exclude(valid_until__lt=self.since).update(valid_until=self.since - DAY)
        WeeklyShift.objects.bulk_create(self._new())


@dataclass(frozen=True)
class Close:
    """A center, or one agency of it, is closed on a day, or every year on that day."""

    center: Center
    agency: Agency | None
    day: date
    every_year: bool
    reason: str

    def _closure(self) -> Closure:
        return Closure(
            center=self.center,
            agency=self.agency,
            month=self.day.month,
            day=self.day.day,
            year=None if self.every_year else self.day.year,
            reason=self.reason,
        )

    def officers(self) -> Collection[int]:
        return officers_of(self.center, self.agency)

    def touches(self, day: date) -> bool:
        return falls_on(self._closure(), day)

    def on(self, roster: Roster) -> Roster:
        return replace(roster, closures=(*roster.closures, self._closure()))

    def write(self, *, at: datetime, by: User | None) -> None:
        self._closure().save(force_insert=True)


@dataclass(frozen=True)
class Reopen:
    """A closure is taken back."""

    closure: Closure

    @property
    def center(self) -> Center:
        return self.closure.center

    def officers(self) -> Collection[int]:
        return officers_of(self.center, self.closure.agency)

    def touches(self, day: date) -> bool:
        return falls_on(self.closure, day)

    def on(self, roster: Roster) -> Roster:
        others = tuple(each for each in roster.closures if each.pk != self.closure.pk)
        return replace(roster, closures=others)

    def write(self, *, at: datetime, by: User | None) -> None:
        Closure.objects.filter(pk=self.closure.pk).delete()


@dataclass(frozen=True)
class AsWritten:
    """Nothing new: shifts that were kept because visits are booked in them follow the roster."""

    center: Center

    def officers(self) -> Collection[int]:
        return officers_of(self.center, None)

    def touches(self, day: date) -> bool:
        return True

    def on(self, roster: Roster) -> Roster:
        return roster

    def write(self, *, at: datetime, by: User | None) -> None:
        pass


def officers_of(center: Center, agency: Agency | None) -> set[int]:
    officers = Officer.objects.filter(agency__center=center)
    officers = officers.filter(agency=agency) if agency else officers
    return set(officers.order_by().values_list("pk", flat=True))
