"""From answers to an outcome: the shipped rules leave nobody stuck and lead to the right place."""

from datetime import date

import pytest

from permits.eligibility.evaluation import (
    cleaned,
    days_that_differ,
    every_way,
    open_question,
    outcome_of,
)
from permits.eligibility.rulebook import Season, rulebook
from tests.permits.eligibility.books import shipped, small

WINTER = date(2027, 1, 15)
BOOK = rulebook(shipped())


def arrive(**answers: str) -> dict[str, str]:
    return {"topic": "arrive", **answers}


def test_every_combination_of_answers_gets_an_outcome_on_every_day() -> None:
    ways = list(every_way(BOOK))
    assert len(ways) > 80
    stuck = [
        (answers, day)
        for answers in ways
        for day in days_that_differ(BOOK)
        if outcome_of(BOOK, answers, on=day) is None
    ]
    assert stuck == []


def test_no_way_is_walked_twice_and_each_is_complete() -> None:
    ways = [tuple(sorted(answers.items())) for answers in every_way(BOOK)]
    assert len(ways) == len(set(ways))
    assert all(open_question(BOOK, dict(way)) is None for way in ways)


# The profiles of the domain facts, §1: who → the kind of visit, a term, a paper that decides.
@pytest.mark.parametrize(
    ("answers", "kind", "term", "paper"),
    [
        (arrive(group="eu", basis="work", employer="belgium", hand="id"), "combined", "R5",
         "employment-contract"),
        (arrive(group="eu", basis="work", employer="abroad", hand="id"), "combined", "R5",
         "limosa-a1"),
        (arrive(group="eu", basis="self-employed", hand="id"), "combined", "R5", "cbe-extract"),
        (arrive(group="eu", basis="study", hand="id"), "combined", "R5", "enrolment-certificate"),
        (arrive(group="eu", basis="other", hand="id"), "combined", "R5", "proof-of-means"),
        (arrive(group="eu", basis="work", employer="belgium", hand="registered"), "federal",
         "R5-file", "employment-contract"),
        (arrive(group="non-eu", basis="work", employer="belgium", hand="visa"), "combined", "R3",
         "annex-46"),
        (arrive(group="non-eu", basis="work", employer="research", hand="visa"), "combined", "R3",
         "hosting-agreement"),
        (arrive(group="non-eu", basis="self-employed", hand="visa"), "combined", "R3",
         "professional-card"),
        (arrive(group="non-eu", basis="study", hand="visa"), "combined", "R3", "proof-of-means"),
        (arrive(group="non-eu", basis="family", whom="other", hand="visa"), "combined", "R3",
         "sponsor-card"),
        (arrive(group="non-eu", basis="family", whom="eu", hand="visa"), "combined", "R3",
         "sponsor-card"),
        ({"topic": "renewal", "group": "non-eu", "basis": "study"}, "city", "R9",
         "study-progress"),
        ({"topic": "renewal", "group": "non-eu", "basis": "family"}, "city", "R8",
         "decision-papers"),
        ({"topic": "renewal", "group": "non-eu", "basis": "work", "decision": "yes"}, "city", "R7",
         "annex-46"),
    ],
)  # fmt: skip
def test_the_profiles_are_led_where_they_belong(answers, kind, term, paper) -> None:
    outcome = outcome_of(BOOK, answers, on=WINTER).outcome
    assert outcome.kind == kind
    assert term in outcome.deadlines
    assert paper in outcome.documents


@pytest.mark.parametrize(
    ("answers", "term"),
    [
        (arrive(group="non-eu", basis="visit"), "R1"),
        (arrive(group="non-eu", basis="work", employer="belgium", hand="nothing"), "R3"),
        ({"topic": "renewal", "group": "non-eu", "basis": "work", "decision": "no"}, "R7"),
    ],
)
def test_who_needs_no_visit_yet_is_told_so_and_until_when(answers, term) -> None:
    outcome = outcome_of(BOOK, answers, on=WINTER).outcome
    assert (outcome.kind, outcome.procedures) == ("none", ())
    assert term in outcome.deadlines


def test_eu_citizens_are_not_told_of_the_fees_of_others() -> None:
    answers = arrive(group="eu", basis="work", employer="belgium", hand="id")
    left_out = outcome_of(BOOK, answers, on=WINTER).outcome.fees_without
    assert any("federal-contribution" in fee for fee in left_out)
    assert any("flemish-fee" in fee for fee in left_out)


@pytest.mark.parametrize("question", ["topic", "group", "basis", "hand", "employer", "whom"])
def test_whoever_is_not_sure_is_led_to_an_officer(question: str) -> None:
    for answers in every_way(BOOK):
        if answers.get(question) == "unsure":
            outcome = outcome_of(BOOK, answers, on=WINTER).outcome
            eu = answers.get("group") == "eu"
            led = outcome.procedures == ("permit-advice",)
            # What does not matter for the answer needs no officer.
            registered = answers.get("hand") == "registered"
            assert led or eu or registered, answers


def test_help_with_the_tax_return_keeps_its_season() -> None:
    def kind(day: date) -> str:
        return outcome_of(BOOK, {"topic": "tax"}, on=day).outcome.code

    assert kind(date(2027, 4, 30)) == "tax-later"
    assert kind(date(2027, 5, 1)) == kind(date(2027, 7, 15)) == "tax"
    assert kind(date(2027, 7, 16)) == "tax-later"


def test_a_season_may_run_over_new_year() -> None:
    winter = Season("12-01", "02-15")
    assert winter.has(date(2027, 12, 31))
    assert winter.has(date(2027, 1, 1))
    assert not winter.has(date(2027, 6, 1))


def test_answers_that_are_not_asked_or_not_offered_do_not_count() -> None:
    given = {"topic": "tax", "group": "eu", "hand": "visa", "nothing": "at-all"}
    assert cleaned(BOOK, given) == {"topic": "tax"}
    assert cleaned(BOOK, {"topic": "nonsense", "group": "eu"}) == {}
    eu = arrive(group="eu", basis="study", hand="visa")
    assert "hand" not in cleaned(BOOK, eu)


def test_the_first_rule_that_fits_wins() -> None:
    document = small()
    document["rules"][2]["priority"] = 1
    found = outcome_of(rulebook(document), {"topic": "tax"}, on=date(2027, 6, 1))
    assert found.rule.code == "rest"
