"""What is wrong with a rule book: a pure calculation. A book without faults leaves nobody stuck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from permits.eligibility.evaluation import (
    cleaned,
    days_that_differ,
    every_way,
    open_question,
    outcome_of,
)
from permits.eligibility.rulebook import KINDS, Conditions, Rule, RuleBook, Worded

# What every text must exist in; other languages may follow.
LANGUAGES = ("en", "nl")
MOST_TOLD = 5


class What(StrEnum):
    NO_CASE = "no-case"
    CASE_FAILS = "case-fails"
    CASE_UNFINISHED = "case-unfinished"
    NO_OUTCOME = "no-outcome"
    DEAD_END = "dead-end"
    NEVER_REACHED = "never-reached"
    UNUSED = "unused"
    UNKNOWN = "unknown"
    NO_TEXT = "no-text"
    NO_SOURCE = "no-source"
    NO_PROCEDURE = "no-procedure"
    TWICE = "twice"


@dataclass(frozen=True)
class Fault:
    """`where` is the code of the rule, outcome or question; `detail` what is wrong there."""

    what: What
    where: str
    detail: str = ""


@dataclass(frozen=True)
class Known:
    """What rules may refer to: procedure → the documents it asks for; codes of terms and fees."""

    documents: Mapping[str, frozenset[str]]
    deadlines: frozenset[str]
    fees: frozenset[str]
    agencies: Mapping[str, str]


def faults(book: RuleBook, known: Known) -> list[Fault]:
    """Everything that keeps `book` from being published."""
    found = [*_repeated(book), *_words(book), *_references(book, known), *_conditions(book)]
    if any(fault.what is What.UNKNOWN for fault in found):
        return found
    return [*found, *_cases(book), *_ways(book)]


def case_problem(book: RuleBook, rule: Rule) -> Fault | None:
    """What is wrong with the test case of `rule`."""
    if rule.case is None:
        return Fault(What.NO_CASE, rule.code)
    answers = cleaned(book, rule.case.answers)
    if answers != dict(rule.case.answers) or open_question(book, answers):
        return Fault(What.CASE_UNFINISHED, rule.code)
    found = outcome_of(book, answers, on=rule.case.on or date(2028, 1, 1))
    if found is None or found.rule.code != rule.code:
        return Fault(What.CASE_FAILS, rule.code, found.rule.code if found else "")
    return None


def _cases(book: RuleBook) -> Iterator[Fault]:
    for rule in book.rules:
        problem = case_problem(book, rule)
        if problem:
            yield problem


def _ways(book: RuleBook) -> Iterator[Fault]:
    """Answers that lead nowhere, and what no answers lead to."""
    reached, stuck = set(), []
    days = days_that_differ(book)
    for answers in every_way(book):
        for day in days:
            found = outcome_of(book, answers, on=day)
            if found is None:
                stuck.append(answers)
                break
            reached.add(found.rule.code)
    for answers in stuck[:MOST_TOLD]:
        yield Fault(What.NO_OUTCOME, "", ", ".join(f"{c}={v}" for c, v in answers.items()))
    for rule in book.rules:
        if rule.code not in reached:
            yield Fault(What.NEVER_REACHED, rule.code)
    yield from _without_choice(book)


def _without_choice(book: RuleBook) -> Iterator[Fault]:
    """Questions that somebody is asked and has nothing to choose from."""
    stuck: set[str] = set()
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        answers = waiting.pop()
        question = open_question(book, answers)
        if question is None:
            continue
        offered = question.offered(answers)
        if not offered:
            stuck.add(question.code)
        waiting.extend({**answers, question.code: choice.value} for choice in offered)
    for code in sorted(stuck):
        yield Fault(What.DEAD_END, code)


def _repeated(book: RuleBook) -> Iterator[Fault]:
    for codes in ([r.code for r in book.rules], [q.code for q in book.questions]):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Fault(What.TWICE, code)


def _words(book: RuleBook) -> Iterator[Fault]:
    """Texts nobody wrote in a language they must exist in."""
    worded: list[tuple[str, Worded, tuple[str, ...]]] = [
        (each.code, each, ("title",)) for each in book.questions
    ]
    for question in book.questions:
        worded += [(question.code, choice, ("title",)) for choice in question.choices]
    worded += [(each.code, each, ("title", "lead")) for each in book.outcomes.values()]
    worded += [(each.code, each, ("text",)) for each in book.passages.values()]
    for code, thing, names in worded:
        for name in names:
            for language in LANGUAGES:
                if not thing.words[name].get(language, "").strip():
                    yield Fault(What.NO_TEXT, code, language)


def _references(book: RuleBook, known: Known) -> Iterator[Fault]:
    used = {rule.outcome for rule in book.rules}
    for rule in book.rules:
        if rule.outcome not in book.outcomes:
            yield Fault(What.UNKNOWN, rule.code, rule.outcome)
    for outcome in book.outcomes.values():
        if outcome.code not in used:
            yield Fault(What.UNUSED, outcome.code)
        if not outcome.source:
            yield Fault(What.NO_SOURCE, outcome.code)
        demanded = frozenset[str]().union(*(known.documents.get(p, ()) for p in outcome.procedures))
        allowed = (
            (outcome.procedures, known.documents.keys()),
            (outcome.documents, demanded),
            (outcome.deadlines, known.deadlines),
            ((*outcome.fees_without, *outcome.fees_also), known.fees),
            ((*outcome.desk, *outcome.after), book.passages.keys()),
            ((outcome.kind,), KINDS),
        )
        for codes, those in allowed:
            for code in codes:
                if code not in those:
                    yield Fault(What.UNKNOWN, outcome.code, code)
        kinds = {known.agencies.get(code, "") for code in outcome.procedures}
        if kinds != _AGENCIES.get(outcome.kind):
            yield Fault(What.NO_PROCEDURE, outcome.code)


_AGENCIES = {
    "combined": {"municipal", "federal"},
    "city": {"municipal"},
    "federal": {"federal"},
    "none": set[str](),
}


def _conditions(book: RuleBook) -> Iterator[Fault]:
    """Conditions on questions or answers that do not exist (or, for questions, come later)."""
    before: dict[str, set[str]] = {}
    for question in book.questions:
        yield from _unknown(question.code, question.asked_if, before)
        for choice in question.choices:
            yield from _unknown(question.code, choice.offered_if, before)
        if question.kind == "choice":
            before[question.code] = {choice.value for choice in question.choices}
    for rule in book.rules:
        yield from _unknown(rule.code, rule.when, before)


def _unknown(where: str, conditions: Conditions, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    for code, values in conditions.wanted.items():
        for value in values:
            if value not in known.get(code, ()):
                yield Fault(What.UNKNOWN, where, f"{code}={value}")
