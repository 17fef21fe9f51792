from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from icalendar import Calendar

from permits.models import Case, Deadline
from tests.factories.accounts import an_account, browser_of
from tests.factories.deadlines import RuleFactory
from tests.factories.guides import GuideFactory
from tests.factories.region import MunicipalityFactory

pytestmark = pytest.mark.django_db

PATH = "/en/deadlines/"
TODAY = date(2027, 3, 1)
TOLD = {"group": "non-eu", "basis": "work", "arrival": "2027-03-01"}


@pytest.fixture(autouse=True)
def _a_monday():
    with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
        yield


def page(client, told=None, *, language: str = "en", status: int = 200) -> BeautifulSoup:
    response = client.get(f"/{language}/deadlines/", told or {})
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_the_form_is_for_everyone(client) -> None:
    response = client.get(PATH)
    assert response.status_code == 200
    assert "X-Robots-Tag" not in response
    names = {
        field["name"]
        for field in BeautifulSoup(response.content, "html.parser").select("main [name]")
    }
    assert names == {
        "group", "basis", "card", "municipality", "arrival", "registration", "request", "move",
        "work_start", "pin_letter", "card_expiry", "decision", "prof_first", "prof_expiry",
    }  # fmt: skip


def test_a_deadline_explains_itself(client) -> None:
    guide = GuideFactory(title_en="Your first registration")
    RuleFactory(
        title_en="Register",
        explanation_en="With any purpose of stay.",
        guide=guide,
        official_url="https://stad.gent/en",
        checked_on=date(2026, 11, 20),
    )
    item = page(client, TOLD).select_one("article.deadline")
    text = item.get_text(" ", strip=True)
    for fact in (
        "Thursday, 11 March 2027",
        "in 10 days",
        "Register",
        "With any purpose of stay.",
        "Arrival in Belgium: Monday, 1 March 2027",
        "8 working days after it",
        "Your municipality",
        "stad.gent",
        "checked on 20 November 2026",
        "Not verified yet",
    ):
        assert fact in text, fact
    links = [link["href"] for link in item.select("a")]
    assert links == [f"/en/guides/{guide.slug}-{guide.public_id}/", "https://stad.gent/en"]


def test_a_private_page_once_it_holds_dates(client) -> None:
    response = client.get(PATH, TOLD)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_missing_date_is_asked_for_and_nothing_else_is_lost(client) -> None:
    RuleFactory(title_en="Renew", anchors=["card_expiry"], before=True, due_unit="days")
    asked = page(client, {**TOLD, "card": "a"}).select_one("section[aria-labelledby=missing]")
    assert asked.select_one("#missing_card_expiry")["type"] == "date"
    assert "Renew" in asked.get_text()
    hidden = {field["name"]: field["value"] for field in asked.select("[type=hidden]")}
    assert hidden == {**TOLD, "card": "a"}
    told = page(client, {**hidden, "card_expiry": "2027-06-30"})
    assert told.select_one("article.deadline time")["datetime"] == "2027-06-22"


def test_the_most_urgent_first_and_the_long_past_apart(client) -> None:
    RuleFactory(title_en="Late", anchors=["move"])
    RuleFactory(title_en="Soon")
    RuleFactory(title_en="Missed", anchors=["work_start"])
    told = page(client, {**TOLD, "move": "2025-01-10", "work_start": "2027-02-15"})
    stages = [(a.h3.get_text(), a["data-stage"]) for a in told.select("article.deadline")]
    assert stages == [("Missed", "passed"), ("Soon", "soon"), ("Late", "passed")]
    assert told.select_one("details article.deadline h3").get_text() == "Late"


def test_in_the_language_of_the_reader_and_honestly_where_not(client) -> None:
    RuleFactory(title_en="Register", title_ar="سجّل", explanation_en="Any purpose.")
    told = page(client, TOLD, language="ar")
    assert told.select_one("article h3").get_text() == "سجّل"
    assert told.select_one('article p.small[lang="en"][dir="ltr"]').get_text() == "Any purpose."
    assert len(told.select(".notice--quiet")) == 1


