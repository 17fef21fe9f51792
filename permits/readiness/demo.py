"""A demo office at work: papers some parties ticked, one doubt, and weeks that are over.

Everybody is invented, and booked and worked through by the same functions as real people; those of
the past weeks came by phone, so that nobody is written to about them.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from permits import booking, rosters
from permits.days import local_day
from permits.desk.closing import close
from permits.desk.noting import check_in, settle
from permits.free_times import nearest
from permits.models import Center, PaperCheck, Procedure, Step, Visit, WorkKind
from permits.parties import Party, Person, Unbookable
from permits.readiness.answering import answer
from permits.readiness.clocks import count_standard
from permits.readiness.doubting import doubt
from permits.readiness.queueing import procedures_of
from permits.readiness.reading import readiness_of
from permits.readiness.refusals import OfficeRefused
from permits.refusals import Refused
from rotonde.accounts.models import User

_ADULT = Person("adult", ("registration", "residence-permit"))
_WEEKS = 3
# Days after the Monday of the week, the hour of the door, who comes, minutes inside.
_STAYS = ((0, 9, 1, 52), (1, 10, 1, 57), (3, 11, 1, 63), (3, 14, 3, 88))


def seed_office(center: Center, *, at: datetime) -> int:
    """Papers of coming visits, and some visits that are over; how many of those. Once only."""
    host = User.objects.filter(email="host@example.org").first()
    if host is None or PaperCheck.objects.exists():
        return 0
    _tick_papers(center, host, at)
    rosters.roll(at=at - timedelta(weeks=_WEEKS + 1), center=center)
    today = local_day(center, at)
    monday = today - timedelta(today.weekday())
    zone = ZoneInfo(center.time_zone)
    lived = 0
    for week in range(1, _WEEKS + 1):
        for days, hour, adults, minutes in _STAYS:
            day = monday - timedelta(weeks=week) + timedelta(days)
            wish = datetime.combine(day, time(hour), tzinfo=zone)
            lived += _live(center, wish, adults, minutes + 2 * week, host)
    return lived


def _tick_papers(center: Center, host: User, at: datetime) -> None:
    coming = Visit.objects.filter(
        center=center, state=Visit.State.BOOKED, first_cell__gt=at.timestamp() // 300
    )
    for number, visit in enumerate(coming.select_related("center").order_by("first_cell")[:8]):
        readiness = readiness_of(visit)
        items = list(readiness.items)
        said = items if number % 3 == 0 else items[: len(items) // (number % 3 + 1)]
        given = {name: "have" if name.startswith("paper-") else "yes" for name in said}
        answer(visit=visit, given=given, at=at)
        if number == 1:
            paper = readiness.people[0].papers[0].name
            doubt(visit=visit, paper=paper, doubt="Valid until which day?", at=at, by=host)
        for procedure in procedures_of(visit)[: number % 2]:
            _count(visit, procedure, host, at)


def _count(visit: Visit, procedure: Procedure, host: User, at: datetime) -> None:
    try:
        count_standard(
            visit=visit,
            procedure=procedure,
            kind=WorkKind.PREPARATION,
            at=at,
            by=host,
        )
    except OfficeRefused:
        return


def _live(center: Center, wish: datetime, adults: int, minutes: int, host: User) -> bool:
    """A visit from its booking to its goodbye; False where nothing was free near the wish."""
    party, booked_at = Party((_ADULT,) * adults), wish - timedelta(days=1)
    try:
        start = nearest(center, party, start=wish, at=booked_at, limit=1)[0].start
        held = booking.hold(
            center=center,
            party=party,
            start=start,
            at=booked_at,
            origin=Visit.Origin.STAFF,
            language="en",
        )
        visit = booking.confirm(
            code=held.code,
            name="Past Demo",
            email="",
            phone="+32 9 000 00 00",
            language="en",
            at=booked_at,
        ).visit
    except (IndexError, Refused, Unbookable):
        return False
    left_at = start + timedelta(minutes=minutes)
    check_in(visit=visit, at=start, by=host)
    for step in visit.steps.select_related("visit__center", "officer__user"):
        settle(step=step, outcome=Step.Outcome.DONE, at=min(step.ends_at, left_at), by=host)
    close(visit=visit, cards=[], at=left_at, by=host)
    return True
