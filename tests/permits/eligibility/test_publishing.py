"""A broken set of rules is never published; a whole one replaces what counted before."""

import pytest

from permits.eligibility import drafting
from permits.eligibility.checking import What
from permits.eligibility.publishing import publish
from permits.eligibility.refusals import BrokenRules, DraftChanged, NotADraft
from permits.models import RuleSet
from tests.permits.eligibility.books import NOW


def state_of(version: int) -> str:
    return RuleSet.objects.get(version=version).state


def test_publishing_retires_what_counted_before(rules) -> None:
    drafting.start_draft(at=NOW)
    made = publish(version=2, revision=0, by=None, at=NOW)
    assert made.published_at == NOW
    assert (state_of(1), state_of(2)) == ("retired", "published")


def test_a_broken_draft_is_refused_with_everything_that_is_wrong(rules) -> None:
    drafting.start_draft(at=NOW)
    drafting.remove_rule(version=2, revision=0, code="season")
    drafting.save_outcome(version=2, revision=1, code="come", outcome={"lead": {"en": "Come"}})
    with pytest.raises(BrokenRules) as refusal:
        publish(version=2, revision=2, by=None, at=NOW)
    assert {fault.what for fault in refusal.value.faults} == {
        What.NO_OUTCOME,
        What.NO_TEXT,
        What.UNUSED,
    }
    assert (state_of(1), state_of(2)) == ("published", "draft")


def test_only_the_draft_that_was_looked_at_is_published(rules) -> None:
    drafting.start_draft(at=NOW)
    with pytest.raises(DraftChanged):
        publish(version=2, revision=7, by=None, at=NOW)
    for version in (1, 9):
        with pytest.raises(NotADraft):
            publish(version=version, revision=0, by=None, at=NOW)


def test_answers_of_before_are_still_read_by_the_rules_they_met(rules, newcomer) -> None:
    visit = newcomer.book(told="1~topic.arrive~group.eu")
    drafting.start_draft(at=NOW)
    lead = {"en": "Quite different", "nl": "Heel anders"}
    drafting.save_outcome(version=2, revision=0, code="come", outcome={"lead": lead})
    publish(version=2, revision=1, by=None, at=NOW)
    page = newcomer.client.get(visit.get_absolute_url()).content.decode()
    assert "What you told us" in page
    assert "Quite different" not in page
