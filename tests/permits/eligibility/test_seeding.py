"""The shipped rules fit the shipped procedures, documents, fees and terms."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command

from permits.eligibility.seeding import seed_rules
from permits.models import RuleSet
from rotonde.pages.seeding import fixture_files

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_the_shipped_rules_are_published_once(db) -> None:
    call_command("loaddata", *fixture_files(settings.BASE_DIR / "fixtures"), verbosity=0)
    assert seed_rules(at=AT)
    assert RuleSet.objects.published().get().version == 1
    assert not seed_rules(at=AT)
    assert RuleSet.objects.count() == 1
