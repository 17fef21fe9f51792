"""A few visits of obviously invented people, so that a demo center looks like one at work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from permits import booking
from permits.availability import Start
from permits.desk.demo import seed_desk
from permits.eligibility.telling import told_from
from permits.free_times import free_starts
from permits.models import Center, Officer, Visit
from permits.parties import Party, Person, Unbookable
from permits.readiness.demo import seed_office
from permits.refusals import Refused
from permits.waiting.demo import seed_waiting
from rotonde.accounts.models import User

COMBINED = ("registration", "residence-permit")

# Whose account an officer of the demo signs in with.
_OFFICERS = {"officer.city@example.org": "gent-city", "officer.federal@example.org": "gent-federal"}


@dataclass(frozen=True)
class _Guest:
    name: str
    language: str
    people: tuple[Person, ...]
    # What they answered in the wizard before; empty: they did not ask it.
    told: str = ""


_WORK = "1~topic.arrive~group.non-eu~basis.work~employer.belgium~hand.visa"
_FAMILY = "1~topic.arrive~group.non-eu~basis.family~whom.other~hand.visa"
_ADULT, _CHILD = Person("adult", COMBINED), Person("child", COMBINED)
_GUESTS = (
    _Guest("Maria Demo", "es", (_ADULT,)),
    _Guest("Kofi Demo", "en", (_ADULT,), _WORK),
    _Guest("Ayşe Demo", "tr", (_ADULT, _ADULT, _CHILD)),
    _Guest("Li Demo", "en", (_ADULT,)),
    _Guest("Omar Demo", "ar", (_ADULT, _CHILD), _FAMILY),
    _Guest("Piotr Demo", "pl", (Person("adult", ("change-of-address",)),)),
)


def seed_visits(*, at: datetime) -> int:
    """Book a visit for each demo guest in the days to come, and one for the newcomer's account.

    Does nothing where a visit is booked already, but for today at the desk (permits.desk.demo).
    Returns how many were booked.
    """
    center = Center.objects.get(slug="gent")
    _link_officers()
    booked_before = Visit.objects.exists()
    seed_desk(center, at=at)
    if booked_before:
        return 0
    newcomer = User.objects.filter(email="newcomer@example.org").first()
    booked = [_book(center, guest, day, at=at) for day, guest in enumerate(_GUESTS, start=1)]
    booked.append(
        _book(center, _Guest("Newcomer Demo", "en", (_ADULT,), _WORK), 4, at=at, account=newcomer)
    )
    seed_waiting(at=at)
    seed_office(center, at=at)
    return sum(booked)


def _link_officers() -> None:
    for email, agency in _OFFICERS.items():
        officer = Officer.objects.filter(agency__slug=agency, user=None).order_by("slug").first()
        user = User.objects.filter(email=email, officer=None).first()
        if officer and user:
            officer.user = user
            officer.save(update_fields=["user"])


def _book(
    center: Center, guest: _Guest, days_ahead: int, *, at: datetime, account: User | None = None
) -> bool:
    party = Party(guest.people)
    told = told_from(guest.told, on=at.date())
    first_day = (at.astimezone(ZoneInfo(center.time_zone)) + timedelta(days=days_ahead)).date()
    try:
        free = free_starts(center, party, first_day=first_day, days=7, at=at)
        start = _mid_morning(free.starts)
        if start is None:
            return False
        visit = booking.hold(
            center=center,
            party=party,
            start=start.start,
            at=at,
            origin=Visit.Origin.STAFF,
            language=guest.language,
            account=account,
            rule_set=told.rule_set if told else None,
            answers=told.answers if told else None,
        )
        first_name = guest.name.split()[0].lower()
        booking.confirm(
            code=visit.code,
            name=guest.name,
            email=account.email if account else f"{_ascii(first_name)}@example.org",
            language=guest.language,
            names=[guest.name]
            + [f"{guest.name} {number}" for number in range(2, len(guest.people) + 1)],
            at=at,
            account=account,
        )
    except (Refused, Unbookable):
        return False
    return True


def _mid_morning(starts: list[Start]) -> Start | None:
    """Not the very first time of the first day: a demo day with a gap before it looks alive."""
    return starts[min(6, len(starts) - 1)] if starts else None


def _ascii(name: str) -> str:
    return name.encode("ascii", "ignore").decode() or "guest"
