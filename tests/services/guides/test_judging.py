"""Was this what you needed? Counted once, kept without a person, read by editors only."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from rotonde.accounts.roles import Role
from rotonde.common.form_keys import new_key
from services.guides.judging import MOST_A_DAY, MOST_AN_HOUR, judge
from services.models import GuideGap, GuideVerdict
from tests.factories.accounts import an_account, browser_of
from tests.factories.guides import GuideFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    cache.clear()


@pytest.fixture
def guide():
    return GuideFactory(title_en="Moving house")


def asked(client, guide, **query) -> BeautifulSoup:
    page = client.get(guide.get_absolute_url(), query)
    return BeautifulSoup(page.content, "html.parser").select_one(".guide__said")


def say(client, guide, useful: str, key: str = "", language: str = "en"):
    path = reverse("services:guide-said", args=[guide.public_id]).replace("/en/", f"/{language}/")
    return client.post(path, {"useful": useful, "form_key": key or new_key()})


def tell(client, guide, text: str, key: str = ""):
    path = reverse("services:guide-missing", args=[guide.public_id])
    return client.post(path, {"text": text, "form_key": key or new_key()})


def counts() -> list[tuple[str, int, int]]:
    return list(GuideVerdict.objects.values_list("language", "yes", "no"))


def test_yes_and_no_by_language_without_a_cookie(client, guide) -> None:
    assert say(client, guide, "yes").url == f"{guide.get_absolute_url()}?said=yes#asked"
    say(client, guide, "yes")
    say(client, guide, "no")
    say(client, guide, "no", language="ar")
    assert counts() == [("ar", 0, 1), ("en", 2, 1)]
    assert not client.cookies


def test_a_second_press_of_the_same_form_counts_once(client, guide) -> None:
    key = asked(client, guide).select_one("[name=form_key]")["value"]
    for useful in ("yes", "yes", "no"):
        say(client, guide, useful, key)
    assert counts() == [("en", 1, 0)]


@pytest.mark.parametrize("useful", ["", "maybe", "yes\0"])
def test_what_is_no_answer_is_not_counted(client, guide, useful: str) -> None:
    assert say(client, guide, useful).status_code == 302
    assert say(client, guide, "yes", "not a key").status_code == 302
    assert counts() == []


def test_one_network_does_not_answer_for_everybody(guide) -> None:
    said = [
        judge(guide=guide, language="en", useful=False, form_key=new_key(), address="192.0.2.1")
        for _ in range(MOST_AN_HOUR + 2)
    ]
    assert said.count(True) == MOST_AN_HOUR
    assert judge(guide=guide, language="en", useful=True, form_key=new_key(), address="192.0.2.2")


def test_looking_answers_nothing(client, guide) -> None:
    for name in ("guide-said", "guide-missing"):
        assert client.get(reverse(f"services:{name}", args=[guide.public_id])).status_code == 405
    asked(client, guide, said="no")
    assert counts() == []


def test_after_a_no_one_may_say_what_was_missing(client, guide) -> None:
    assert asked(client, guide, said="no").textarea
    key = new_key()
    for _twice in range(2):
        tell(client, guide, "How long does it take?", key)
    gap = GuideGap.objects.get()
    assert (gap.text, gap.language) == ("How long does it take?", "en")
    assert "An editor reads it" in asked(client, guide, said="told").get_text()


def test_what_is_too_long_is_given_back(client, guide) -> None:
    response = tell(client, guide, "x" * 501)
    assert response.status_code == 400
    assert "x" * 501 in response.content.decode()
    assert tell(client, guide, "  ").status_code == 400
    assert not GuideGap.objects.exists()


def test_a_flood_is_dammed_and_nothing_is_lost(client, guide) -> None:
    for number in range(MOST_A_DAY):
        tell(client, guide, f"{number}")
    response = tell(client, guide, "one more")
    assert response.status_code == 429
    assert "one more" in response.content.decode()
    assert GuideGap.objects.count() == MOST_A_DAY


def test_a_hidden_guide_is_not_there(client) -> None:
    hidden = GuideFactory(state="hidden")
    assert say(client, hidden, "yes").status_code == 404
    assert tell(client, hidden, "x").status_code == 404


class TestTheDesk:
    def test_editors_read_the_share_and_the_words(self, client, guide) -> None:
        for useful in ("yes", "yes", "no"):
            say(client, guide, useful)
        tell(client, guide, "<b>How long</b>?")
        editor = browser_of(an_account("editor@example.org", Role.EDITOR))
        page = editor.get(reverse("desk:data")).content.decode()
        assert "67% yes, of 3 answers" in page
        assert "&lt;b&gt;How long&lt;/b&gt;?" in page

    def test_dealt_with_the_words_are_gone(self, client, guide) -> None:
        tell(client, guide, "How long?")
        done = reverse("desk:guide-gap", args=[GuideGap.objects.get().pk])
        editor = browser_of(an_account("editor@example.org", Role.EDITOR))
        assert editor.get(done).status_code == 405
        for _twice in range(2):
            assert editor.post(done).status_code == 302
        assert not GuideGap.objects.exists()

    @pytest.mark.parametrize("role", [Role.NEWCOMER, Role.OFFICER, Role.HOST])
    def test_nobody_else_does(self, client, guide, role) -> None:
        tell(client, guide, "How long?")
        done = reverse("desk:guide-gap", args=[GuideGap.objects.get().pk])
        assert client.post(done).status_code == 302
        assert browser_of(an_account("x@example.org", role)).post(done).status_code == 404
        assert GuideGap.objects.exists()
