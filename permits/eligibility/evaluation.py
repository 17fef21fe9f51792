"""From answers to an outcome: what is asked next, and which rule fits.

A pure calculation: `outcome_of` is the promise, and `every_way` walks all there is to answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from permits.eligibility.rulebook import Answers, Outcome, Question, Rule, RuleBook


@dataclass(frozen=True)
class Finding:
    """The outcome, and the rule that led to it."""

    rule: Rule
    outcome: Outcome


def asked(book: RuleBook, answers: Answers) -> list[Question]:
    """The questions that are put to somebody who answers so, in their order."""
    return [question for question in book.questions if question.asked_if.hold(answers)]


def cleaned(book: RuleBook, answers: Answers) -> dict[str, str]:
    """What counts of `answers`: the choices on offer in the questions that are asked, in order."""
    kept: dict[str, str] = {}
    for question in book.questions:
        if question.kind == "choice" and question.asked_if.hold(kept):
            offered = {choice.value for choice in question.offered(kept)}
            if answers.get(question.code) in offered:
                kept[question.code] = answers[question.code]
    return kept


def open_question(book: RuleBook, answers: Answers) -> Question | None:
    """The first choice that is asked and not made yet; `answers` are clean."""
    return next(
        (
            question
            for question in asked(book, answers)
            if question.kind == "choice" and question.code not in answers
        ),
        None,
    )


def outcome_of(book: RuleBook, answers: Answers, *, on: date) -> Finding | None:
    """The outcome of the first rule that fits on that day; None where no rule does."""
    for rule in book.rules:
        if rule.when.hold(answers) and (rule.season is None or rule.season.has(on)):
            outcome = book.outcomes.get(rule.outcome)
            return Finding(rule, outcome) if outcome else None
    return None


def every_way(book: RuleBook) -> Iterator[dict[str, str]]:
    """Each complete set of answers there is, once."""
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        answers = waiting.pop()
        question = open_question(book, answers)
        if question is None:
            yield answers
        else:
            waiting.extend(
                {**answers, question.code: choice.value} for choice in question.offered(answers)
            )


def days_that_differ(book: RuleBook) -> list[date]:
    """Days of a year on which the seasons begin and end, those beside them, and New Year."""
    found = {date(2028, 1, 1)}
    for rule in book.rules:
        if rule.season:
            for text in (rule.season.first, rule.season.last):
                middle = date.fromisoformat(f"2028-{text}").toordinal()
                found |= {date.fromordinal(middle + step) for step in (-1, 0, 1)}
    return sorted(found)
