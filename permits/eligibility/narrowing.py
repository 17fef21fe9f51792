"""Whether a few answers would shorten the list of papers a party is asked for."""

from collections.abc import Collection

from permits.models import RuleSet


def answers_would_narrow(codes: Collection[str], documents: Collection[str]) -> bool:
    """By the published rules; `codes` are the procedures, `documents` what they ask of anybody.

    One query.
    """
    rule_set = RuleSet.objects.published().first()
    if rule_set is None:
        return False
    wanted, asked = set(codes), set(documents)
    return any(
        wanted & set(outcome.procedures) and outcome.documents and asked - set(outcome.documents)
        for outcome in rule_set.book.outcomes.values()
    )
