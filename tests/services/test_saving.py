"""The old address for saving a service: it goes onto the account's menu."""

import pytest
from django.urls import reverse

from services.models import MenuEntry
from tests.factories.accounts import an_account, browser_of
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


def url(service):
    return reverse("services:save", args=[service.public_id])


@pytest.fixture
def service():
    return ServiceFactory()


def test_an_owner_keeps_and_lets_go(service):
    user = an_account()
    browser = browser_of(user)
    assert browser.post(url(service)).url == service.get_absolute_url()
    browser.post(url(service))
    assert MenuEntry.objects.get().menu.account == user
    assert "On my menu" in browser.get(service.get_absolute_url()).content.decode()
    browser.post(url(service), {"keep": "no"})
    assert not MenuEntry.objects.exists()
    browser.post(url(service), {"keep": "no"})


def test_strangers_sign_in_first(client, service):
    assert client.post(url(service)).url.startswith("/en/accounts/login/")
    assert not MenuEntry.objects.exists()


def test_what_one_keeps_another_does_not_see(service):
    browser_of(an_account()).post(url(service))
    other = browser_of(an_account("other@example.org"))
    assert "On my menu" not in other.get(service.get_absolute_url()).content.decode()
    assert service.slug not in other.get("/en/my/").content.decode()
    other.post(url(service), {"keep": "no"})
    assert MenuEntry.objects.count() == 1


def test_looking_changes_nothing(service):
    assert browser_of(an_account()).get(url(service)).status_code == 405
    assert not MenuEntry.objects.exists()


def test_what_is_not_published_cannot_be_kept_but_let_go(service):
    browser = browser_of(an_account())
    browser.post(url(service))
    service.state = "hidden"
    service.save()
    assert service.slug not in browser.get("/en/my/").content.decode()
    assert browser.post(url(service), {"keep": "no"}).url == "/en/my/"
    assert not MenuEntry.objects.exists()
    assert browser.post(url(service)).status_code == 404


def test_nobody_can_keep_what_is_not_there():
    address = reverse("services:save", args=["nothere1"])
    assert browser_of(an_account()).post(address).status_code == 404


def test_a_form_of_another_site_keeps_nothing(service):
    browser = browser_of(an_account())
    browser.handler.enforce_csrf_checks = True
    assert browser.post(url(service)).status_code == 403
