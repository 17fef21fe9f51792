from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.desk.noting import check_in
from permits.models import Visit
from tests.factories.permits import DAY, at_local

BOARD, LANES = "/en/desk/", "/en/desk/lanes/"


def page(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_day_shows_who_comes_and_in_which_state(desk) -> None:
    visit = desk.book("09:30")
    desk.book("10:00", "Li Wu")
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    shown = page(desk.browser("host").get(BOARD))
    blocks = shown.select(".board a.block--waiting")
    assert [block.select_one(".block__ticket").text for block in blocks] == [visit.ticket]
    assert "Registration" in blocks[0].text or "registration" in blocks[0].text
    assert "Waiting, their turn" in blocks[0].text
    assert len(shown.select(".board a.block--expected")) == 2
    assert "Ada Ng" in shown.select_one("#parties .party--waiting").text
    assert visit.code not in str(shown)


def test_every_block_says_its_state_in_a_word_and_a_shape(desk) -> None:
    desk.book()
    for block in page(desk.browser("officer").get(BOARD)).select("a.block"):
        assert block.select_one(".shape").text.strip()
        assert "Expected" in block.select_one(".visually-hidden").text


def test_a_ticket_typed_at_reception_opens_the_visit(desk) -> None:
    visit = desk.book()
    response = desk.browser("host").get(BOARD, {"q": visit.ticket.lower()})
    assert response.status_code == 302
    opened = page(desk.browser("host").get(response["Location"].split("#")[0]))
    button = opened.select_one("#visit form button[data-next-step]")
    assert button.text.strip() == "Check in"


def test_a_name_that_fits_several_lists_them(desk) -> None:
    desk.book()
    desk.book("10:00", "Adam Wu")
    shown = page(desk.browser("host").get(BOARD, {"q": "ada"}))
    assert len(shown.select(".find .link-list a")) == 2
    nobody = page(desk.browser("host").get(BOARD, {"q": "zebra"}))
    assert "Nobody of this ticket" in nobody.select_one(".find").text


@pytest.mark.parametrize(
    "query",
    ["day=2027-13-45", "day=9999-12-31", "day=0001-01-01", "visit=abc", "q=" + "x" * 500],
)
def test_what_cannot_be_read_shows_today(desk, query) -> None:
    shown = page(desk.browser("host").get(f"{BOARD}?{query}"))
    assert shown.select_one("#day")["value"] == DAY.isoformat()


@pytest.mark.parametrize("query", ["visit=0", "visit=99999999999999999999", "visit=-4"])
def test_no_such_visit_is_no_error(desk, query) -> None:
    assert desk.browser("host").get(f"{BOARD}?{query}").status_code in (200, 404)


def test_other_days_and_a_day_that_is_closed(desk) -> None:
    later = DAY + timedelta(days=40)
    shown = page(desk.browser("host").get(f"{BOARD}?day={later}"))
    assert "Nobody works on this day" in shown.text
    assert shown.select_one("a[rel=next]")["href"].endswith(f"day={later + timedelta(days=1)}")


def test_a_click_leads_back_with_the_visit_open_and_can_be_taken_back(desk) -> None:
    visit = desk.book()
    browser = desk.browser("host")
    response = browser.post(reverse("desk:arrived", args=[visit.pk]))
    shown = page(browser.get(response["Location"].split("#")[0]))
    assert "Here since 09:00" in shown.select_one("#visit").text
    browser.post(shown.select_one("form.undo")["action"])
    assert Visit.objects.get().arrived_at is None
    assert page(browser.get(BOARD)).select_one("form.undo") is None


def test_somebody_elses_click_is_not_offered_and_not_taken_back(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    browser = desk.browser("manager")
    assert page(browser.get(BOARD)).select_one("form.undo") is None
    browser.post(reverse("desk:undo", args=[visit.entries.get().pk]))
    assert Visit.objects.get().arrived_at is not None


def test_the_second_click_says_who_was_first(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("08:59"), by=desk.host)
    response = desk.browser("manager").post(reverse("desk:arrived", args=[visit.pk]), follow=True)
    assert "noted this already at 08:59" in response.content.decode()


def test_an_outcome_nobody_knows_is_not_there(desk) -> None:
    step = desk.book().steps.first()
    for outcome in ("maybe", "undone"):
        path = reverse("desk:settled", args=[step.pk, outcome])
        assert desk.browser("host").post(path).status_code == 404


def test_a_board_that_has_not_changed_is_not_drawn_again(desk, django_assert_max_num_queries):
    visit = desk.book()
    browser = desk.browser("host")
    first = browser.get(LANES)
    etag = first["ETag"]
    with django_assert_max_num_queries(4):
        again = browser.get(LANES, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (204, b"")
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    changed = browser.get(LANES, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    fragment = BeautifulSoup(changed.content, "html.parser")
    assert fragment.html is None
    assert fragment.select_one("#parties")["hx-swap-oob"] == "true"
    assert changed["ETag"].strip('"') == fragment.select_one("#lanes")["data-version"]


def test_the_day_on_paper(desk) -> None:
    desk.book()
    desk.book("10:00", "Li Wu")
    rows = page(desk.browser("officer").get("/en/desk/print/")).select("tbody tr")
    assert ["Ada Ng" in rows[0].text, "Li Wu" in rows[1].text] == [True, True]
    assert "ada@example.org" in rows[0].text


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_in_other_languages(desk, language) -> None:
    desk.book()
    response = desk.browser("host").get(f"/{language}/desk/")
    assert response.status_code == 200
