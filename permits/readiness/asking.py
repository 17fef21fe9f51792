"""The office asks for what is missing: the person, or the employer where the person allows it."""

from datetime import datetime, timedelta

from permits.desk.noting import locked
from permits.models import PaperRequest, Visit
from permits.readiness.employers import may_ask_employer, tell_employer
from permits.readiness.reading import readiness_of
from permits.readiness.refusals import (
    AlreadyAsked,
    EmployerNotAllowed,
    NobodyToWriteTo,
    NothingToAsk,
)
from permits.refusals import NotBooked, VisitStarted
from permits.reminders import tell, visit_of
from rotonde.accounts.models import User
from rotonde.notifications.kinds import found_once
from rotonde.notifications.models import Message

ASKED = "visit-papers"
# A double click, or two colleagues at once, are one mail.
PAUSE = timedelta(minutes=10)


def ask(
    *, visit: Visit, to: PaperRequest.To, at: datetime, by: User, words: str = ""
) -> PaperRequest:
    """Queue a mail that lists what is missing or doubtful when it is sent, and `words`.

    Raises NotBooked, VisitStarted, EmployerNotAllowed, NobodyToWriteTo, NothingToAsk, AlreadyAsked.
    """
    with locked(visit) as found:
        if found.state != Visit.State.BOOKED:
            raise NotBooked
        if found.starts_at <= at:
            raise VisitStarted(found)
        if not words and not readiness_of(found).to_settle:
            raise NothingToAsk
        if PaperRequest.objects.filter(visit=found, to=to, at__gt=at - PAUSE).exists():
            raise AlreadyAsked
        if to == PaperRequest.To.EMPLOYER and not may_ask_employer(found):
            raise EmployerNotAllowed
        request = PaperRequest.objects.create(visit=found, to=to, at=at, by=by, words=words)
        if to == PaperRequest.To.EMPLOYER:
            told = tell_employer(request)
        else:
            told = tell(found, ASKED, anchor=at, at=at)
        if not told:
            raise NobodyToWriteTo
        return request


@found_once
def request_of(message: Message) -> PaperRequest | None:
    """The request a mail to the person stands for."""
    visit = visit_of(message)
    if visit is None:
        return None
    own = PaperRequest.objects.filter(visit=visit, to=PaperRequest.To.PERSON)
    return own.filter(at=message.anchor).first()


def still_asked(message: Message) -> bool:
    """Whether the visit is still to come, and something is still to be said about it."""
    visit, request = visit_of(message), request_of(message)
    if visit is None or request is None or visit.state != Visit.State.BOOKED:
        return False
    if visit.arrived_at is not None:
        return False
    return bool(request.words) or bool(readiness_of(visit).to_settle)