def test_nothing_that_concerns_somebody(client) -> None:
    RuleFactory(groups=["eu"])
    assert page(client, TOLD).select_one(".empty")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("group", "martian"),
        ("basis", "' OR 1=1 --"),
        ("card", "z"),
        ("card", "x" * 5000),
        ("municipality", "99999"),
        ("municipality", "x" * 5000),
        ("arrival", "2027-02-30"),
        ("arrival", "31/31/31"),
        ("arrival", "0001-01-01"),
        ("arrival", "9999-12-31"),
        ("arrival", "<script>"),
        ("move", "-1"),
        ("card_expiry", "2100-01-01"),
    ],
)
def test_what_cannot_be_understood_is_told_beside_the_field(client, field: str, value: str) -> None:
    RuleFactory()
    told = page(client, {**TOLD, field: value}, status=400)
    assert told.select_one(f'main [aria-invalid="true"][name="{field}"]')
    assert told.select_one("[data-error-summary]")


def test_an_error_in_one_date_leaves_the_others(client) -> None:
    RuleFactory()
    told = page(client, {**TOLD, "move": "yesterday"}, status=400)
    assert told.select_one("article.deadline")
    assert told.select_one("#id_move")["value"] == "yesterday"
    assert told.select_one("#id_arrival")["value"] == "2027-03-01"


def test_who_one_is_must_be_said(client) -> None:
    told = page(client, {"arrival": "2027-03-01"}, status=400)
    assert told.select_one('[name="group"][aria-invalid="true"]')
    assert told.select_one("#id_arrival")["value"] == "2027-03-01"


def test_a_nul_byte_is_refused(client) -> None:
    assert client.get(f"{PATH}?group=eu%00&basis=work").status_code == 400


def test_dates_as_they_are_written_here(client) -> None:
    RuleFactory()
    told = page(client, {**TOLD, "arrival": "01/03/2027"})
    assert told.select_one("article.deadline time")["datetime"] == "2027-03-11"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", [PATH, PATH + "deadlines.ics"])
def test_only_to_be_read(client, method: str, path: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_queries_do_not_grow_with_the_rules(client, django_assert_num_queries) -> None:
    MunicipalityFactory()
    RuleFactory(guide=GuideFactory())
    with django_assert_num_queries(3):
        page(client, TOLD)
    for _ in range(3):
        RuleFactory(guide=GuideFactory())
    with django_assert_num_queries(3):
        page(client, TOLD)


def test_the_calendar_holds_what_is_to_come(client) -> None:
    RuleFactory(code="R3", title_en="Register", title_nl="Schrijf je in", reminder_days=[3, 1])
    RuleFactory(code="R6", anchors=["move"])
    response = client.get("/nl/deadlines/deadlines.ics", {**TOLD, "move": "2027-01-04"})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2027, 3, 11)
    assert event.decoded("dtend") == date(2027, 3, 12)
    assert event["summary"] == "Schrijf je in"
    assert event["uid"].startswith("r3-20270301@")
    assert len(event.walk("VALARM")) == 2


@pytest.mark.parametrize(("told", "status"), [({}, 200), ({"group": "x", "basis": "work"}, 400)])
def test_a_calendar_of_nothing_understood_is_the_form(client, told, status: int) -> None:
    response = client.get(PATH + "deadlines.ics", told)
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")


def test_a_calendar_without_a_date_goes_back(client) -> None:
    response = client.get(PATH + "deadlines.ics", TOLD, follow=True)
    assert response.redirect_chain
    assert "no date" in response.content.decode()


def test_strangers_sign_in_before_anything_is_saved(client) -> None:
    RuleFactory()
    link = page(client, TOLD).select_one('main a[href*="/accounts/login/"]')["href"]
    assert link.endswith(
        "?next=%2Fen%2Fdeadlines%2F%3Fgroup%3Dnon-eu%26basis%3Dwork%26arrival%3D2027-03-01"
    )
    for action in ("save/", "forget/", "1/done/"):
        response = client.post(PATH + action, TOLD)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]
    assert not Case.objects.exists()


