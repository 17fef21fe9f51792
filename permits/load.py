"""A center full of invented bookings for measurements, the same for the same seed.

It is booked on bitmaps in memory and written in bulk, but by the same rules and the same hands as
real bookings, so `check_schedule` finds nothing to say about it.
"""

import random
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from permits.arrangements import Arrangement, arrangements
from permits.availability import Desk, Start, choose_officers, find_starts
from permits.bitmaps import positions, span
from permits.catalogue import read_catalogue
from permits.cells import cells_in
from permits.days import local_day, ticket
from permits.desks import read_desks, read_staff
from permits.models import Agency, Center, CenterDay, Officer, Procedure, Timing, Visit, WeeklyShift
from permits.parties import Party, Person, tasks_of
from permits.rosters import roll
from permits.seating import Seating, place, seat
from permits.timetable import midnight
from rotonde.region.models import Municipality
from services.models import Place

REGISTRATION = "registration"
PERMIT = "residence-permit"
BOTH = (REGISTRATION, PERMIT)
_ALONE = (Person("adult", BOTH),)
# Who comes, and how often out of twenty.
PARTIES = (
    [Party(_ALONE)] * 13
    + [Party(_ALONE * 2)] * 2
    + [Party((*_ALONE * 2, Person("child", (PERMIT,)), Person("child", BOTH)))] * 2
    + [Party((Person("adult", (REGISTRATION,)),))] * 2
    + [Party((Person("adult", (PERMIT,)),))]
)
"""Shares of parties: mostly one person for both desks."""


@dataclass(frozen=True)
class Load:
    """The center that was filled, and how far."""

    center: Center
    officers: int
    visits: int
    steps: int


@transaction.atomic
def make_load(*, officers: int, days: int, visits: int, seed: int, at: datetime) -> Load:
    """Fill a center of its own, `load-<seed>`, with up to `visits` visits over `days` days.

    Half of the officers are municipal, half federal. A calendar that is full takes fewer visits.
    Raises ValueError where this load exists already.
    """
    chance = random.Random(seed)  # noqa: S311  invented bookings need no secrecy
    center = make_center(slug=f"load-{seed}", officers=officers, days=days, chance=chance)
    roll(at=at, center=center)
    seatings = _book(center, days, visits, chance, at)
    _hand_out_tickets(center, [each.visit for each in seatings])
    Visit.objects.bulk_create([each.visit for each in seatings], batch_size=1_000)
    for first in range(0, len(seatings), 1_000):
        seat(seatings[first : first + 1_000])
    steps = sum(len(each.offer.steps) for each in seatings)
    return Load(center, officers, len(seatings), steps)


def make_center(*, slug: str, officers: int, days: int, chance: random.Random) -> Center:
    """An empty center whose officers, half of them municipal, work from Monday to Friday.

    Raises ValueError where there is a center of that name.
    """
    if Center.objects.filter(slug=slug).exists():
        raise ValueError(f"the center {slug} exists already")
    center = _center(slug, days)
    _officers(center, officers, chance)
    return center


def _center(slug: str, days: int) -> Center:
    municipality = Municipality.objects.order_by("nis_code").first() or Municipality.objects.create(
        nis_code="00000", slug=slug, name_nl=slug, postcodes=[], latitude=51.0, longitude=3.7
    )
    spot = Place.objects.create(slug=slug, name=slug, municipality=municipality)
    center = Center.objects.create(
        slug=slug,
        name_en=slug,
        name_nl=slug,
        place=spot,
        municipality=municipality,
        horizon_days=days,
    )
    for kind in ("municipal", "federal"):
        agency = Agency.objects.create(
            slug=f"{slug}-{kind}", center=center, kind=kind, name_en=kind, name_nl=kind
        )
        agency.competences.create(municipality=municipality)
    return center


def _procedures() -> dict[str, Procedure]:
    """The two procedures of the combined visit, made where nobody has loaded them."""
    found = {}
    for slug, kind, minutes, adult, child in (
        (REGISTRATION, "municipal", 25, 10, 5),
        (PERMIT, "federal", 15, 5, 5),
    ):
        procedure, made = Procedure.objects.get_or_create(
            slug=slug,
            defaults={"agency_kind": kind, "official_name": slug, "name_en": slug, "position": 1},
        )
        if made:
            Timing.objects.create(
                procedure=procedure,
                minutes=minutes,
                extra_adult_minutes=adult,
                extra_child_minutes=child,
            )
        found[kind] = procedure
    return found


