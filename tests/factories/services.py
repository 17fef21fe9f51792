from datetime import time

import factory
from factory.django import DjangoModelFactory

from rotonde.organisations.models import Organisation
from services.catalogue import index_services, public_id_for
from services.models import (
    Channel,
    OpeningHours,
    Place,
    Schedule,
    Service,
    SpokenLanguage,
    Theme,
)
from tests.factories.region import MunicipalityFactory


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    slug = factory.Sequence(lambda n: f"place-{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
    street_address = "Woodrow Wilsonplein 1"
    postal_code = "9000"
    locality = "Gent"
    municipality = factory.SubFactory(MunicipalityFactory)
    latitude = 51.048
    longitude = 3.732


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"theme-{n}")
    position = factory.Sequence(lambda n: n)
    icon = "home"
    name_en = factory.LazyAttribute(lambda made: f"Theme {made.slug}")
    name_nl = factory.LazyAttribute(lambda made: f"Thema {made.slug}")
    summary_en = "What it is about."


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = "public"


class ServiceFactory(DjangoModelFactory):
    """A published service; `themes` are linked, `channels` is a list of keywords for channels."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"service-{n}")
    public_id = factory.LazyAttribute(lambda made: public_id_for(made.slug))
    organisation = factory.SubFactory(OrganisationFactory)
    name_en = factory.LazyAttribute(lambda made: f"Help {made.slug}")
    name_nl = factory.LazyAttribute(lambda made: f"Hulp {made.slug}")
    summary_en = "Helps newcomers."

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if extracted:
            self.themes.set(extracted)

    @factory.post_generation
    def channels(self, create, extracted, **kwargs):
        for position, channel in enumerate(extracted or [], start=1):
            ChannelFactory(service=self, position=position, **channel)

    @factory.post_generation
    def findable(self, create, extracted, **kwargs):
        if extracted:
            index_services([self])


class ChannelFactory(DjangoModelFactory):
    """A desk where a place is given, else a phone line."""

    class Meta:
        model = Channel
        skip_postgeneration_save = True

    service = factory.SubFactory(ServiceFactory)
    place = None
    kind = factory.LazyAttribute(lambda made: "desk" if made.place else "phone")

    @factory.post_generation
    def spoken_languages(self, create, extracted, **kwargs):
        """Codes of languages spoken whenever it is open; Dutch unless told otherwise."""
        for language in ["nl"] if extracted is None else extracted:
            SpokenLanguage.objects.create(channel=self, language=language)

    @factory.post_generation
    def hours(self, create, extracted, **kwargs):
        """`{"slug": [(weekday, "09:00", "17:00"), …]}` or a list of those: the usual hours."""
        plans = {"usual": extracted} if isinstance(extracted, list) else extracted or {}
        for slug, week in plans.items():
            ScheduleFactory(channel=self, slug=slug, week=week)


class ScheduleFactory(DjangoModelFactory):
    """`week` is a list of (weekday, opens, closes); a closing not after its opening is next day."""

    class Meta:
        model = Schedule
        skip_postgeneration_save = True

    channel = factory.SubFactory(ChannelFactory)
    slug = factory.Sequence(lambda n: f"schedule-{n}")

    @factory.post_generation
    def week(self, create, extracted, **kwargs):
        for weekday, opens, closes in extracted or []:
            opens_at, closes_at = time.fromisoformat(opens), time.fromisoformat(closes)
            OpeningHours.objects.create(
                schedule=self,
                weekday=weekday,
                opens_at=opens_at,
                closes_at=closes_at,
                closes_next_day=closes_at <= opens_at,
            )


def desk(
    service_slug: str, *, latitude: float = 51.05, longitude: float = 3.72, **changes
) -> Service:
    """A service with one desk at a point of its own."""
    spoken = changes.pop("spoken", ["nl"])
    town = {"municipality": changes.pop("municipality")} if "municipality" in changes else {}
    place = PlaceFactory(latitude=latitude, longitude=longitude, **town)
    return ServiceFactory(
        slug=service_slug, channels=[{"place": place, "spoken_languages": spoken}], **changes
    )
