"""Who gets to see which page of the desk: one table for all of them."""

import pytest
from django.urls import reverse

from permits.desk.inquiries import take_down
from permits.models import CenterStaff, Visit
from tests.permits.desk.conftest import steps_of

PAGES = ["board", "lanes", "print", "book", "walk-in", "questions"]
CLICKS = [
    "arrived",
    "missed",
    "done",
    "undo",
    "call",
    "catch-up",
    "note",
    "interpreter",
    "hand-over",
    "question-settled",
]
MANAGERS_CLICKS = ["screen", "screen-revoke"]


@pytest.fixture
def address(desk):
    """The address of a page, or of a click on the one visit of the day."""
    visit = desk.book()
    step = steps_of(visit)[0]

    def of(name: str) -> str:
        if name in [*PAGES, "reception", *MANAGERS_CLICKS]:
            return reverse(f"desk:{name}")
        if name == "done":
            return reverse("desk:settled", args=[step.pk, "done"])
        if name == "question-settled":
            asked = take_down(
                center=visit.center,
                question="Where is the bus?",
                language="en",
                about=None,
                outcome="open",
                at=visit.starts_at,
                by=desk.host,
            )
            return reverse(f"desk:{name}", args=[asked.pk])
        key = {"missing": step.pk, "hand-over": step.pk, "undo": 0}.get(name, visit.pk)
        return reverse(f"desk:{name}", args=[key])

    return of


@pytest.mark.parametrize("name", [*PAGES, "missing", "closing"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 200), ("host", 200), ("manager", 200)],
)
def test_pages(desk, address, name, who, status) -> None:
    response = desk.browser(who).get(address(name))
    assert response.status_code == status
    if status == 302:
        assert response["Location"].startswith(reverse("account_login"))
    elif status == 200:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", CLICKS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 302), ("host", 302), ("manager", 302)],
)
def test_clicks(desk, address, name, who, status) -> None:
    response = desk.browser(who).post(address(name), {"outcome": "answered"})
    assert response.status_code == status
    if status == 302:
        home = "account_login" if who == "anonymous" else "desk:board"
        if name == "question-settled" and who != "anonymous":
            home = "desk:questions"
        assert response["Location"].startswith(reverse(home))


@pytest.mark.parametrize(
    "name", ["missing", "closing", "scan", *(name for name in CLICKS if name != "undo")]
)
def test_the_staff_of_another_center_finds_nothing(desk, address, name) -> None:
    browser = desk.browser("elsewhere")
    read = name in ("missing", "closing", "scan")
    response = browser.get(address(name)) if read else browser.post(address(name))
    assert response.status_code == 404
    visit = Visit.objects.get()
    assert (visit.arrived_at, visit.missed_at) == (None, None)


@pytest.mark.parametrize("name", PAGES)
def test_another_center_is_not_there(desk, address, name) -> None:
    browser = desk.browser("elsewhere")
    assert browser.get(address(name)).status_code == 200
    path = f"{address(name)}?center={desk.world.center.slug}"
    assert browser.get(path).status_code == 404


def test_a_visit_of_another_center_does_not_open(desk, address) -> None:
    visit = Visit.objects.get()
    path = f"{reverse('desk:board')}?visit={visit.pk}"
    assert desk.browser("elsewhere").get(path).status_code == 404


def test_who_left_the_center_is_a_stranger(desk, address) -> None:
    CenterStaff.objects.filter(user=desk.host).delete()
    assert desk.browser("host").get(address("board")).status_code == 404


def test_an_administrator_works_everywhere(desk, address) -> None:
    desk.newcomer.is_superuser = True
    desk.newcomer.save()
    path = f"{address('board')}?center={desk.world.center.slug}"
    assert desk.browser("newcomer").get(path).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read(desk, address, name) -> None:
    browser = desk.browser("host")
    refused = browser.delete(address(name))
    assert refused.status_code == 405


@pytest.mark.parametrize("name", CLICKS)
def test_a_link_that_is_followed_notes_nothing(desk, address, name) -> None:
    assert desk.browser("host").get(address(name)).status_code == 405
    assert not Visit.objects.get().entries.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 404), ("host", 404), ("manager", 200)],
)
def test_reception_is_kept_by_its_manager(desk, address, who, status) -> None:
    assert desk.browser(who).get(address("reception")).status_code == status


@pytest.mark.parametrize("name", MANAGERS_CLICKS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 404), ("host", 404), ("manager", 302)],
)
def test_the_screen_is_opened_and_taken_away_by_the_manager(
    desk, address, name, who, status
) -> None:
    assert desk.browser(who).post(address(name)).status_code == status
    assert desk.browser("manager").get(address(name)).status_code == 405


def test_another_centers_reception_is_not_there(desk, address) -> None:
    browser = desk.browser("elsewhere")
    query = f"?center={desk.world.center.slug}"
    assert browser.get(address("reception") + query).status_code == 404
    assert browser.post(address("screen") + query).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("newcomer", 404), ("officer", 302), ("host", 302)]
)
def test_the_qr_code_leads_staff_to_the_visit_and_nobody_else(desk, address, who, status) -> None:
    response = desk.browser(who).get(address("scan"))
    assert response.status_code == status
    if status == 302:
        leads_to_board = response["Location"].startswith(reverse("desk:board"))
        assert leads_to_board == (who != "anonymous")
    assert Visit.objects.get().arrived_at is None
