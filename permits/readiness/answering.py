"""Takes down what a party says it has, before its visit."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from permits.days import lock_days
from permits.models import AheadAnswer, PaperCheck, Visit
from permits.readiness.reading import Asked, Paper, readiness_of
from permits.refusals import NotBooked, VisitStarted


def answer(
    *, visit: Visit, given: Mapping[str, str], at: datetime, ask_employer: bool | None = None
) -> int:
    """Keep the answers in `given`, by the names of `Readiness.items`; how many changed.

    What is not in `given`, or no longer asked for, stays as it is; an empty answer takes one back.
    `ask_employer` says whether the office may ask whoever booked (None: as before).

    Raises NotBooked, VisitStarted.
    """
    with transaction.atomic():
        # The lock raises the day's version: a board that shows the visit learns of it.
        lock_days([(visit.center_id, visit.date)])
        visit = Visit.objects.get(pk=visit.pk)
        if visit.state != Visit.State.BOOKED:
            raise NotBooked
        if visit.starts_at <= at:
            raise VisitStarted(visit)
        if ask_employer is not None:
            Visit.objects.filter(pk=visit.pk).update(ask_employer=ask_employer)
        changed = [
            (item, given[name])
            for name, item in readiness_of(visit).items.items()
            if name in given and given[name] != item.answer
        ]
        papers = [(item, value) for item, value in changed if isinstance(item, Paper)]
        _keep_papers(papers, at)
        for item, value in changed:
            if not isinstance(item, Paper):
                _keep_answer(item, value, at)
        return len(changed)


def _keep_papers(papers: list[tuple[Paper, str]], at: datetime) -> None:
    """In one statement; the check that is known may hang on another procedure's requirement."""
    PaperCheck.objects.bulk_create(
        [
            PaperCheck(
                attendee=paper.attendee,
                requirement_id=(paper.check or paper).requirement.pk,
                answer=value,
                answered_at=at,
            )
            for paper, value in papers
        ],
        update_conflicts=True,
        unique_fields=["attendee", "requirement"],
        update_fields=["answer", "answered_at"],
    )


def _keep_answer(asked: Asked, value: str, at: datetime) -> None:
    if not value:
        AheadAnswer.objects.filter(attendee=asked.attendee, question=asked.question).delete()
        return
    AheadAnswer.objects.update_or_create(
        attendee=asked.attendee,
        question=asked.question,
        defaults={"answer": value, "answered_at": at},
    )
