import pytest

from services.models import Guide
from tests.factories.guides import GuideFactory
from tests.factories.region import TermFactory
from tests.factories.services import ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_the_rack_follows_the_themes_and_then_the_cards() -> None:
    late, early = ThemeFactory(position=2), ThemeFactory(position=1)
    cards = [
        GuideFactory(shelf=late, position=1),
        GuideFactory(shelf=early, position=3),
        GuideFactory(shelf=early, position=2),
    ]
    assert list(Guide.objects.on_the_rack()) == [cards[2], cards[1], cards[0]]


def test_of_a_top_theme_are_those_of_its_sub_themes_once() -> None:
    life = ThemeFactory()
    housing, permits = ThemeFactory(parent=life), ThemeFactory(parent=life)
    both = GuideFactory(shelf=housing, related={"themes": [housing, permits]})
    GuideFactory(shelf=ThemeFactory())
    assert list(Guide.objects.of_theme(life)) == [both]
    assert list(Guide.objects.of_theme(permits)) == [both]


def test_about_a_service() -> None:
    service = ServiceFactory()
    guide = GuideFactory(related={"services": [service]})
    GuideFactory()
    assert list(Guide.objects.about(service)) == [guide]


@pytest.mark.parametrize("reader", ["en", "ar", "pl"])
def test_the_dutch_word_finds_it_in_every_language(reader: str) -> None:
    term = TermFactory(text_nl="woonstcontrole", text_en="residence check")
    guide = GuideFactory(related={"terms": [term]})
    GuideFactory()
    assert list(Guide.objects.found_by("woonstcontrole", reader=reader)) == [guide]
    assert list(Guide.objects.found_by("Woonst", reader=reader)) == [guide]


def test_the_title_ranks_before_a_step() -> None:
    said = GuideFactory(steps=[{"title_en": "Pay", "text_en": "The deposit goes to a bank."}])
    titled = GuideFactory(title_en="Your deposit")
    assert list(Guide.objects.found_by("deposit", reader="en")) == [titled, said]


def test_hidden_is_not_found() -> None:
    GuideFactory(title_en="Your deposit", state="hidden")
    assert not Guide.objects.published().found_by("deposit", reader="en").exists()
    assert not Guide.objects.found_by("deposit", reader="en").exists()


@pytest.mark.parametrize("text", ["", "  ", "!?&|:*", "' -- "])
def test_what_is_no_word_finds_nothing(text: str) -> None:
    GuideFactory()
    assert list(Guide.objects.found_by(text, reader="en")) == []