def test_saved_with_the_account_and_forgotten_again() -> None:
    RuleFactory(title_en="Register")
    account = an_account()
    browser = browser_of(account)
    assert page(browser, TOLD).select_one('form[action="/en/deadlines/save/"]')
    saved = browser.post(PATH + "save/", TOLD)
    assert saved.status_code == 302
    assert saved["Location"] == f"{PATH}?group=non-eu&basis=work&arrival=2027-03-01"
    assert Deadline.objects.get().case.account == account
    again = page(browser)
    assert again.select_one("article.deadline h3").get_text() == "Register"
    assert again.select_one('form[action="/en/deadlines/save/"]') is None
    assert browser.post(PATH + "forget/").status_code == 302
    assert not Case.objects.exists()


def test_saving_twice_saves_once() -> None:
    RuleFactory()
    browser = browser_of(an_account())
    for _ in range(2):
        assert browser.post(PATH + "save/", TOLD).status_code == 302
    assert Deadline.objects.count() == 1


@pytest.mark.parametrize("told", [{}, {"group": "eu"}, {**TOLD, "arrival": "x"}])
def test_nothing_is_saved_of_what_is_wrong(told) -> None:
    browser = browser_of(an_account())
    assert browser.post(PATH + "save/", told).status_code == 400
    assert not Case.objects.exists()


@pytest.mark.parametrize("action", ["save/", "forget/", "1/done/"])
def test_changes_only_by_post(action: str) -> None:
    assert browser_of(an_account()).get(PATH + action).status_code == 405


def test_the_arrival_the_account_knows_is_filled_in() -> None:
    browser = browser_of(an_account(arrived_on=TODAY))
    assert page(browser).select_one("#id_arrival")["value"] == "2027-03-01"


def test_done_on_my_rotonde_by_its_owner_only() -> None:
    RuleFactory(title_en="Say who you are")
    owner, stranger = browser_of(an_account()), browser_of(an_account("eve@example.org"))
    owner.post(PATH + "save/", TOLD)
    deadline = Deadline.objects.get()
    path = f"{PATH}{deadline.pk}/done/"
    assert stranger.post(path, {"done": "1"}).status_code == 404
    assert Deadline.objects.get().done_at is None
    mine = BeautifulSoup(owner.get("/en/my/").content, "html.parser")
    assert mine.select_one(f'form[action="{path}"] button[name="done"]')
    assert owner.post(path, {"done": "1"})["Location"] == "/en/my/"
    assert Deadline.objects.get().done_at is not None
    assert owner.post(path, {"next": "https://evil.example/"})["Location"] == "/en/my/"
    assert Deadline.objects.get().done_at is None
    assert "Say who you are" not in stranger.get("/en/my/").content.decode()


@pytest.mark.parametrize("pk", ["0", "999999999999999999999999"])
def test_an_unknown_deadline_is_not_found(pk: str) -> None:
    assert browser_of(an_account()).post(f"{PATH}{pk}/done/").status_code == 404


def test_the_window_is_told(client) -> None:
    RuleFactory(
        anchors=["card_expiry"], before=True, due_count=4, due_unit="half-months",
        opens_count=9, opens_unit="half-months",
    )  # fmt: skip
    expiry = TODAY + timedelta(100)
    item = page(client, {**TOLD, "card_expiry": expiry.isoformat()}).select_one("article.deadline")
    assert item["data-stage"] == "open"
    assert "You can apply now" in item.get_text()
    assert "2 months before it" in item.get_text()


def test_a_condition_is_told(client) -> None:
    RuleFactory(
        anchors=["prof_expiry"],
        before=True,
        due_count=60,
        due_unit="days",
        given="prof_first",
        given_since=date(2022, 1, 2),
    )
    told = {"prof_first": "2023-05-01", "prof_expiry": "2027-06-30"}
    item = page(client, TOLD | told).select_one("article.deadline")
    text = item.get_text(" ", strip=True)
    assert "Start of your first professional card: Sunday, 2 January 2022 or later" in text
    asked = page(client, TOLD | {"prof_expiry": "2027-06-30"})
    assert asked.select_one("#missing")
    assert asked.select_one(".panel [name=prof_first]")


def test_a_term_that_ends_with_the_day_itself_says_so(client) -> None:
    RuleFactory(anchors=["card_expiry"], before=True, due_count=0, due_unit="days")
    item = page(client, TOLD | {"card_expiry": "2027-06-30"}).select_one("article.deadline")
    assert "until that day" in item.get_text(" ", strip=True)