def _officers(center: Center, count: int, chance: random.Random) -> None:
    procedures = _procedures()
    for number in range(count):
        agency = center.agencies.get(kind="municipal" if number % 2 == 0 else "federal")
        officer = Officer.objects.create(
            slug=f"{center.slug}-{number}",
            agency=agency,
            name=f"Officer {number}",
            languages=["nl"],
        )
        officer.procedures.add(procedures[agency.kind])
        lunch = chance.choice([(12, 0), (12, 15), (12, 30)])
        WeeklyShift.objects.bulk_create(
            WeeklyShift(officer=officer, weekday=day, start_time=start, end_time=end)
            for day in range(5)
            for start, end in ((time(8, 30), time(*lunch)), (time(13, 15), time(17)))
        )


def _book(
    center: Center, days: int, visits: int, chance: random.Random, at: datetime
) -> list[Seating]:
    """Seat random parties at random free times until there are enough, or no room for anybody."""
    reception = cells_in(center.reception_minutes)
    first = local_day(center, at) + timedelta(1)
    calendar = _calendar(center, [first + timedelta(n) for n in range(max(days - 1, 1))], at)
    catalogue = read_catalogue(BOTH)
    booked: list[Seating] = []
    # Per day the parties that may still find room on it.
    wishes = {day: PARTIES for day, (_base, desks) in calendar.items() if any(desks[0].free)}
    while wishes and len(booked) < visits:
        day = chance.choice(list(wishes))
        party = chance.choice(wishes[day])
        durations = catalogue.durations_on(day)
        if durations is None:
            break
        ways = arrangements(tasks_of(party, catalogue.acts, durations), reception=reception)
        base, desks = calendar[day]
        found = [(way, b) for way, bits in find_starts(desks, ways, ~0) for b in positions(bits)]
        if not found:
            wishes[day] = [other for other in wishes[day] if other != party]
            if not wishes[day]:
                del wishes[day]
            continue
        way, bit = chance.choice(found)
        officers = choose_officers(desks, way, bit) or {}
        calendar[day] = base, [_busier(desk, officers, way, bit) for desk in desks]
        offer = Start(base + bit - reception, reception, way)
        visit = _visit(center, day, len(booked), at)
        visit.code = urlsafe_b64encode(chance.randbytes(16)).decode().rstrip("=")
        place(visit, offer)
        booked.append(Seating(visit, party, offer, officers))
    return booked


def _calendar(
    center: Center, days: Sequence[date], at: datetime
) -> dict[date, tuple[int, list[Desk]]]:
    """Per day its first cell and every desk's free time from there on."""
    zone = ZoneInfo(center.time_zone)
    ends = (midnight(days[0], zone), midnight(days[-1] + timedelta(1), zone))
    kinds = ("municipal", "federal")
    staff = read_staff(center.pk, center.municipality_id, kinds)
    desks = read_desks(staff, (days[0], days[-1]), ends, at=at)
    calendar = {}
    for day in days:
        base, end = midnight(day, zone), midnight(day + timedelta(1), zone)
        cut = span(0, end - base)
        calendar[day] = (
            base,
            [
                replace(desk, free=tuple(lane >> (base - ends[0]) & cut for lane in desk.free))
                for desk in desks
            ],
        )
    return calendar


def _busier(desk: Desk, officers: Mapping[str, int], way: Arrangement, bit: int) -> Desk:
    for block in way.blocks:
        if officers[block.agency] == desk.officer:
            taken = span(bit + block.offset, block.cells)
            return replace(desk, free=tuple(lane & ~taken for lane in desk.free))
    return desk


def _hand_out_tickets(center: Center, visits: Sequence[Visit]) -> None:
    given: Counter[date] = Counter()
    for visit in visits:
        given[visit.date] += 1
        visit.ticket = ticket(given[visit.date])
    rows = list(CenterDay.objects.filter(center=center, date__in=given))
    for row in rows:
        row.last_ticket = given[row.date]
    CenterDay.objects.bulk_update(rows, ["last_ticket"])


def _visit(center: Center, day: date, number: int, at: datetime) -> Visit:
    return Visit(
        center=center,
        date=day,
        municipality_id=center.municipality_id,
        state=Visit.State.BOOKED,
        origin=Visit.Origin.STAFF,
        name=f"Visitor {number}",
        email=f"visitor-{number}@example.org",
        language="en",
        created_at=at,
        changed_at=at,
        confirmed_at=at,
    )
