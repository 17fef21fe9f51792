"""Which texts a language lacks, and which were made from a source that said something else."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.eligibility import drafting
from permits.eligibility.coverage import coverage
from permits.models import RuleSet
from rotonde.accounts.roles import Role
from tests.factories.accounts import an_account, browser_of
from tests.permits.eligibility.books import NOW, bookable, shipped, small


def worded(**words: str) -> dict:
    """The small book, with these words for its one passage."""
    made = small()
    made["passages"][0]["text"] = words
    return made


def standing(*versions: dict, language: str = "fr") -> tuple[int, int, int]:
    """How many texts of a language are complete, missing and outdated in the last version."""
    [found] = [each for each in coverage(versions) if each.language == language]
    return found.complete, len(found.missing), len(found.outdated)


# Three questions, four answers, one passage, two outcomes of two texts each.
TOTAL = 12


def test_what_nobody_translated_is_missing() -> None:
    assert standing(worded(en="Look", nl="Kijk")) == (0, TOTAL, 0)
    assert standing(worded(en="Look", nl="Kijk"), language="nl") == (TOTAL, 0, 0)


def test_a_translation_counts_as_long_as_its_source_says_the_same() -> None:
    first = worded(en="Look", nl="Kijk", fr="Regardez")
    assert standing(first) == (1, TOTAL - 1, 0)
    assert standing(first, first, first) == (1, TOTAL - 1, 0)


def test_once_the_source_has_changed_it_is_outdated_until_it_changes_too() -> None:
    first = worded(en="Look", nl="Kijk", fr="Regardez")
    second = worded(en="Look twice", nl="Kijk twee keer", fr="Regardez")
    third = worded(en="Look twice", nl="Kijk twee keer", fr="Regardez deux fois")
    assert standing(first, second) == (0, TOTAL - 1, 1)
    assert standing(first, second, third) == (1, TOTAL - 1, 0)


def test_a_source_that_says_again_what_it_said_makes_it_good_again() -> None:
    first = worded(en="Look", nl="Kijk", fr="Regardez")
    second = worded(en="Look twice", nl="Kijk", fr="Regardez")
    assert standing(first, second, first) == (1, TOTAL - 1, 0)


def test_the_dutch_is_a_translation_too_where_there_is_english() -> None:
    first, second = worded(en="Look", nl="Kijk"), worded(en="Look twice", nl="Kijk")
    assert standing(first, second, language="nl") == (TOTAL - 1, 0, 1)
    assert standing(first, second, language="en") == (TOTAL, 0, 0)


def test_every_shipped_text_is_there_in_all_eight() -> None:
    lacking = {each.language: each.pieces for each in coverage([shipped()]) if each.pieces}
    assert lacking == {}


@pytest.fixture
def editor(rules):
    return browser_of(an_account("editor@example.org", Role.EDITOR))


def rows_of(page: BeautifulSoup) -> dict[str, list[str]]:
    section = page.select_one(".texts")
    return {
        row.th.text: [cell.get_text(strip=True) for cell in row.select("td")]
        for row in section.select("tbody tr")
    }


def read(browser, name: str, *arguments: object) -> BeautifulSoup:
    return BeautifulSoup(browser.get(reverse(name, args=arguments)).content, "html.parser")


def test_the_desk_shows_it_for_what_counts_and_for_the_draft(editor, rules) -> None:
    total = coverage([bookable()])[0].total
    counts = rows_of(read(editor, "desk:rules"))
    assert counts["Dutch"] == [f"{total} of {total}", "0", "0"]
    assert counts["French"] == [f"0 of {total}", str(total), "0"]
    draft = drafting.start_draft(at=NOW)
    words = {"text": {"en": "Looks twice", "nl": "Woorden", "fr": "Des mots"}}
    drafting.save_words(version=2, revision=0, part="passages", code="looks", words=words)
    page = read(editor, "desk:rules-draft", draft.version)
    assert rows_of(page)["Dutch"] == [f"{total - 1} of {total}", "0", "1"]
    assert rows_of(page)["French"] == [f"1 of {total}", str(total - 1), "0"]
    link = reverse("desk:rules-words", args=[2, "passages", "looks"])
    assert page.select(f'.texts a[href="{link}"]')
    assert rows_of(read(editor, "desk:rules"))["Dutch"][2] == "0"
    assert not read(editor, "desk:rules-draft", 1).select(f'a[href="{link}"]')


def test_what_it_reads_does_not_grow_but_by_the_versions(
    editor, rules, django_assert_max_num_queries
) -> None:
    RuleSet.objects.create(version=2, document=bookable(), created_at=NOW)
    with django_assert_max_num_queries(20):
        assert editor.get(reverse("desk:rules-draft", args=[2])).status_code == 200
