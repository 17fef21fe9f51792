"""The next version: a copy, changed piece by piece, and no change lost or overwritten unseen."""

import pytest

from permits.eligibility import drafting
from permits.eligibility.refusals import DraftChanged, NotADraft
from permits.models import RuleSet
from tests.permits.eligibility.books import NOW, shipped


@pytest.fixture
def begun(rules) -> RuleSet:
    return drafting.start_draft(at=NOW)


def test_a_draft_begins_as_a_copy(rules, begun) -> None:
    assert (begun.version, begun.state, begun.document) == (2, "draft", rules.document)


def test_whoever_starts_second_goes_on_with_the_same_draft(begun) -> None:
    assert drafting.start_draft(at=NOW) == begun


def test_without_published_rules_it_begins_with_those_that_are_shipped(db) -> None:
    draft = drafting.start_draft(at=NOW)
    assert (draft.version, draft.state) == (1, "draft")
    assert draft.document == shipped()


def test_a_rule_is_changed_added_and_taken_out(begun) -> None:
    changed = {"priority": 99, "when": {}, "outcome": "wait"}
    draft = drafting.save_rule(version=2, revision=0, code="arrives", rule=changed)
    assert draft.book.rule("arrives").priority == 99
    draft = drafting.save_rule(version=2, revision=1, code="more", rule=changed)
    assert draft.book.rule("more")
    draft = drafting.remove_rule(version=2, revision=2, code="more")
    assert draft.book.rule("more") is None
    assert RuleSet.objects.get(version=2).revision == 3


def test_what_an_outcome_is_not_told_stays(begun) -> None:
    draft = drafting.save_outcome(version=2, revision=0, code="come", outcome={"source": "gent.be"})
    outcome = draft.book.outcomes["come"]
    assert (outcome.source, outcome.documents) == ("gent.be", ("passport",))


def test_a_stale_page_changes_nothing(begun) -> None:
    drafting.remove_rule(version=2, revision=0, code="season")
    for change in (
        lambda: drafting.remove_rule(version=2, revision=0, code="arrives"),
        lambda: drafting.give_up(version=2, revision=0),
    ):
        with pytest.raises(DraftChanged):
            change()
    assert RuleSet.objects.get(version=2).book.rule("arrives")


def test_published_rules_are_no_draft(rules) -> None:
    with pytest.raises(NotADraft):
        drafting.remove_rule(version=1, revision=0, code="arrives")
    with pytest.raises(NotADraft):
        drafting.give_up(version=1, revision=0)


def test_given_up_is_gone(begun) -> None:
    drafting.give_up(version=2, revision=0)
    assert not RuleSet.objects.drafts().exists()
