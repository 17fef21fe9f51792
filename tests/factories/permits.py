"""Centers with officers at work: `a_center()` is the usual one, the factories build the others."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from permits.cells import cell_of
from permits.models import (
    Agency,
    Center,
    Competence,
    Officer,
    Procedure,
    Shift,
    Timing,
    Visit,
    WeeklyShift,
)
from permits.parties import Party, Person
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory

# A Monday morning in winter and the Tuesday after it: no holiday, no change of the clock.
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
DAY = date(2027, 3, 2)
BRUSSELS = ZoneInfo("Europe/Brussels")

COMBINED = Party((Person("adult", ("registration", "residence-permit")),))


class CenterFactory(DjangoModelFactory):
    class Meta:
        model = Center

    slug = factory.Sequence(lambda n: f"center-{n}")
    name_en = factory.Sequence(lambda n: f"Center {n}")
    name_nl = factory.Sequence(lambda n: f"Centrum {n}")
    place = factory.SubFactory(PlaceFactory)
    municipality = factory.SubFactory(MunicipalityFactory)


class AgencyFactory(DjangoModelFactory):
    """An agency that may act for the city its center stands in."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"agency-{n}")
    center = factory.SubFactory(CenterFactory)
    kind = "municipal"
    name_en = factory.LazyAttribute(lambda made: made.slug)
    name_nl = factory.LazyAttribute(lambda made: made.slug)

    @factory.post_generation
    def competence(self, create: bool, extracted: object, **kwargs: object) -> None:
        Competence.objects.create(agency=self, municipality=self.center.municipality)


class ProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"procedure-{n}")
    agency_kind = "municipal"
    official_name = factory.LazyAttribute(lambda made: made.slug)
    name_en = factory.LazyAttribute(lambda made: made.slug)
    position = factory.Sequence(int)


class TimingFactory(DjangoModelFactory):
    class Meta:
        model = Timing

    procedure = factory.SubFactory(ProcedureFactory)
    minutes = 25
    extra_adult_minutes = 10
    extra_child_minutes = 5


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"officer-{n}")
    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Officer {n}")
    languages = ["nl", "en"]

    @factory.post_generation
    def skills(self, create: bool, extracted: list[Procedure] | None, **kwargs: object) -> None:
        self.procedures.set(extracted or [])


class WeeklyShiftFactory(DjangoModelFactory):
    class Meta:
        model = WeeklyShift

    officer = factory.SubFactory(OfficerFactory)
    weekday = 0
    start_time = time(9)
    end_time = time(12)


def at_local(clock: str, day: date = DAY) -> datetime:
    """The instant of a local time such as "09:30" in Brussels."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=BRUSSELS)


def shift(officer: Officer, start: str, end: str, day: date = DAY) -> Shift:
    """A shift of `officer` from one local time to another."""
    first, last = cell_of(at_local(start, day)), cell_of(at_local(end, day))
    return Shift.objects.create(
        officer=officer, date=day, first_cell=first, cell_count=last - first
    )


@dataclass
class World:
    """A center where `city` and `federal` officers work from nine to twelve and one to four."""

    center: Center
    registration: Procedure
    permit: Procedure
    city: list[Officer]
    federal: list[Officer]

    @property
    def officers(self) -> list[Officer]:
        return [*self.city, *self.federal]


def a_center(city: int = 1, federal: int = 1, days: int = 2, first_day: date = DAY) -> World:
    """The usual center: registration 25 minutes, then residence permit 15."""
    center = CenterFactory()
    registration = ProcedureFactory(slug="registration", agency_kind="municipal", position=1)
    permit = ProcedureFactory(slug="residence-permit", agency_kind="federal", position=2)
    permit.follows.add(registration)
    if not registration.timings.exists():
        TimingFactory(procedure=registration)
        TimingFactory(procedure=permit, minutes=15, extra_adult_minutes=5, extra_child_minutes=5)
    desk = AgencyFactory(center=center, kind="municipal")
    liaison = AgencyFactory(center=center, kind="federal")
    world = World(
        center,
        registration,
        permit,
        [OfficerFactory(agency=desk, skills=[registration]) for _ in range(city)],
        [OfficerFactory(agency=liaison, skills=[permit]) for _ in range(federal)],
    )
    for officer in world.officers:
        for number in range(days):
            day = first_day + timedelta(number)
            shift(officer, "09:00", "12:00", day)
            shift(officer, "13:00", "16:00", day)
    return world


def without_embargo(world: World) -> World:
    """Time that is freed here is everybody's at once."""
    Center.objects.filter(pk=world.center.pk).update(embargo_hours=20_000)
    world.center.refresh_from_db()
    return world


WEB = {"origin": Visit.Origin.WEB, "language": "en"}
