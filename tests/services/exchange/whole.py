"""A service that has something in every field, and one that has almost nothing."""

from datetime import date, time

from services.models import OpeningHours, Schedule, Service, SpokenLanguage
from tests.factories.region import MunicipalityFactory
from tests.factories.services import OrganisationFactory, PlaceFactory, ServiceFactory, ThemeFactory


def whole_service() -> Service:
    """Two channels; hours past midnight, a season, an exception; languages by time and level."""
    town = MunicipalityFactory(nis_code="44021")
    place = PlaceFactory(
        slug="zuid",
        name="De Zuid",
        municipality=town,
        coordinates_approximate=True,
        wheelchair="limited",
        facilities=["lift", "step-free"],
        source="a visit",
        checked_on=date(2026, 11, 2),
        verified=True,
    )
    service = ServiceFactory(
        slug="help",
        organisation=OrganisationFactory(
            slug="helpers",
            name="Helpers",
            kind="non-profit",
            phone="+32 9 000 00 01",
            email="all@example.org",
            website="https://example.org/",
            paid_partner=True,
        ),
        themes=[ThemeFactory(slug="housing"), ThemeFactory(slug="permits")],
        channels=[
            {"place": place, "spoken_languages": ["nl"], "entry": "walk-in"},
            {"phone": "+32 9 000 00 00", "spoken_languages": []},
        ],
        name_en='Help, and "=more"',
        name_nl="Hulp",
        name_ar="مساعدة",
        description_en="=HYPERLINK(1)\nTwo lines.",
        description_nl="Twee regels.",
        keywords_fr="aide",
        fees_en="A coffee",
        documents_en="Your card",
        audience_en="Everybody",
        cost="depends",
        phone="+32 9 000 00 02",
        email="help@example.org",
        website="https://example.org/help",
        source="@somebody",
        checked_on=date(2026, 11, 1),
        verified=True,
    )
    desk = service.channels.get(position=1)
    _open(desk, "usual", [(1, time(9), time(12), False), (1, time(13), time(17), False)])
    _open(desk, "night", [(5, time(22), time(2), True)], priority=10, holidays="open")
    Schedule.objects.filter(slug="night").update(
        season_from="07-01", season_until="08-31", source="the door", checked_on=date(2026, 11, 3)
    )
    Schedule.objects.filter(slug="usual").update(
        source="https://example.org/hours", checked_on=date(2026, 11, 4), verified=True
    )
    closed = Schedule.objects.create(channel=desk, slug="closed", priority=20)
    Schedule.objects.filter(pk=closed.pk).update(
        valid_from=date(2026, 12, 24), valid_until=date(2026, 12, 26)
    )
    SpokenLanguage.objects.create(channel=desk, language="en", level="good")
    SpokenLanguage.objects.create(
        channel=desk,
        language="ar",
        level="fluent",
        weekday=2,
        starts_at=time(14),
        ends_at=time(16),
    )
    return service


def _open(channel, slug: str, hours, **changes) -> None:
    schedule = Schedule.objects.create(channel=channel, slug=slug, **changes)
    OpeningHours.objects.bulk_create(
        OpeningHours(
            schedule=schedule, weekday=day, opens_at=opens, closes_at=closes, closes_next_day=later
        )
        for day, opens, closes, later in hours
    )


def bare_service() -> Service:
    """In Dutch only, without a place, a contact or a theme."""
    return ServiceFactory(slug="kaal", name_en="", summary_en="", name_nl="Kaal", channels=[{}])
