"""What the database refuses, whatever code tries."""

import pytest
from django.db import IntegrityError, transaction

from permits.models import RuleSet
from tests.permits.eligibility.books import NOW, draft, small


def refused(write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_published_set_never_changes(rules) -> None:
    them = RuleSet.objects.filter(pk=rules.pk)
    refused(lambda: them.update(document=small()))
    refused(lambda: them.update(version=9))
    refused(lambda: them.update(state="draft", published_at=None))
    refused(them.delete)
    them.update(state="retired")
    refused(lambda: them.update(state="published"))
    refused(them.delete)


def test_a_draft_changes_and_goes_freely(db) -> None:
    them = RuleSet.objects.filter(pk=draft(small()).pk)
    them.update(document={}, revision=3)
    assert them.delete()[0] == 1


def test_two_sets_are_never_published_at_once(rules) -> None:
    other = draft(small(), version=2)
    refused(lambda: RuleSet.objects.filter(pk=other.pk).update(state="published", published_at=NOW))


def test_there_is_one_draft_at_most(db) -> None:
    draft(small())
    refused(lambda: draft(small(), version=2))


def test_what_is_published_knows_since_when(db) -> None:
    refused(
        lambda: RuleSet.objects.create(version=1, document={}, created_at=NOW, state="published")
    )


def test_answers_belong_to_rules(rules, newcomer) -> None:
    visit = newcomer.hold()
    visit.answers = {"topic": "arrive"}
    refused(lambda: visit.save(update_fields=["answers"]))
