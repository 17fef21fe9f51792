"""What is booked keeps its order and its length: a change of a procedure that takes it is refused.

Procedures are edited in the admin. What they follow and how long they take is written into a visit
when it is held; a catalogue that says something else for a day somebody is booked on would make
the visit wrong, and its stated end with it. Whose desk a procedure is at is a matter of staff
(permits.rostering.staffing), and watched with the rest.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from permits.cells import cells_in
from permits.models import Center, Procedure, Step, Timing, Visit
from permits.rostering import staffing

# What a procedure takes for the first person, a further adult and a further child, in cells.
Length = tuple[int, int, int]
Lengths = Mapping[tuple[int, date], Length | None]


class BookedOtherwise(Exception):
    """So many visits to come were booked by what the catalogue said before."""

    def __init__(self, count: int, first: Visit, last_day: date) -> None:
        super().__init__(f"{count} visits until {last_day}")
        self.count, self.center, self.first_day = count, first.center, first.date
        self.last_day = last_day


class BookedInOtherOrder(BookedOtherwise):
    """They would have procedures in the wrong order."""


class BookedForOtherTime(BookedOtherwise):
    """They would last longer, or shorter, than the catalogue says for their day."""


@dataclass(frozen=True)
class Watch:
    """Order and lengths of visits to come as they were before anything was changed."""

    staff: staffing.Watch
    out_of_order: frozenset[int]
    lengths: Lengths

    def check(self) -> None:
        """Raise VisitsNeedIt, BookedInOtherOrder or BookedForOtherTime where visits are hit."""
        self.staff.check()
        at = self.staff.at
        _refuse(out_of_order(at=at).exclude(pk__in=self.out_of_order), BookedInOtherOrder)
        now = lengths(at=at)
        other = {key for key, had in self.lengths.items() if had and now.get(key) != had}
        _refuse(_with_length(other, at=at), BookedForOtherTime)


def watch(*, at: datetime) -> Watch:
    """Lock every day to come, as for staff: procedures are the same at every center.

    A booking that comes after it reads the catalogue anew (permits.questions.ask_again).
    """
    staff = staffing.watch(Center.objects.all(), at=at)
    seen = frozenset(out_of_order(at=at).values_list("pk", flat=True))
    return Watch(staff, seen, lengths(at=at))


def out_of_order(*, at: datetime) -> QuerySet[Visit]:
    """Visits to come in which somebody has a procedure before one that it follows."""
    later = Step.objects.filter(
        attendee=OuterRef(OuterRef("attendee")), first_cell__gt=OuterRef(OuterRef("first_cell"))
    )
    comes_after = Procedure.follows.through.objects.filter(
        from_procedure=OuterRef("procedure"), to_procedure__in=later.order_by().values("procedure")
    )
    too_early = Step.objects.filter(Exists(comes_after), visit=OuterRef("pk"))
    return staffing.coming(None, at=at).filter(Exists(too_early))


def lengths(*, at: datetime) -> Lengths:
    """What each procedure takes on each day somebody comes for it; None where nobody knows."""
    steps = Step.objects.filter(visit__in=staffing.coming(None, at=at)).order_by()
    timings: dict[int, list[Timing]] = defaultdict(list)
    for timing in Timing.objects.order_by(F("valid_from").asc(nulls_first=True)):
        timings[timing.procedure_id].append(timing)
    return {
        (procedure, day): _length_on(timings[procedure], day)
        for procedure, day in steps.values_list("procedure_id", "visit__date").distinct()
    }


def _length_on(timings: list[Timing], day: date) -> Length | None:
    """That of the last timing (they come in order) that holds by `day`."""
    valid = [each for each in timings if each.valid_from is None or each.valid_from <= day]
    if not valid:
        return None
    last = valid[-1]
    minutes = (last.minutes, last.extra_adult_minutes, last.extra_child_minutes)
    first, adult, child = map(cells_in, minutes)
    return first, adult, child


def _with_length(keys: set[tuple[int, date]], *, at: datetime) -> QuerySet[Visit]:
    procedures, days = {key[0] for key in keys}, {key[1] for key in keys}
    steps = Step.objects.filter(procedure__in=procedures, visit__date__in=days).order_by()
    rows = steps.values_list("visit_id", "procedure_id", "visit__date")
    hit = {visit for visit, procedure, day in rows if (procedure, day) in keys}
    return staffing.coming(None, at=at).filter(pk__in=hit)


def _refuse(visits: QuerySet[Visit], refusal: type[BookedOtherwise]) -> None:
    found = list(visits.select_related("center").order_by("first_cell"))
    if found:
        raise refusal(len(found), found[0], max(visit.date for visit in found))
