"""Writing the next version of the rules: a copy of what is published, changed piece by piece.

Every function is one transaction, names the `revision` of the draft its page showed, and raises
DraftChanged where that is not the newest, NotADraft where there is no such draft any more.
"""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from permits.eligibility.refusals import DraftChanged, NotADraft
from permits.eligibility.shipped import shipped_document
from permits.models import RuleSet

Document = dict[str, Any]


def start_draft(*, at: datetime) -> RuleSet:
    """A copy of what is published, else of what is shipped; the draft that exists, if one does."""
    with transaction.atomic():
        # Whoever comes second waits here, and finds the draft of the first.
        published = RuleSet.objects.select_for_update().published().first()
        draft = RuleSet.objects.drafts().first()
        if draft is not None:
            return draft
        newest = RuleSet.objects.aggregate(Max("version"))["version__max"] or 0
        document = published.document if published else shipped_document()
        return RuleSet.objects.create(version=newest + 1, document=document, created_at=at)


def give_up(*, version: int, revision: int) -> None:
    """Throw the draft away."""
    with _changing(version, revision) as draft:
        draft.delete()


def save_rule(*, version: int, revision: int, code: str, rule: Mapping[str, Any]) -> RuleSet:
    """Put `rule` in the place of the one of this code, or add it."""
    return _save(version, revision, "rules", code, rule)


def save_outcome(*, version: int, revision: int, code: str, outcome: Mapping[str, Any]) -> RuleSet:
    """Change what the outcome of this code says; what `outcome` does not name stays."""
    return _save(version, revision, "outcomes", code, outcome)


def save_words(
    *, version: int, revision: int, part: str, code: str, words: Mapping[str, Any]
) -> RuleSet:
    """Change the words of a question and its answers, or (`part` "passages") of a passage."""
    return _save(version, revision, part, code, words)


def remove_rule(*, version: int, revision: int, code: str) -> RuleSet:
    """Take the rule of this code away."""
    with _changing(version, revision) as draft:
        draft.document["rules"] = [r for r in draft.document["rules"] if r["code"] != code]
        _keep(draft)
    return draft


def _save(version: int, revision: int, part: str, code: str, piece: Mapping[str, Any]) -> RuleSet:
    with _changing(version, revision) as draft:
        pieces = draft.document[part]
        places = [i for i, each in enumerate(pieces) if each["code"] == code]
        if places:
            pieces[places[0]] = {**pieces[places[0]], **piece}
        else:
            pieces.append({"code": code, **piece})
        _keep(draft)
    return draft


def _keep(draft: RuleSet) -> None:
    draft.revision += 1
    draft.save(update_fields=["document", "revision"])


@contextmanager
def _changing(version: int, revision: int) -> Iterator[RuleSet]:
    with transaction.atomic():
        draft = RuleSet.objects.select_for_update().drafts().filter(version=version).first()
        if draft is None:
            raise NotADraft
        if draft.revision != revision:
            raise DraftChanged
        draft.document = copy.deepcopy(draft.document)
        yield draft
