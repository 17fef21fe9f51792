"""Nothing that would leave somebody stuck passes; each fault is named."""

from collections.abc import Callable

import pytest

from permits.eligibility.checking import What, faults
from permits.eligibility.rulebook import rulebook
from tests.permits.eligibility.books import SMALL_KNOWN, shipped, shipped_known, small


def found(document: dict) -> set[tuple[str, str]]:
    return {(fault.what, fault.where) for fault in faults(rulebook(document), SMALL_KNOWN)}


def test_the_shipped_rules_have_no_fault() -> None:
    assert faults(rulebook(shipped()), shipped_known()) == []


def test_every_shipped_text_exists_in_all_languages() -> None:
    def texts(thing):
        if isinstance(thing, dict) and "en" in thing:
            yield thing
        elif isinstance(thing, dict):
            for each in thing.values():
                yield from texts(each)
        elif isinstance(thing, list):
            for each in thing:
                yield from texts(each)

    wanted = {"en", "nl", "fr", "de", "es", "pl", "tr", "ar"}
    assert all(set(text) == wanted and all(text.values()) for text in texts(shipped()))


def test_a_whole_book_has_no_fault() -> None:
    assert found(small()) == set()


def _no_case(book: dict) -> None:
    del book["rules"][0]["case"]


def _case_fails(book: dict) -> None:
    book["rules"][2]["case"]["on"] = "2027-06-01"


def _case_unfinished(book: dict) -> None:
    del book["rules"][0]["case"]["answers"]["group"]


def _case_on_a_question_nobody_asks(book: dict) -> None:
    book["rules"][1]["case"]["answers"]["group"] = "eu"


def _no_rule_for_some(book: dict) -> None:
    book["rules"][0]["when"]["group"] = ["eu"]


def _no_rule_out_of_season(book: dict) -> None:
    book["rules"].pop()
    book["outcomes"].pop()


def _never_reached(book: dict) -> None:
    book["rules"][1]["priority"] = 40


def _unknown_answer(book: dict) -> None:
    book["rules"][0]["when"]["topic"] = ["arrives"]


def _unknown_document(book: dict) -> None:
    book["outcomes"][0]["documents"] = ["visa-d"]


def _unknown_term(book: dict) -> None:
    book["outcomes"][0]["deadlines"] = ["R99"]


def _wrong_kind(book: dict) -> None:
    book["outcomes"][0]["kind"] = "combined"


def _no_dutch(book: dict) -> None:
    book["outcomes"][0]["lead"] = {"en": "Words", "nl": " "}


def _no_english_answer(book: dict) -> None:
    book["questions"][1]["choices"][0]["title"] = {"nl": "Woorden"}


def _no_source(book: dict) -> None:
    book["outcomes"][1]["source"] = ""


def _nothing_to_choose(book: dict) -> None:
    for choice in book["questions"][1]["choices"]:
        choice["offered_if"] = {"topic": ["tax"]}


def _unused(book: dict) -> None:
    book["rules"][2]["outcome"] = "come"


@pytest.mark.parametrize(
    ("break_it", "what", "where"),
    [
        (_no_case, What.NO_CASE, "arrives"),
        (_case_fails, What.CASE_FAILS, "rest"),
        (_case_unfinished, What.CASE_UNFINISHED, "arrives"),
        (_case_on_a_question_nobody_asks, What.CASE_UNFINISHED, "season"),
        (_no_rule_for_some, What.NO_OUTCOME, ""),
        (_no_rule_out_of_season, What.NO_OUTCOME, ""),
        (_never_reached, What.NEVER_REACHED, "season"),
        (_unknown_answer, What.UNKNOWN, "arrives"),
        (_unknown_document, What.UNKNOWN, "come"),
        (_unknown_term, What.UNKNOWN, "come"),
        (_wrong_kind, What.NO_PROCEDURE, "come"),
        (_no_dutch, What.NO_TEXT, "come"),
        (_no_english_answer, What.NO_TEXT, "group"),
        (_no_source, What.NO_SOURCE, "wait"),
        (_nothing_to_choose, What.DEAD_END, "group"),
        (_unused, What.UNUSED, "wait"),
    ],
)
def test_what_is_broken_is_named(break_it: Callable[[dict], None], what: What, where: str) -> None:
    document = small()
    break_it(document)
    assert (what, where) in found(document)
