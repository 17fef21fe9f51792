"""A small center with both authorities, open for a few days: enough to book a combined visit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from permits.cells import cell_of
from permits.models import (
    Agency,
    Center,
    Competence,
    Document,
    Fee,
    Officer,
    Procedure,
    Requirement,
    Shift,
    Timing,
)
from rotonde.region.models import Municipality
from services.models import Place

COMBINED = "registration,residence-permit"
MORNING = (time(9), time(12))
AFTERNOON = (time(13), time(17))


@dataclass
class World:
    """The center of Ghent, which also acts for Lochristi; Ronse goes to its own town hall."""

    center: Center
    gent: Municipality
    lochristi: Municipality
    ronse: Municipality
    city: Officer
    federal: Officer
    days: list[date]

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """An instant on the day-th working day, in the time of the center."""
        zone = ZoneInfo(self.center.time_zone)
        return datetime.combine(self.days[day], time(hour, minute), tzinfo=zone)

    def need(self, **changes: object) -> dict[str, object]:
        """What a newcomer in Ghent answers; `changes` replace answers."""
        answers: dict[str, object] = {
            "municipality": self.gent.nis_code,
            "need": COMBINED,
            "adults": 1,
            "children": 0,
        }
        return answers | changes


def zone_at_noon(at: datetime) -> str:
    """A time zone in which `at` is about noon, so that a day is far from over at any hour."""
    return f"Etc/GMT{at.astimezone(UTC).hour - 12:+d}"


def open_center(*, at: datetime, days: int = 4, time_zone: str = "Europe/Brussels") -> World:
    """Build the center and let both officers work on the `days` days after `at`."""
    gent, lochristi, ronse = (
        _municipality("44021", "gent", "Gent", ["9000", "9041"], name_en="Ghent"),
        _municipality("44087", "lochristi", "Lochristi", ["9080", "9185"]),
        _municipality("45041", "ronse", "Ronse", ["9600"]),
    )
    _municipality("41081", "zottegem", "Zottegem", ["9620"])
    _municipality("45065", "zwalm", "Zwalm", ["9620"])
    place = Place.objects.create(
        slug="center", name="Center", street_address="Plein 1", postal_code="9000", locality="Gent"
    )
    center = Center.objects.create(
        slug="gent",
        name_en="Center Ghent",
        name_ar="مركز غنت",
        place=place,
        municipality=gent,
        time_zone=time_zone,
    )
    city = _agency(center, "municipal", [gent, lochristi])
    federal = _agency(center, "federal", [gent, lochristi])
    procedures = _procedures(gent)
    zone = ZoneInfo(center.time_zone)
    first = at.astimezone(zone).date()
    open_days = [first + timedelta(n) for n in range(1, days + 1)]
    officers = [
        _officer("An", city, [procedures["registration"], procedures["renewal"]]),
        _officer("Farah", federal, [procedures["residence-permit"]]),
    ]
    for officer in officers:
        for day in open_days:
            for start, end in (MORNING, AFTERNOON):
                _shift(
                    officer, datetime.combine(day, start, zone), datetime.combine(day, end, zone)
                )
    return World(center, gent, lochristi, ronse, officers[0], officers[1], open_days)


def _municipality(
    nis_code: str, slug: str, name: str, postcodes: list[str], **names: str
) -> Municipality:
    return Municipality.objects.create(
        nis_code=nis_code,
        slug=slug,
        name_nl=name,
        postcodes=postcodes,
        latitude=51,
        longitude=3.7,
        **names,
    )


def _agency(center: Center, kind: str, municipalities: list[Municipality]) -> Agency:
    agency = Agency.objects.create(slug=f"gent-{kind}", center=center, kind=kind, name_en=kind)
    Competence.objects.bulk_create(
        Competence(agency=agency, municipality=municipality) for municipality in municipalities
    )
    return agency


def _procedures(gent: Municipality) -> dict[str, Procedure]:
    made = {
        slug: Procedure.objects.create(
            slug=slug,
            agency_kind=kind,
            official_name=official,
            name_en=name,
            summary_en=f"{name}.",
            position=position,
        )
        for position, (slug, kind, official, name, *_minutes) in enumerate(_PROCEDURES, start=1)
    }
    made["residence-permit"].follows.add(made["registration"])
    for slug, *_rest, first, adult, child in _PROCEDURES:
        Timing.objects.create(
            procedure=made[slug],
            minutes=first,
            extra_adult_minutes=adult,
            extra_child_minutes=child,
        )
    passport = Document.objects.create(
        slug="passport", official_name="Paspoort", name_en="Passport"
    )
    lease = Document.objects.create(slug="lease", official_name="Huurcontract", name_en="Lease")
    for procedure in made.values():
        Requirement.objects.create(
            procedure=procedure, document=passport, form="original", note_en="Valid."
        )
    Requirement.objects.create(
        procedure=made["registration"], document=lease, form="copy", audience="adult", position=2
    )
    Fee.objects.create(
        slug="card",
        procedure=made["residence-permit"],
        municipality=gent,
        name_en="Residence card",
        amount=Decimal("30.00"),
    )
    Fee.objects.create(
        slug="contribution", procedure=made["residence-permit"], name_en="Federal contribution"
    )
    return made


_PROCEDURES = (
    ("registration", "municipal", "Inschrijving", "Registration", 25, 10, 5),
    ("residence-permit", "federal", "Verblijfsvergunning", "Residence permit", 15, 5, 5),
    ("renewal", "municipal", "Verlenging", "Renewal", 20, 10, 5),
)


def _officer(name: str, agency: Agency, procedures: list[Procedure]) -> Officer:
    officer = Officer.objects.create(
        slug=name.lower(), agency=agency, name=name, languages=["nl", "en"]
    )
    officer.procedures.set(procedures)
    return officer


def _shift(officer: Officer, start: datetime, end: datetime) -> None:
    first = cell_of(start)
    Shift.objects.create(
        officer=officer,
        date=start.date(),
        first_cell=first,
        cell_count=cell_of(end) - first,
    )
