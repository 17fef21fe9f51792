from bs4 import BeautifulSoup

from permits.desk.calling import call
from permits.desk.displays import open_display
from permits.desk.noting import check_in
from tests.factories.permits import at_local
from tests.keyless import keyless
from tests.permits.desk.conftest import clock, desk

__all__ = ["clock", "desk"]


def screen(desk) -> str:
    token = open_display(center=desk.world.center, at=at_local("09:00"), by=desk.manager).token
    return f"/en/appointments/display/{token}/"


def test_it_shows_tickets_and_no_names_in_three_languages(desk, django_assert_max_num_queries):
    visit = check_in(visit=desk.book(), at=at_local("09:00"), by=desk.host)
    call(visit=visit, at=at_local("09:00"), by=desk.officer)
    path, browser = screen(desk), desk.browser("anonymous")
    with django_assert_max_num_queries(4):
        page = browser.get(path).content.decode()
    assert visit.ticket in page
    assert {each["lang"] for each in BeautifulSoup(page, "html.parser").select("h1 span")} == {
        "nl",
        "en",
        "fr",
    }
    assert "Ada" not in keyless(page)
    for secret in (visit.code, desk.world.city[0].name, "example.org"):
        assert secret not in page, secret
    assert 'aria-live="polite"' in page


def test_nothing_moves_while_nothing_changes(desk) -> None:
    visit = check_in(visit=desk.book(), at=at_local("09:00"), by=desk.host)
    path, browser = screen(desk) + "called/", desk.browser("anonymous")
    first = browser.get(path)
    same = browser.get(path, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (204, b"")
    call(visit=visit, at=at_local("09:00"), by=desk.officer)
    changed = browser.get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert visit.ticket in changed.content.decode()


def test_a_counter_has_a_name_where_somebody_gave_it_one(desk) -> None:
    officer = desk.world.city[0]
    officer.counter = "2B"
    officer.save()
    visit = check_in(visit=desk.book(), at=at_local("09:00"), by=desk.host)
    call(visit=visit, at=at_local("09:00"), by=desk.officer)
    page = BeautifulSoup(desk.browser("anonymous").get(screen(desk)).content, "html.parser")
    assert page.select_one(".called__counter").text == "2B"


def test_an_address_nobody_was_given_shows_nothing(desk) -> None:
    path = screen(desk)
    browser = desk.browser("anonymous")
    assert browser.get("/en/appointments/display/unknown/").status_code == 404
    assert browser.post(path).status_code == 405
    open_display(center=desk.world.center, at=at_local("09:00"), by=desk.manager)
    assert browser.get(path).status_code == 404
    assert browser.get(path + "called/").status_code == 404


def test_another_centers_calls_are_not_shown(desk) -> None:
    visit = check_in(visit=desk.book(), at=at_local("09:00"), by=desk.host)
    call(visit=visit, at=at_local("09:00"), by=desk.officer)
    center = desk.elsewhere.desks.get().center
    token = open_display(center=center, at=at_local("09:00"), by=desk.elsewhere).token
    page = desk.browser("anonymous").get(f"/en/appointments/display/{token}/").content.decode()
    assert visit.ticket not in keyless(page)
