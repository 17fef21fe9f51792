import factory
from factory.django import DjangoModelFactory

from rotonde.organisations.models import Organisation
from services.catalogue import index_services, public_id_for
from services.models import Channel, Place, Service, Theme
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

    service = factory.SubFactory(ServiceFactory)
    place = None
    kind = factory.LazyAttribute(lambda made: "desk" if made.place else "phone")
    spoken_languages = factory.LazyFunction(lambda: ["nl"])


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
