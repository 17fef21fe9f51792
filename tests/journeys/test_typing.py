"""The list follows the typing, and whoever types is not disturbed by it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from rotonde.search.models import Miss
from tests.factories.services import ServiceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]


@pytest.fixture
def address(live_server, settings) -> str:
    settings.TILE_URL = ""
    for name in ("Hospital", "Hostel", "Horse riding"):
        ServiceFactory(name_en=name, channels=[{}], findable=True)
    return f"{live_server.url}/en/services/"


def asked(page: Page) -> list[str]:
    """The questions for a new list, as they are sent from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.headers.get("hx-request"):
            sent.append(request.url.partition("?")[2])

    page.on("request", note)
    return sent


def hold_back(page: Page) -> list[Callable[[], None]]:
    """From now on answers come when the test lets them."""
    held: list[Callable[[], None]] = []
    page.route("**/en/services/?**", lambda route: held.append(route.continue_))
    return held


def until(page: Page, happened: Callable[[], bool]) -> None:
    for _ in range(100):
        if happened():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def caret(page: Page) -> tuple[int, bool]:
    """Where the caret stands, and whether the search box has it."""
    return tuple(
        page.evaluate(
            """() => {
              const box = document.getElementById("filter_q");
              return [box.selectionStart, document.activeElement === box];
            }"""
        )
    )


def test_the_list_narrows_letter_by_letter(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(address)
    count, box = page.locator(".results__count"), page.locator("#filter_q")
    steps = page.evaluate("history.length")
    sent = asked(page)
    box.tap()
    page.keyboard.type("h")
    page.wait_for_timeout(700)
    assert sent == []
    for letters, number in [("o", "3 services"), ("s", "2 services"), ("pi", "1 service")]:
        page.keyboard.type(letters)
        expect(count).to_have_text(number)
        expect(page.locator("[data-list-status]")).to_have_text(number)
        expect(box).to_be_focused()
    expect(page).to_have_url(f"{address}?q=hospi")
    assert page.evaluate("history.length") == steps
    assert sent == ["q=ho", "q=hos", "q=hospi"]
    box.fill("")
    expect(count).to_have_text("3 services")
    expect(page).to_have_url(address)


def test_letters_typed_during_an_answer_stay(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(address)
    box = page.locator("#filter_q")
    box.tap()
    held = hold_back(page)
    page.keyboard.type("ho")
    until(page, lambda: len(held) == 1)
    page.keyboard.type("se")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("r")
    page.evaluate("document.getElementById('filter_q').dataset.same = 'yes'")
    held.pop()()
    expect(page.locator("#filters .filters")).to_be_attached()
    until(page, lambda: len(held) == 1)
    assert caret(page) == (3, True)
    held.pop()()
    expect(page.locator(".results__count")).to_have_text("1 service")
    expect(page.locator(".card__link")).to_have_text(["Horse riding"])
    expect(box).to_have_value("horse")
    expect(box).to_have_attribute("data-same", "yes")
    assert caret(page) == (3, True)
    expect(page).to_have_url(f"{address}?q=horse")


def test_only_words_that_were_sent_are_missed(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(address)
    steps = page.evaluate("history.length")
    page.locator("#filter_q").tap()
    page.keyboard.type("xylo")
    expect(page.locator(".empty__title")).to_be_visible()
    page.keyboard.type("phones")
    expect(page).to_have_url(f"{address}?q=xylophones")
    assert not Miss.objects.exists()
    with page.expect_response("**/services/?q=xylophones"):
        page.keyboard.press("Enter")
    until(page, Miss.objects.exists)
    assert list(Miss.objects.values_list("words", "count")) == [("xylophones", 1)]
    # What was typed and what was sent is one step of the way back.
    assert page.evaluate("history.length") == steps


def test_who_sends_at_once_is_asked_once(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(address)
    sent = asked(page)
    page.locator("#filter_q").tap()
    page.keyboard.type("horse")
    page.keyboard.press("Enter")
    expect(page.locator(".results__count")).to_have_text("1 service")
    page.wait_for_timeout(700)
    assert sent == ["q=horse"]


def test_a_word_taken_off_can_be_typed_anew(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(address)
    box, count = page.locator("#filter_q"), page.locator(".results__count")
    box.tap()
    page.keyboard.type("horse")
    expect(count).to_have_text("1 service")
    page.locator(".chip").tap()
    expect(count).to_have_text("3 services")
    expect(box).to_have_value("")
    box.tap()
    page.keyboard.type("horse")
    expect(count).to_have_text("1 service")
