"""A portal with one of everything the four journeys need, and a mailbox for its codes."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from events.models import Event
from rotonde.accounts.models import User
from services.models import Service
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.centers import World, open_center
from tests.factories.employers import a_member
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.services import OrganisationFactory, ServiceFactory, ThemeFactory, desk


@dataclass
class Portal:
    url: str
    world: World
    flat: Service
    walk: Event
    newcomer: User
    hr: User


def open_portal(url: str) -> Portal:
    """Two subjects with services, two events with dates, a center, and two accounts."""
    now = timezone.now()
    world = open_center(at=now)
    housing = ThemeFactory(slug="housing", name_en="Housing")
    flat = desk("flat", name_en="Find a flat", themes=[housing], findable=True)
    ServiceFactory(name_en="Bicycle repair", channels=[{}], findable=True)
    organiser = OrganisationFactory(name="Community house")
    walk = EventFactory(name_en="City walk", kind="city-walk", organisation=organiser)
    taster = EventFactory(name_en="Dutch taster", kind="dutch-taster", organisation=organiser)
    for event, days in ((walk, 9), (taster, 5)):
        OccurrenceFactory(event=event, starts_at=now + timedelta(days), capacity=4)
    hr = a_member(OrganisationFactory(slug="acme", name="Acme"), "hr@acme.example")
    hr.set_password(PASSWORD)
    hr.save(update_fields=["password"])
    return Portal(url, world, flat, walk, an_account("ada@example.org"), hr)
