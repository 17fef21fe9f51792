"""Asks whoever registered a hire for papers an employer has, where the hire allowed that.

What else is missing is the hire's own matter and never told.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permits.models import PaperRequest, Visit
from permits.readiness.employers import register_way
from permits.readiness.reading import Paper, readiness_of
from rotonde.common.links import whole
from rotonde.employers.messages import hire_of, still_acts
from rotonde.employers.models import Hire
from rotonde.employers.notifications import HireGone
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue
from rotonde.notifications.writing import written

PAPERS = "hire-papers"


class Employers:
    """The way to the employer behind a visit."""

    def is_there(self, visit: Visit) -> bool:
        hire = _hire_of(visit)
        return hire is not None and _is_told_of_visit(hire) and still_acts(hire)

    def tell(self, request: PaperRequest) -> bool:
        hire = _hire_of(request.visit)
        reader = hire.registered_by if hire else None
        if hire is None or reader is None:
            return False
        return queue(
            recipient=reader.email,
            kind=PAPERS,
            target=f"hire:{hire.pk}",
            anchor=request.at,
            language=reader.language,
            time_zone=reader.time_zone,
            due_at=request.at,
            at=request.at,
        )


def is_relevant(message: Message) -> bool:
    """Whether the hire still allows it, and there is something to ask an employer for."""
    hire = hire_of(message)
    request = _request_of(hire, message.anchor) if hire else None
    if hire is None or request is None or not _is_told_of_visit(hire) or not still_acts(hire):
        return False
    visit = request.visit
    to_come = visit.arrived_at is None and visit.ask_employer
    return to_come and bool(request.words or papers_of(visit))


def render(message: Message) -> Mail:
    """Only papers an employer has; the link is the employer's own page. Raises HireGone."""
    hire = hire_of(message)
    request = _request_of(hire, message.anchor) if hire else None
    if hire is None or request is None:
        raise HireGone(message.target)
    context = {
        "hire": hire,
        "papers": papers_of(request.visit),
        "words": request.words,
        "link": whole(reverse("employers:hire", args=[hire.public_id])),
    }

    return written(PAPERS, context)


def papers_of(visit: Visit) -> list[Paper]:
    """What is missing or doubtful of what an employer has; each paper once."""
    wanted = [
        paper
        for person in readiness_of(visit).to_settle
        for paper in (*person.doubted, *person.missing)
        if paper.document.from_employer
    ]
    return list({(each.document.pk, each.requirement.form): each for each in wanted}.values())


def register_papers() -> None:
    """Open the way, and make its mail known to the outbox."""
    register_way(Employers())
    register(Kind(PAPERS, is_relevant, render, title=_("Papers for somebody you hire")))


def _hire_of(visit: Visit) -> Hire | None:
    hires = Hire.objects.select_related("employer", "registered_by", "visit")
    return hires.filter(visit=visit).first()


def _is_told_of_visit(hire: Hire) -> bool:
    return hire.is_open and hire.shown_visit is not None


def _request_of(hire: Hire, at: datetime) -> PaperRequest | None:
    own = PaperRequest.objects.filter(visit=hire.visit_id, to=PaperRequest.To.EMPLOYER, at=at)
    return own.select_related("visit__center").first()
