"""An organiser with an event and a date, and everybody to whom its pages are not there."""

from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override

from events.models import Event, Occurrence
from rotonde.accounts.roles import Role
from rotonde.organisations.models import Organisation
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import a_member
from tests.factories.services import OrganisationFactory
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Addresses are reversed in English, whatever page was read before."""
    with override("en"):
        yield


@pytest.fixture
def event(occurrence: Occurrence) -> Event:
    return Event.objects.get(pk=occurrence.event_id)


@pytest.fixture
def organiser(event: Event) -> Organisation:
    return event.organisation


@pytest.fixture
def browser(organiser: Organisation) -> StrictClient:
    """Somebody of the organiser, signed in."""
    return browser_of(a_member(organiser, "fun@club.example", role="organiser"))


@pytest.fixture
def editor(db: None) -> StrictClient:
    return browser_of(an_account("editor@x.example", Role.EDITOR))


@pytest.fixture
def closed_to(organiser: Organisation, browser, editor) -> Callable[..., None]:
    """Asserts that a page leads strangers to sign in, and is not there for other outsiders."""
    other = OrganisationFactory(slug="rival")
    outsiders = {
        "newcomer": an_account("newcomer@x.example", Role.NEWCOMER),
        "manager": an_account("manager@x.example", Role.MANAGER),
        "another organiser": a_member(other, "fun@rival.example", role="organiser"),
        "employer of the same": a_member(organiser, "hr@club.example", role="employer"),
        "gone": a_member(
            organiser, "gone@club.example", role="organiser", valid_until="2027-02-28"
        ),
    }

    def check(url: str, *methods: str) -> None:
        for method in methods:
            answer = getattr(StrictClient(), method)(url)
            assert answer.status_code == 302
            assert "/accounts/login/" in answer["Location"]
            for who, user in outsiders.items():
                assert getattr(browser_of(user), method)(url).status_code == 404, (who, method)

    return check
