"""What is wrong with rules, and what they say, in words for editors."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from permits.eligibility.checking import Fault, What, case_problem
from permits.eligibility.rulebook import Choice, Conditions, Outcome, Question, Rule, RuleBook


def fault_told(fault: Fault) -> str:
    """One sentence that names the place and what to do there."""
    sentence = {
        What.NO_CASE: _("The rule “%(where)s” has no test case."),
        What.CASE_FAILS: _(
            "The test case of the rule “%(where)s” fails: its answers lead to “%(detail)s”."
        ),
        What.CASE_UNFINISHED: _(
            "The test case of the rule “%(where)s” does not answer exactly what is asked."
        ),
        What.NO_OUTCOME: _("These answers lead nowhere: %(detail)s."),
        What.DEAD_END: _("The question “%(where)s” is put to people who have no answer to choose."),
        What.NEVER_REACHED: _("No answers lead to the rule “%(where)s”: other rules come first."),
        What.UNUSED: _("No rule leads to the outcome “%(where)s”."),
        What.UNKNOWN: _("“%(where)s” names “%(detail)s”, which does not exist here."),
        What.NO_TEXT: _("“%(where)s” lacks a text in this language: %(detail)s."),
        What.NO_SOURCE: _("The outcome “%(where)s” does not say where it comes from."),
        What.NO_PROCEDURE: _("The procedures of “%(where)s” do not fit its kind of visit."),
        What.TWICE: _("“%(where)s” exists twice."),
    }[fault.what]
    return sentence % {"where": fault.where, "detail": fault.detail or "–"}


@dataclass(frozen=True)
class RuleTold:
    """A rule as a line of a table."""

    rule: Rule
    conditions: list[tuple[Question, list[Choice]]]
    outcome: Outcome | None
    problem: str


def rules_told(book: RuleBook) -> list[RuleTold]:
    """All rules in the order in which they are tried, each with what its test case says."""
    return [
        RuleTold(
            rule=rule,
            conditions=conditions_told(book, rule.when),
            outcome=book.outcomes.get(rule.outcome),
            problem=fault_told(problem) if (problem := case_problem(book, rule)) else "",
        )
        for rule in book.rules
    ]


def conditions_told(book: RuleBook, conditions: Conditions) -> list[tuple[Question, list[Choice]]]:
    """The questions that matter, each with the answers that fit."""
    return [
        (question, [c for c in question.choices if c.value in conditions.wanted[question.code]])
        for question in book.questions
        if question.code in conditions.wanted
    ]
