from bs4 import BeautifulSoup

from permits.models import Display

RECEPTION = "/en/desk/reception/"


def test_the_manager_opens_a_screen_and_takes_it_away(desk) -> None:
    browser = desk.browser("manager")
    assert "no screen yet" in browser.get(RECEPTION).content.decode()
    page = BeautifulSoup(browser.post(f"{RECEPTION}screen/", follow=True).content, "html.parser")
    token = Display.objects.get().token
    assert token in page.select_one("a[href*='/display/']")["href"]
    assert browser.get(f"/en/appointments/display/{token}/").status_code == 200
    browser.post(f"{RECEPTION}screen/revoke/")
    assert browser.get(f"/en/appointments/display/{token}/").status_code == 404
    assert token not in browser.get(RECEPTION).content.decode()
