"""Each page for organisers is there for who runs the event, and for nobody else."""

import pytest
from django.urls import reverse

from events.models import Event, Occurrence
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import a_member
from tests.factories.events import comes
from tests.strict_client import StrictClient

PAGES = {
    "organiser": "organiser",
    "new": "organiser",
    "event": "event",
    "edit": "event",
    "rhythm": "event",
    "add-date": "event",
    "cancel": "event",
    "guests": "date",
    "change-date": "date",
    "cancel-date": "date",
}
READ_ONLY = {"organiser", "event", "guests"}


@pytest.fixture
def url_of(event, organiser, occurrence):
    keys = {"organiser": organiser.slug, "event": event.public_id, "date": occurrence.pk}

    def url(name: str) -> str:
        return reverse(f"events:organising:{name}", args=[keys[PAGES.get(name, "event")]])

    return url


@pytest.mark.parametrize("name", PAGES)
def test_outsiders(url_of, closed_to, occurrence, name) -> None:
    comes(occurrence)
    before = list(Occurrence.objects.values()), list(Event.objects.values())
    closed_to(url_of(name), "get", *([] if name in READ_ONLY else ["post"]))
    assert (list(Occurrence.objects.values()), list(Event.objects.values())) == before


def test_outsiders_publish_nothing(url_of, closed_to, event) -> None:
    Event.objects.update(state="draft")
    closed_to(url_of("publish"), "post")
    assert Event.objects.get().state == "draft"


def test_who_runs_no_event_has_no_landing(client, db) -> None:
    url = reverse("events:organising:landing")
    assert client.get(url).status_code == 302
    assert browser_of(an_account("newcomer@x.example")).get(url).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["browser", "editor"])
def test_who_runs_it(url_of, request, name, who) -> None:
    response = request.getfixturevalue(who).get(url_of(name))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_in_arabic(url_of, browser, name) -> None:
    assert browser.get("/ar" + url_of(name)[3:]).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "publish"])
def test_wrong_methods(url_of, browser, name) -> None:
    assert browser.delete(url_of(name)).status_code == 405
    if name in READ_ONLY:
        assert browser.post(url_of(name)).status_code == 405


def test_publishing_is_no_link(url_of, browser) -> None:
    assert browser.get(url_of("publish")).status_code == 405


@pytest.mark.parametrize("name", ["guests", "change-date", "cancel-date"])
def test_a_date_that_never_was(browser, name) -> None:
    path = reverse(f"events:organising:{name}", args=[10**30])
    assert browser.get(path).status_code == 404


def test_a_forged_post_is_refused(url_of, organiser) -> None:
    client = StrictClient(enforce_csrf_checks=True)
    client.force_login(a_member(organiser, "me@club.example", role="organiser"))
    assert client.post(url_of("cancel")).status_code == 403
