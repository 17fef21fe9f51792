"""Whoever is to see a visit may and can: a change of staff that takes that away is refused.

Officers, agencies and procedures are edited in the admin, one form at a time. Whoever edits them
watches first, writes, and checks; a visit that would be left without anybody makes it raise, and
the caller's transaction goes. Who is hit by hours that change is another matter: these visits are
seated elsewhere (permits.rostering.reseating), and then nobody needs the officer any more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from permits.cells import CELL_SECONDS
from permits.days import lock_days
from permits.models import Center, Competence, Officer, Proposal, Step, Visit
from permits.rosters import days_laid_out
from permits.seating import expire
from permits.waiting.embargoes import flag, wake_if_somebody_waits


class VisitsNeedIt(Exception):
    """So many visits to come would be left without an officer, the first on `first_day`."""

    def __init__(self, count: int, center: Center, first_day: date) -> None:
        super().__init__(f"{count} visits from {first_day} on")
        self.count, self.center, self.first_day = count, center, first_day


@dataclass(frozen=True)
class Watch:
    """The steps that had nobody before anything was changed."""

    days: Mapping[int, Collection[date]]
    at: datetime
    before: frozenset[int]

    def check(self) -> None:
        """Raise VisitsNeedIt where what was written since leaves more of them without anybody.

        Else the waiting list looks again: somebody may see to it now who could not before.
        """
        lost = seen_by_nobody(self.days, at=self.at).exclude(pk__in=self.before)
        _refuse(Visit.objects.filter(pk__in=lost.values("visit")))
        for center, days in self.days.items():
            flag(center, *days)
            wake_if_somebody_waits(center)


def watch(centers: Iterable[Center], *, at: datetime) -> Watch:
    """Lock every day to come of these centers: to be called first, in the caller's transaction.

    A booking that came before is seen by the check; one that comes after it asks anew who may act
    (permits.offers).
    """
    concerned = {center.pk: center for center in centers}
    # As the waiting list does (permits.waiting.offering): the center, and then its days.
    list(Center.objects.select_for_update(no_key=True).filter(pk__in=concerned).order_by("pk"))
    kept = Visit.objects.filter(center__in=concerned, end_cell__gt=_cell(at))
    kept = kept.filter(state__in=[Visit.State.HELD, Visit.State.BOOKED]).order_by()
    taken = set(kept.values_list("center_id", "date"))
    days = {pk: days_laid_out(center, at) for pk, center in concerned.items()}
    lock_days(taken.union((center, day) for center, each in days.items() for day in each))
    for center, day in sorted(taken):
        expire(center, day, at)
    seen = seen_by_nobody(concerned, at=at).values_list("pk", flat=True)
    return Watch(days, at, frozenset(seen))


def refuse_if_needed(visits: QuerySet[Visit], *, at: datetime) -> None:
    """Raise VisitsNeedIt where any of these is still to come."""
    _refuse(visits.filter(pk__in=coming(None, at=at)))


def seen_by_nobody(centers: Iterable[int], *, at: datetime) -> QuerySet[Step]:
    """Steps of visits to come that are with an officer who may not, or cannot, see to them.

    But for visitors who were proposed another time: these have it from somebody else.
    """
    steps = Step.objects.filter(may_not_see(), visit__in=coming(centers, at=at)).order_by()
    return steps.exclude(visit__in=Proposal.objects.unsettled().values("visit"))


def may_not_see() -> Q:
    """Of a step: its officer left, or lacks skill, language, place or competence."""
    skills = Officer.procedures.through.objects.filter(
        officer=OuterRef("officer"), procedure=OuterRef("procedure")
    )
    competences = Competence.objects.filter(
        agency=OuterRef("officer__agency"), municipality=OuterRef("visit__municipality")
    )
    speaks = Q(visit__officer_language="") | Q(
        officer__languages__contains=[F("visit__officer_language")]
    )
    fit = (
        Q(
            Exists(skills),
            Exists(competences),
            officer__active=True,
            officer__agency__center=F("visit__center"),
            officer__agency__kind=F("procedure__agency_kind"),
        )
        & speaks
    )
    return ~fit


def coming(centers: Iterable[int] | None, *, at: datetime) -> QuerySet[Visit]:
    """Held and booked visits of these centers, of all by default, that are not over."""
    visits = Visit.objects.live(at=at).filter(end_cell__gt=_cell(at)).order_by()
    return visits if centers is None else visits.filter(center__in=list(centers))


def _refuse(visits: QuerySet[Visit]) -> None:
    found = list(visits.select_related("center").order_by("first_cell"))
    if found:
        raise VisitsNeedIt(len(found), found[0].center, found[0].date)


def _cell(at: datetime) -> int:
    return int(at.timestamp()) // CELL_SECONDS
