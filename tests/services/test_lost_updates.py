"""Two editors of one page: the second is told, loses nothing, and decides."""

import pytest
from django.contrib.auth.models import Permission

from rotonde.accounts.models import User
from services.models import Channel, Service
from tests.factories.accounts import browser_of
from tests.factories.services import ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

TOLD = "Somebody else changed this while you were editing it."


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser(email="editor@example.org", password="x")


@pytest.fixture
def service() -> Service:
    made = ServiceFactory(
        slug="advice",
        name_en="Advice",
        themes=[ThemeFactory()],
        channels=[{"hours": [(1, "09:00", "12:00")]}],
    )
    return Service.objects.get(pk=made.pk)


def of_service(service: Service) -> str:
    return f"/admin/services/service/{service.pk}/change/"


def of_channel(service: Service) -> str:
    return f"/admin/services/channel/{service.channels.get().pk}/change/"


def opened(browser, path: str) -> dict[str, object]:
    """What a browser would send that changes nothing."""
    context = browser.get(path).context
    forms = [context["adminform"].form]
    for each in context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    boxes = [form[name] for form in forms for name in form.fields]
    values = {box.html_name: box.value() for box in boxes}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


@pytest.mark.parametrize("path_of", [of_service, of_channel])
def test_who_is_alone_saves_twice(editor, service, path_of) -> None:
    browser = browser_of(editor)
    for _twice in range(2):
        response = browser.post(path_of(service), opened(browser, path_of(service)))
        assert response.status_code == 302, response.context["errors"]


def test_the_second_is_told_and_loses_nothing(editor, service) -> None:
    browser, path = browser_of(editor), of_service(service)
    first, second = opened(browser, path), opened(browser, path)
    assert browser.post(path, first | {"summary_en": "From the first."}).status_code == 302
    second |= {"phone": "+32 9 222 22 22"}
    page = browser.post(path, second)
    assert page.status_code == 200
    assert TOLD in page.text
    assert 'value="+32 9 222 22 22"' in page.text
    service.refresh_from_db()
    assert (service.summary_en, service.phone) == ("From the first.", first.get("phone", ""))


def test_sent_once_more_it_is_on_purpose(editor, service) -> None:
    browser, path = browser_of(editor), of_service(service)
    mine = opened(browser, path) | {"phone": "+32 9 222 22 22"}
    Service.objects.filter(pk=service.pk).update(name_nl="Raad")
    form = browser.post(path, mine).context["adminform"].form
    assert browser.post(path, mine | {"shown_as": form["shown_as"].value()}).status_code == 302
    service.refresh_from_db()
    assert service.phone == "+32 9 222 22 22"


def test_an_inline_counts_as_part_of_the_page(editor, service) -> None:
    browser, path = browser_of(editor), of_service(service)
    mine = opened(browser, path)
    Channel.objects.update(phone="+32 9 333 33 33")
    assert TOLD in browser.post(path, mine).text


def test_the_hours_of_a_channel_are_not_overwritten_unread(editor, service) -> None:
    browser, path = browser_of(editor), of_channel(service)
    first, second = opened(browser, path), opened(browser, path)
    first["schedules-0-day_1"] = "10:00-12:00"
    assert browser.post(path, first).status_code == 302
    assert TOLD in browser.post(path, second).text
    hours = service.channels.get().schedules.get().hours.get()
    assert f"{hours.opens_at:%H:%M}" == "10:00"


def test_what_the_page_does_not_show_is_nobodys_conflict(editor, service) -> None:
    browser, path = browser_of(editor), of_service(service)
    mine, hours = opened(browser, path), opened(browser, of_channel(service))
    hours["schedules-0-day_1"] = "10:00-12:00"
    assert browser.post(of_channel(service), hours).status_code == 302
    assert browser.post(path, mine).status_code == 302


@pytest.mark.parametrize("path_of", [of_service, of_channel])
def test_the_page_is_told_in_the_readers_language_too(editor, service, path_of) -> None:
    browser, path = browser_of(editor), path_of(service)
    mine = opened(browser, path) | {"shown_as": "0" * 32}
    page = browser.post(path, mine, headers={"Accept-Language": "nl"})
    assert page.status_code == 200
    assert "Iemand anders wijzigde dit" in page.text


def test_who_only_reads_the_page_sees_nothing_of_it(service) -> None:
    reader = User.objects.create_user(email="reader@example.org", password="x", is_staff=True)
    names = ["view_service", "view_channel"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    page = browser_of(reader).get(of_service(service))
    assert page.status_code == 200
    assert "shown_as" not in page.text
    assert "Shown as" not in page.text
