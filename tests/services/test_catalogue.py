from datetime import UTC, datetime

import pytest

from rotonde.common.languages import CODES
from services.catalogue import NewChannel, SlugFrozen, index_services, public_id_for, save_service
from services.filters import Filters
from services.models import Channel, Service, SpokenLanguage
from tests.factories.services import OrganisationFactory, ServiceFactory, ThemeFactory

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    matching = Service.objects.matching(Filters(q=words), reader="en")
    return [service.slug for service in matching]


def test_a_saved_service_is_found_at_once_with_themes_and_channels() -> None:
    theme = ThemeFactory(name_en="Telecom")
    service = save_service(
        at=AT,
        service=Service(slug="sim-cards", organisation=OrganisationFactory(), name_en="SIM cards"),
        themes=[theme],
        channels=[
            NewChannel(Channel(kind="phone"), spoken=[SpokenLanguage(language="ti")]),
            NewChannel(Channel(kind="online")),
        ],
    )
    assert service.public_id == public_id_for("sim-cards")
    assert service.changed_at == AT
    assert [channel.position for channel in service.channels.all()] == [1, 2]
    assert found("sim") == found("telecom") == found("tigrinya") == ["sim-cards"]


def test_a_changed_name_is_found_by_the_new_words_only() -> None:
    service = ServiceFactory(name_en="Old words", findable=True)
    service.name_en = "Fresh words"
    save_service(service=service, at=AT)
    assert found("old") == []
    assert found("fresh") == [service.slug]


def test_a_hidden_service_leaves_the_search() -> None:
    service = ServiceFactory(name_en="Bicycles", findable=True)
    service.state = Service.State.HIDDEN
    save_service(service=service, at=AT)
    assert found("bicycles") == []
    service.state = Service.State.PUBLISHED
    save_service(service=service, at=AT)
    assert found("bicycles") == [service.slug]


def test_the_address_of_a_published_service_stays() -> None:
    service = ServiceFactory(slug="first")
    service.slug = "second"
    with pytest.raises(SlugFrozen):
        save_service(service=service, at=AT)
    service.refresh_from_db()
    assert service.slug == "first"


def test_a_hidden_one_may_still_move() -> None:
    service = ServiceFactory(slug="first", state="hidden")
    service.slug = "second"
    save_service(service=service, at=AT)
    service.refresh_from_db()
    assert service.slug == "second"


def test_indexing_all_counts_one_entry_a_language() -> None:
    ServiceFactory()
    # Every language has at least the proper name of the organisation and the spoken languages.
    assert index_services() == len(CODES)
