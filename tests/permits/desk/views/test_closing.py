import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.desk.noting import settle
from permits.models import Closing, Step
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.guides import GuideFactory
from tests.factories.permits import at_local
from tests.permits.desk.conftest import steps_of


@pytest.fixture
def visit(desk):
    found = desk.book()
    for step in steps_of(found):
        settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:00"), by=desk.officer)
    return found


def test_the_goodbye_on_one_screen(desk, visit) -> None:
    card = GuideFactory(title_en="Bank account", procedures=["registration"])
    OccurrenceFactory(event=EventFactory(name_en="City walk"))
    browser = desk.browser("host")
    path = reverse("desk:closing", args=[visit.pk])
    page = BeautifulSoup(browser.get(path).content, "html.parser")
    for words in ("Bank account", "City walk", "Done", "ada@example.org"):
        assert words in page.text, words
    response = browser.post(path, {"fitting": [card.public_id]}, follow=True)
    assert "has gone home" in response.content.decode()
    assert [c.pk for c in Closing.objects.get().cards.all()] == [card.pk]


def test_a_card_nobody_has_is_refused(desk, visit) -> None:
    path = reverse("desk:closing", args=[visit.pk])
    assert desk.browser("host").post(path, {"others": ["nonsense"]}).status_code == 400
    assert not Closing.objects.exists()


def test_an_open_step_keeps_them_here(desk) -> None:
    found = desk.book()
    settle(
        step=steps_of(found)[0],
        outcome=Step.Outcome.DONE,
        at=at_local("09:00"),
        by=desk.officer,
    )
    path = reverse("desk:closing", args=[found.pk])
    response = desk.browser("host").post(path, follow=True)
    assert "A step is still open" in response.content.decode()
    assert not Closing.objects.exists()
