"""The first version of the rules, from the fixtures, through the same gate as every other."""

from datetime import datetime

from django.db import transaction

from permits.eligibility.publishing import publish
from permits.eligibility.shipped import shipped_document
from permits.models import RuleSet


def seed_rules(*, at: datetime) -> bool:
    """Publish version 1 where there are no rules yet; whether it did. Raises BrokenRules."""
    if RuleSet.objects.exists():
        return False
    with transaction.atomic():
        draft = RuleSet.objects.create(version=1, document=shipped_document(), created_at=at)
        publish(version=draft.version, revision=draft.revision, by=None, at=at)
    return True
