"""An organisation edited in the admin: what it offers is told of as changed, and found anew."""

from datetime import UTC, datetime

import pytest

from rotonde.accounts.models import User
from rotonde.organisations.models import Organisation
from services.filters import Filters
from services.models import Service
from tests.factories.services import OrganisationFactory, ServiceFactory
from tests.strict_client import StrictClient

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client) -> StrictClient:
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    return client


@pytest.fixture
def offered() -> Service:
    owner = OrganisationFactory(name="Old Name", slug="owner")
    return ServiceFactory(organisation=owner, changed_at=BEFORE, findable=True)


def change(client: StrictClient, organisation: Organisation, **changes: object) -> None:
    form = {
        "slug": organisation.slug,
        "name": organisation.name,
        "kind": organisation.kind,
        "website": organisation.website,
        "phone": organisation.phone,
        "email": organisation.email,
    }
    path = f"/admin/organisations/organisation/{organisation.pk}/change/"
    response = client.post(path, {key: value for key, value in (form | changes).items() if value})
    assert response.status_code == 302, response.context["adminform"].errors


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "New Name"},
        {"kind": "non-profit"},
        {"website": "https://new.example.org"},
        {"phone": "+32 9 000 00 00"},
        {"email": "new@example.org"},
        {"paid_partner": "on"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_its_services_changed_with_it(editor, offered, changes) -> None:
    other = ServiceFactory(changed_at=BEFORE)
    change(editor, offered.organisation, **changes)
    for each in (offered, other):
        each.refresh_from_db()
    assert offered.changed_at > BEFORE
    assert other.changed_at == BEFORE


def test_whoever_asks_for_what_changed_since_is_told(editor, offered) -> None:
    since = {"updated_since": "2026-06-01T00:00:00Z"}
    assert editor.get("/hsds/services", since).json()["total_items"] == 0
    change(editor, offered.organisation, phone="+32 9 000 00 00")
    assert editor.get("/hsds/services", since).json()["total_items"] == 1


def test_its_services_are_found_by_the_new_name_only(editor, offered) -> None:
    change(editor, offered.organisation, name="Brand New")
    assert list(Service.objects.matching(Filters(q="brand"), reader="en")) == [offered]
    assert not Service.objects.matching(Filters(q="old"), reader="en").exists()


def test_saved_without_a_change_nothing_changed(editor, offered) -> None:
    change(editor, offered.organisation)
    offered.refresh_from_db()
    assert offered.changed_at == BEFORE
