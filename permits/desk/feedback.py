"""Two questions after a visit, answered once by a link; nobody can tell whose answer is whose."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from permits.days import local_day
from permits.models import Center, Closing, Feedback

OPEN_FOR = timedelta(days=30)
# Fewer answers would tell who said what.
FEWEST = 5
WEEKS = 13


class AlreadyAnswered(Exception):
    """The link was used, or is too old."""


@dataclass(frozen=True)
class Report:
    """Answers of the last quarter: how many, and how many of each kind; None where too few."""

    answers: int
    friendly: list[tuple[str, int]] | None
    understood: list[tuple[str, int]] | None


def can_answer(closing: Closing, *, at: datetime) -> bool:
    return not closing.answered and at < closing.at + OPEN_FOR


def answer(
    *, closing: Closing, friendly: Feedback.Answer, understood: Feedback.Answer, at: datetime
) -> Feedback:
    """Count the answers, without whom and without when. Raises AlreadyAnswered."""
    with transaction.atomic():
        first = Closing.objects.filter(pk=closing.pk, answered=False, at__gt=at - OPEN_FOR)
        if not first.update(answered=True):
            raise AlreadyAnswered
        center = closing.visit.center
        return Feedback.objects.create(
            center=center,
            week=_monday(local_day(center, at)),
            friendly=friendly,
            understood=understood,
        )


def report(center: Center, *, at: datetime) -> Report:
    """What people said of a center in the last quarter."""
    since = _monday(local_day(center, at)) - timedelta(weeks=WEEKS)
    rows = list(
        Feedback.objects.filter(center=center, week__gte=since).values_list(
            "friendly", "understood"
        )
    )
    if len(rows) < FEWEST:
        return Report(len(rows), None, None)
    friendly, understood = (Counter(column) for column in zip(*rows, strict=True))
    return Report(len(rows), _told(friendly), _told(understood))


def _told(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(str(each.label), counts[each.value]) for each in Feedback.Answer]


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
