"""A few hires of the demo employer, obviously nobody, each at another point of the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from permits.free_times import free_starts
from permits.models import Center
from permits.parties import Party, Person, Unbookable
from permits.presentation.needs import offered
from permits.refusals import Refused
from rotonde.accounts.models import User
from rotonde.employers import bookings, hiring
from rotonde.employers.models import Hire, Shares
from rotonde.organisations.models import Organisation


@dataclass(frozen=True)
class _Newcomer:
    """Somebody hired; `shares` is their answer, None for who has not answered."""

    name: str
    email: str
    language: str
    starts_in: int
    nationality_group: str
    shares: Shares | None = None
    adults: int = 1
    children: int = 0
    through_agency: bool = False
    booked: bool = False


_HIRES = (
    _Newcomer("Ana Demo", "ana@example.org", "es", 20, "eea", Shares.DATE, 2, 1, booked=True),
    _Newcomer("Newcomer Demo", "newcomer@example.org", "en", 14, "other", Shares.STATE),
    _Newcomer("Yusuf Demo", "yusuf@example.org", "tr", 30, "other", Shares.NOTHING),
    _Newcomer("Layla Demo", "layla@example.org", "ar", 45, "other", through_agency=True),
    _Newcomer("Jan Demo", "jan@example.org", "pl", 9, "eea"),
)


def seed_hires(*, at: datetime) -> int:
    """Register the demo hires for the demo employer, once; how many there are new.

    Does nothing where somebody is hired already, or where the demo's people are missing.
    """
    employer = Organisation.objects.filter(slug="demo-employer").first()
    people = User.objects.in_bulk(["hr@example.org", "agent@example.org"], field_name="email")
    if employer is None or len(people) < 2 or Hire.objects.exists():
        return 0
    agency = Organisation.objects.filter(slug="demo-relocation").first()
    for each in _HIRES:
        hire = hiring.register(
            employer=employer,
            agency=agency if each.through_agency else None,
            registered_by=people["agent@example.org" if each.through_agency else "hr@example.org"],
            name=each.name,
            email=each.email,
            language=each.language,
            starts_on=(at + timedelta(each.starts_in)).date(),
            nationality_group=each.nationality_group,
            adults=each.adults,
            children=each.children,
            at=at,
        ).hire
        if each.shares is not None:
            account = User.objects.filter(email=each.email).first()
            hire = hiring.accept(hire=hire, shares=each.shares, account=account, at=at)
        if each.booked:
            _book(hire, at=at)
    return len(_HIRES)


def _book(hire: Hire, *, at: datetime) -> bool:
    """The first time of the day after next at which the family fits; whether there was one."""
    center = Center.objects.select_related("municipality").filter(slug="gent").first()
    needs = offered()
    if center is None or not needs:
        return False
    codes = tuple(procedure.slug for procedure in needs[0].procedures)
    kinds = ["adult"] * hire.adults + ["child"] * hire.children
    party = Party(tuple(Person(kind, codes) for kind in kinds))
    first_day = at.astimezone(ZoneInfo(center.time_zone)).date() + timedelta(days=2)
    try:
        starts = free_starts(center, party, first_day=first_day, days=7, at=at).starts
        if not starts:
            return False
        bookings.hold_visit(
            hire=hire,
            center=center,
            party=party,
            municipality=center.municipality,
            start=starts[0].start,
            at=at,
        )
        names = [hire.name, *(f"{hire.name} {n}" for n in range(2, len(kinds) + 1))]
        bookings.book_visit(hire=hire, names=names, at=at)
    except (Refused, Unbookable):
        return False
    return True
