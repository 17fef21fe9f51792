"""The shipped rules fit the catalogue, follow what is shipped, and give way to editors."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction

from permits.eligibility import seeding
from permits.eligibility.drafting import give_up, save_words, start_draft
from permits.eligibility.publishing import publish
from permits.eligibility.refusals import BrokenRules
from permits.eligibility.seeding import Seeded, seed_rules
from permits.models import RuleSet
from rotonde.pages.seeding import fixture_files
from tests.factories.deadlines import RuleFactory
from tests.permits.eligibility.books import bookable
from tests.permits.eligibility.conftest import clock, world

__all__ = ["clock", "world"]

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_the_shipped_rules_are_published_once(db) -> None:
    call_command("loaddata", *fixture_files(settings.BASE_DIR / "fixtures"), verbosity=0)
    assert seed_rules(at=AT).outcome is Seeded.PUBLISHED
    assert RuleSet.objects.published().get().version == 1
    assert seed_rules(at=AT).outcome is Seeded.UNCHANGED
    assert RuleSet.objects.count() == 1


@pytest.fixture
def ship(world, monkeypatch):
    """Let the portal come with the small book, changed by whoever asks for it."""
    RuleFactory(code="R3")

    def shipped(change=lambda document: None):
        document = bookable()
        change(document)
        monkeypatch.setattr(seeding, "shipped_document", lambda: document)
        return seed_rules(at=AT)

    shipped()
    return shipped


def reworded(document) -> None:
    document["passages"][0]["text"] = {"en": "New words", "nl": "Nieuwe woorden"}


def text_that_counts() -> str:
    return RuleSet.objects.published().get().document["passages"][0]["text"]["en"]


def an_editors_version() -> RuleSet:
    draft = start_draft(at=AT)
    words = {"text": {"en": "An editor's words", "nl": "Woorden"}}
    save_words(
        version=draft.version, revision=draft.revision, part="passages", code="looks", words=words
    )
    return publish(version=draft.version, revision=1, by=None, at=AT)


def test_what_changed_becomes_a_new_version(ship) -> None:
    seeded = ship(reworded)
    assert (seeded.outcome, seeded.version) == (Seeded.PUBLISHED, 2)
    assert text_that_counts() == "New words"
    assert RuleSet.objects.get(version=1).state == "retired"
    assert ship(reworded).outcome is Seeded.UNCHANGED
    assert RuleSet.objects.count() == 2


def test_what_is_shipped_as_before_is_one_more_version(ship) -> None:
    ship(reworded)
    assert ship().version == 3
    assert text_that_counts() == "Words"


def test_what_an_editor_published_stays_and_is_said_so(ship) -> None:
    version = an_editors_version().version
    seeded = ship(reworded)
    assert (seeded.outcome, seeded.version) == (Seeded.EDITED, version)
    assert "NOT published" in seeded.words
    assert text_that_counts() == "An editor's words"
    assert not RuleSet.objects.drafts().exists()


def test_as_long_as_nothing_new_is_shipped_editors_hear_nothing(ship) -> None:
    an_editors_version()
    assert ship().outcome is Seeded.UNCHANGED


def test_a_draft_an_editor_writes_stays_and_so_does_what_counts(ship) -> None:
    draft = start_draft(at=AT)
    seeded = ship(reworded)
    assert (seeded.outcome, seeded.version) == (Seeded.BEING_WRITTEN, draft.version)
    assert text_that_counts() == "Words"
    give_up(version=draft.version, revision=0)
    assert ship(reworded).outcome is Seeded.PUBLISHED


def test_a_draft_of_the_shipped_rules_is_the_editors_once_published(ship) -> None:
    """Word for word the same, but somebody stands behind it."""
    draft = start_draft(at=AT)
    assert not publish(version=draft.version, revision=0, by=None, at=AT).shipped
    assert ship(reworded).outcome is Seeded.EDITED


def test_rules_whose_case_fails_are_not_published(ship) -> None:
    def break_it(document) -> None:
        document["rules"][0]["case"]["answers"] = {"topic": "tax"}

    seeded = ship(break_it)
    assert (seeded.outcome, seeded.version) == (Seeded.BROKEN, 1)
    assert "case-fails arrives" in seeded.words
    assert text_that_counts() == "Words"
    assert RuleSet.objects.count() == 1


def test_the_first_are_refused_where_they_are_broken(world) -> None:
    """Nothing of the catalogue they name is there."""
    with pytest.raises(BrokenRules):
        seed_rules(at=AT)
    assert not RuleSet.objects.exists()
    with pytest.raises(SystemExit):
        call_command("seed_rules", stderr=StringIO())


def test_nobody_makes_an_editors_version_a_shipped_one(ship) -> None:
    an_editors_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.published().update(shipped=True)


def test_the_command_says_what_it_did_and_leaves_with_one_where_it_did_not(ship) -> None:
    out = StringIO()
    ship(reworded)
    call_command("seed_rules", stdout=out)
    assert "rules: unchanged, version 2 holds them" in out.getvalue()
    an_editors_version()

    def again(document) -> None:
        document["passages"][0]["text"] = {"en": "Newer", "nl": "Nieuwer"}

    ship(again)
    with pytest.raises(SystemExit) as left:
        call_command("seed_rules", stdout=out)
    assert left.value.code == 1
    assert "version 3, which counts, is an editor's" in out.getvalue()
