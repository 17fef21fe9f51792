"""What people said before their visits: told in full, erased whole.

The minutes the office counted stay: fees stand on them, and they name no visitor.
"""

from collections.abc import Collection
from typing import Any

from permits.models import AheadAnswer, PaperCheck, PaperRequest, Visit


def told(visit: Visit) -> dict[str, Any]:
    """Answers, doubts and requests of one visit."""
    own = {"attendee__visit": visit}
    return {
        "papers": list(
            PaperCheck.objects.filter(**own).values(
                "attendee__position",
                "requirement__document__slug",
                "requirement__form",
                "answer",
                "answered_at",
                "doubt",
                "doubted_at",
            )
        ),
        "answers": list(
            AheadAnswer.objects.filter(**own).values(
                "attendee__position", "question__slug", "answer", "answered_at"
            )
        ),
        "requests": list(visit.paper_requests.values("to", "at", "words")),
    }


def forget(visits: Collection[int]) -> None:
    """Take everything that was said about papers out of these visits (ids)."""
    PaperCheck.objects.filter(attendee__visit__in=visits).delete()
    AheadAnswer.objects.filter(attendee__visit__in=visits).delete()
    PaperRequest.objects.filter(visit__in=visits).delete()
