"""A demo desk at work: its staff, and a day on which people came, wait, are late or expected.

Everybody is invented. The day is booked and worked through by the same functions as a real one, as
if it had been booked yesterday.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from permits import booking, rosters
from permits.days import local_day
from permits.desk.calling import call
from permits.desk.displays import live_display, open_display
from permits.desk.following_up import miss_document, proposals
from permits.desk.noting import check_in, note_missed, settle
from permits.free_times import nearest
from permits.models import Center, CenterStaff, Officer, Shift, Step, Visit, WeeklyShift
from permits.parties import Party, Person, Unbookable
from permits.refusals import Refused
from rotonde.accounts.models import User

Role = CenterStaff.Role
_STAFF = {
    "officer.city@example.org": Role.OFFICER,
    "officer.federal@example.org": Role.OFFICER,
    "host@example.org": Role.HOST,
    "manager@example.org": Role.MANAGER,
}

MINUTE = timedelta(minutes=1)
# Where nobody would be at work, the demo keeps the center open around the moment it is seeded: too
# briefly for anybody to book a time there.
OPENED_BEFORE, OPENED_AFTER = 150 * MINUTE, 65 * MINUTE

_ADULT = Person("adult", ("registration", "residence-permit"))
_CHILD = Person("child", ("registration", "residence-permit"))
_MOVE = Person("adult", ("change-of-address",))


@dataclass(frozen=True)
class _Guest:
    """Who comes, how many minutes from now the door is, and what becomes of them."""

    name: str
    language: str
    people: tuple[Person, ...]
    door: int
    fate: str = "comes"


_GUESTS = (
    _Guest("Ana Demo", "es", (_ADULT,), -130),
    _Guest("Chen Demo", "en", (_ADULT,), -120, "lacks a paper"),
    _Guest("Yusuf Demo", "tr", (_MOVE,), -100),
    _Guest("Zofia Demo", "pl", (_ADULT,), -90, "misses"),
    _Guest("Priya Demo", "en", (_ADULT, _CHILD), -70),
    _Guest("Lucas Demo", "fr", (_ADULT,), -40),
    _Guest("Layla Demo", "ar", (_ADULT,), -25),
    _Guest("Jonas Demo", "de", (_MOVE,), -20, "is late"),
    _Guest("Mei Demo", "en", (_ADULT,), -10),
    _Guest("Diego Demo", "es", (_MOVE,), 10, "is early"),
    _Guest("Sara Demo", "fr", (_MOVE,), 15),
    _Guest("Emre Demo", "tr", (_MOVE,), 30),
)


def seed_desk(center: Center, *, at: datetime) -> int:
    """Staff for the center, and visits of today where there are none; how many visits."""
    _seat_staff(center)
    _number_counters(center)
    today = local_day(center, at)
    booked = Visit.objects.filter(center=center, date=today, state=Visit.State.BOOKED)
    host = User.objects.filter(email="host@example.org").first()
    if host is None or booked.exists():
        return 0
    _keep_open(center, at)
    visits = [(_book(center, guest, at), guest) for guest in _GUESTS]
    for visit, guest in visits:
        if visit is not None:
            _live(visit, guest, host, at)
    _call_somebody(center, host, at)
    if live_display(center) is None:
        open_display(center=center, at=at, by=host)
    return sum(visit is not None for visit, _guest in visits)


def _seat_staff(center: Center) -> None:
    users = User.objects.in_bulk(list(_STAFF), field_name="email")
    CenterStaff.objects.bulk_create(
        [
            CenterStaff(center=center, user=user, role=_STAFF[email])
            for email, user in users.items()
        ],
        ignore_conflicts=True,
    )


def _number_counters(center: Center) -> None:
    """Where nobody has told the counters apart, they are numbered per agency."""
    officers = Officer.objects.filter(agency__center=center, active=True, counter="")
    for agency in center.agencies.all():
        for number, officer in enumerate(officers.filter(agency=agency), start=1):
            Officer.objects.filter(pk=officer.pk).update(counter=str(number))


def _call_somebody(center: Center, host: User, at: datetime) -> None:
    """The first who waits is called, so that the screen in the waiting room shows something."""
    waiting = Visit.objects.filter(
        center=center, date=local_day(center, at), arrived_at__isnull=False, steps__outcome=""
    )
    visit = waiting.order_by("first_cell").first()
    if visit is not None:
        call(visit=visit, at=at, by=host)


def _keep_open(center: Center, at: datetime) -> None:
    """Let everybody work around now, on this day only, where nobody would."""
    cell = int(at.timestamp()) // 300
    at_work = Shift.objects.filter(
        officer__agency__center=center, first_cell__lte=cell, first_cell__gt=cell - F("cell_count")
    )
    if at_work.exists():
        return
    zone = ZoneInfo(center.time_zone)
    now = at.astimezone(zone)
    midnight = datetime.combine(now.date(), time.min, tzinfo=zone)
    start = max(now - OPENED_BEFORE, midnight)
    end = min(now + OPENED_AFTER, midnight + timedelta(hours=23, minutes=55))
    WeeklyShift.objects.bulk_create(
        [
            WeeklyShift(
                officer=officer,
                weekday=now.weekday(),
                start_time=_on_the_grid(start),
                end_time=_on_the_grid(end),
                valid_from=now.date(),
                valid_until=now.date(),
            )
            for officer in Officer.objects.filter(agency__center=center, active=True)
        ],
        ignore_conflicts=True,
    )
    rosters.roll(at=at, center=center)


def _on_the_grid(moment: datetime) -> time:
    return time(moment.hour, moment.minute // 5 * 5)


def _book(center: Center, guest: _Guest, at: datetime) -> Visit | None:
    """Book what is free next to the wished door, as it was yesterday at noon."""
    zone = ZoneInfo(center.time_zone)
    today = local_day(center, at)
    booked_at = datetime.combine(today - timedelta(1), time(12), tzinfo=zone)
    party, wish = Party(guest.people), at + guest.door * MINUTE
    try:
        near = nearest(center, party, start=wish, at=booked_at, limit=3)
        near = [start for start in near if abs(start.start - wish) <= 30 * MINUTE]
        if not near:
            return None
        closest = min(near, key=lambda start: abs(start.start - wish))
        with transaction.atomic():
            held = booking.hold(
                center=center,
                party=party,
                start=closest.start,
                at=booked_at,
                origin=Visit.Origin.WEB,
                language=guest.language,
            )
            return booking.confirm(
                code=held.code,
                name=guest.name,
                names=[guest.name, *[f"{guest.name} {n}" for n in range(2, len(party.people) + 1)]],
                email=f"{guest.name.split()[0].lower()}.today@example.org",
                language=guest.language,
                at=booked_at,
            ).visit
    except (Refused, Unbookable):
        return None


def _live(visit: Visit, guest: _Guest, host: User, at: datetime) -> None:
    """What has become of the visit by now."""
    if guest.fate == "misses" and visit.starts_at + 15 * MINUTE < at:
        note_missed(visit=visit, at=visit.starts_at + 15 * MINUTE, by=host)
        return
    came_at = visit.starts_at - (25 if guest.fate == "is early" else 3) * MINUTE
    if guest.fate == "is late" or came_at >= at or local_day(visit.center, came_at) != visit.date:
        return
    check_in(visit=visit, at=came_at, by=host)
    over = [
        step
        for step in visit.steps.select_related(
            "visit__center", "visit__municipality", "attendee", "procedure", "officer__user"
        )
        if step.ends_at <= at
    ]
    for number, step in enumerate(over):
        by = step.officer.user or host
        if guest.fate == "lacks a paper" and number == len(over) - 1:
            _come_back(step, by)
        else:
            settle(step=step, outcome=Step.Outcome.DONE, at=step.ends_at, by=by)


def _come_back(step: Step, by: User) -> None:
    free = proposals(step, at=step.ends_at)
    start = free[0].start if free else None
    miss_document(step=step, missing="huurcontract", start=start, at=step.ends_at, by=by)
