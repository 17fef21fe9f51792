"""What people look for and do not find is counted; who they are is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from rotonde.search.misses import forget_misses, misses, note_miss
from rotonde.search.models import Miss
from tests.factories.guides import GuideFactory
from tests.factories.services import ServiceFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LIST = reverse("services:list")
RACK = reverse("services:guides")
API = "/api/v1/services"

pytestmark = pytest.mark.django_db


def noted() -> list[tuple[str, str, int]]:
    return list(Miss.objects.values_list("words", "language", "count"))


def test_the_same_words_are_counted_however_they_are_typed() -> None:
    for text in ("Fiets kopen", "fiets  KOPEN", "fiéts kopen!"):
        assert note_miss(text, language="nl", at=NOW)
    assert noted() == [("fiets kopen", "nl", 3)]


@pytest.mark.parametrize(
    "text",
    ["", "?!", "ada@example.org", "0470 12 34 56", "85.07.30-033.28", "x" * 41],
)
def test_what_may_be_somebodys_is_not_kept(text: str) -> None:
    assert not note_miss(text, language="en", at=NOW)
    assert noted() == []


def test_a_year_later_it_is_forgotten() -> None:
    note_miss("fax", language="en", at=NOW)
    later = NOW + timedelta(days=366)
    assert not misses(at=later).exists()
    assert forget_misses(at=later) == 1


def test_random_words_fill_no_disk(monkeypatch) -> None:
    monkeypatch.setattr("rotonde.search.misses.MOST_ROWS", 2)
    for text in ("one", "two", "three", "two"):
        note_miss(text, language="en", at=NOW)
    assert sorted(noted()) == [("one", "en", 1), ("two", "en", 2)]


class TestTheList:
    def test_words_that_find_nothing_are_noted(self, client) -> None:
        client.get(LIST, {"q": "unicorn"})
        assert noted() == [("unicorn", "en", 1)]

    def test_words_that_find_something_are_not(self, client) -> None:
        ServiceFactory(name_en="Bicycles", findable=True)
        client.get(LIST, {"q": "bicycles"})
        assert noted() == []

    def test_with_another_filter_the_words_are_not_to_blame(self, client) -> None:
        client.get(LIST, {"q": "unicorn", "kind": "private"})
        assert noted() == []

    @pytest.mark.parametrize(("sent", "kept"), [({}, []), ({"X-Submitted": "true"}, ["unicorn"])])
    def test_of_fragments_only_what_was_sent_is_noted(self, client, sent, kept) -> None:
        client.get(LIST, {"q": "unicorn"}, headers={"HX-Request": "true", **sent})
        assert [words for words, _language, _count in noted()] == kept


class TestTheRack:
    def test_words_that_find_no_guide_are_noted(self, client) -> None:
        client.get(RACK, {"q": "Unicorn"})
        assert noted() == [("unicorn", "en", 1)]

    @pytest.mark.parametrize("query", [{"q": "lease"}, {"q": "?!"}, {"q": ""}, {}])
    def test_what_finds_one_or_asks_nothing_is_not(self, client, query) -> None:
        GuideFactory(title_en="Your lease")
        client.get(RACK, query)
        assert noted() == []


class TestTheApi:
    def test_words_that_find_nothing_are_noted_in_the_language_of_the_answer(self, client) -> None:
        client.get(API, {"q": "Unicorn", "lang": "nl"})
        assert noted() == [("unicorn", "nl", 1)]

    @pytest.mark.parametrize("more", [{"kind": "private"}, {"bbox": "3.7,51.0,3.8,51.1"}])
    def test_with_another_filter_the_words_are_not_to_blame(self, client, more) -> None:
        client.get(API, {"q": "unicorn", **more})
        assert noted() == []

    @pytest.mark.parametrize("path", ["map", "services/points"])
    def test_the_map_beside_a_list_does_not_count_again(self, client, path) -> None:
        query = {"q": "unicorn", "bbox": "3,50,4,52", "zoom": "9"}
        assert client.get(f"/api/v1/{path}", query).status_code == 200
        assert noted() == []
