"""The mail that asks a party for its papers, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from permits.notifications import VisitGone, private_link
from permits.presentation.facts import facts
from permits.readiness.asking import ASKED, request_of, still_asked
from permits.readiness.reading import readiness_of
from permits.reminders import visit_of
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written


def render(message: Message) -> Mail:
    """What is missing when it is sent, and the office's own words. Raises VisitGone."""
    visit, request = visit_of(message), request_of(message)
    if visit is None or request is None:
        raise VisitGone(message.target)
    context = {
        "visit": visit,
        "facts": facts(visit),
        "readiness": readiness_of(visit),
        "words": request.words,
    }

    return written(ASKED, context)


def register_kinds() -> None:
    """Make the question known to the outbox."""
    register(
        Kind(
            name=ASKED,
            relevant=still_asked,
            render=render,
            title=_("A question about your papers"),
            secrets=private_link,
        )
    )
