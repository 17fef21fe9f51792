import pytest

from rotonde.search.models import Entry, Word
from rotonde.search.vocabulary import forget_unused_words, learn, vocabulary

pytestmark = pytest.mark.django_db


def test_what_is_learnt_is_known_by_kind_and_by_language() -> None:
    learn("service", "nl", ["kaart", "woning", "kaart"])
    learn("guide", "nl", ["formulier"])
    learn("guide", "en", ["form"])
    known = vocabulary()
    assert known.of_kind("service") == ["kaart", "woning"]
    assert known.of_language("nl") == {"kaart", "woning", "formulier"}
    assert known.begins("guide", "formu")
    assert not known.begins("service", "formu")


def test_numbers_and_scraps_are_not_worth_knowing() -> None:
    learn("service", "en", ["9000", "a1b2", "of", "x" * 61, "tax"])
    assert vocabulary().of_kind("service") == ["tax"]


def test_learning_again_adds_nothing() -> None:
    for _ in range(2):
        learn("service", "en", ["tax", "house"])
    assert Word.objects.count() == 2


def test_nothing_is_read_again_while_nothing_changes(django_assert_num_queries) -> None:
    learn("service", "en", ["tax"])
    vocabulary()
    with django_assert_num_queries(1):
        vocabulary()


def test_another_process_that_learns_is_noticed() -> None:
    learn("service", "en", ["tax"])
    vocabulary()
    Word.objects.create(kind="service", language="en", word="house")
    assert vocabulary().of_kind("service") == ["house", "tax"]


def test_words_nothing_has_are_forgotten_and_twins_become_one() -> None:
    learn("service", "en", ["tax", "gone"])
    Word.objects.create(kind="service", language="en", word="tax")
    Entry.objects.create(kind="service", object_id=1, language="en", title="", vector="tax:1")
    assert forget_unused_words() == 2
    assert vocabulary().of_kind("service") == ["tax"]
