"""Publishes a draft of the rules; a broken one never."""

from datetime import datetime

from django.db import transaction

from permits.eligibility.checking import Fault, Known, faults
from permits.eligibility.refusals import BrokenRules, DraftChanged, NotADraft
from permits.models import DeadlineRule, Fee, Procedure, Requirement, RuleSet
from rotonde.accounts.models import User


def publish(*, version: int, revision: int, by: User | None, at: datetime) -> RuleSet:
    """Let the draft count from now on, and retire what counted before.

    Raises BrokenRules with everything that is wrong, DraftChanged where the draft is not the one
    that was looked at, NotADraft.
    """
    with transaction.atomic():
        standing = {each.version: each for each in RuleSet.objects.select_for_update()}
        draft = standing.get(version)
        if draft is None or draft.state != RuleSet.State.DRAFT:
            raise NotADraft
        if draft.revision != revision:
            raise DraftChanged
        broken = faults_of(draft)
        if broken:
            raise BrokenRules(broken)
        RuleSet.objects.published().update(state=RuleSet.State.RETIRED)
        draft.state, draft.published_at, draft.published_by = RuleSet.State.PUBLISHED, at, by
        draft.save(update_fields=["state", "published_at", "published_by"])
    return draft


def faults_of(rule_set: RuleSet) -> list[Fault]:
    """What is wrong with a set of rules, by what may be referred to now."""
    return faults(rule_set.book, known())


def known() -> Known:
    """The procedures, their documents, the terms and fees that rules may name: four queries."""
    documents: dict[str, set[str]] = {}
    for procedure, document in Requirement.objects.values_list("procedure__slug", "document__slug"):
        documents.setdefault(procedure, set()).add(document)
    agencies = dict(Procedure.objects.values_list("slug", "agency_kind"))
    return Known(
        documents={code: frozenset(documents.get(code, ())) for code in agencies},
        deadlines=frozenset(DeadlineRule.objects.values_list("code", flat=True)),
        fees=frozenset(Fee.objects.values_list("slug", flat=True)),
        agencies=agencies,
    )
