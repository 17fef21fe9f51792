"""Events and their dates: `EventFactory` and `OccurrenceFactory` are plain, published, on site."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from events.catalogue import public_id_for
from events.models import Event, Occurrence, Registration
from events.registration import register
from tests.factories.services import OrganisationFactory, PlaceFactory

# A Monday morning in winter: no holiday, no change of the clock.
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"event-{n}")
    public_id = factory.LazyAttribute(lambda made: public_id_for(made.slug))
    organisation = factory.SubFactory(OrganisationFactory)
    place = factory.SubFactory(PlaceFactory)
    kind = "city-walk"
    state = "published"
    name_en = factory.LazyAttribute(lambda made: f"Walk {made.slug}")
    name_nl = factory.LazyAttribute(lambda made: f"Wandeling {made.slug}")
    summary_en = "On foot through the city."
    summary_nl = "Te voet door de stad."
    spoken_languages = ["en"]
    capacity = 10
    changed_at = NOW

    @factory.post_generation
    def themes(self, create: bool, extracted: object, **kwargs: object) -> None:
        if extracted:
            self.themes.set(extracted)


class OccurrenceFactory(DjangoModelFactory):
    """A date in a week's time, at 14:00 in Brussels."""

    class Meta:
        model = Occurrence

    event = factory.SubFactory(EventFactory)
    starts_at = NOW + timedelta(days=7, hours=5)
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))
    capacity = 10
    changed_at = NOW


def comes(occurrence: Occurrence, who: str = "ada", *, at: datetime = NOW, **more) -> Registration:
    """A household that registers: `who`@example.org, one adult unless told otherwise."""
    found = Occurrence.objects.select_related("event").get(pk=occurrence.pk)
    given = {"name": who.title(), "email": f"{who}@example.org", "language": "en", **more}
    return register(occurrence=found, at=at, **given).registration
