"""The mail "what you took home": what came of it, the next time, the cards, and two questions."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from permits.desk.messages import TOOK_HOME, closing_of
from permits.models import Closing, Visit
from rotonde.common.links import whole
from rotonde.common.panels import panels
from rotonde.notifications.kinds import Mail
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written


class ClosingGone(LookupError):
    """A mail about a goodbye that is no longer on record."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    closing = closing_of(message)
    if closing is None:
        raise ClosingGone(message.target)
    visit = closing.visit
    steps = visit.steps.select_related("procedure", "attendee").order_by("first_cell")
    context = {
        "visit": visit,
        "steps": list(steps),
        "follow_ups": list(visit.follow_ups.filter(state=Visit.State.BOOKED)),
        "cards": list(closing.cards.all()),
        "site": whole(""),
        "feedback": feedback_address(closing),
        # What others add, in the words of the reader; nobody is asking, it is a mail.
        "more_text": panels("visit.mail.txt", HttpRequest(), visit.language),
        "more_html": panels("visit.mail.html", HttpRequest(), visit.language),
    }
    return written(TOOK_HOME, context)


def feedback_address(closing: Closing) -> str:
    """Where the two questions are answered, without an account."""
    with override(closing.visit.language):
        return whole(reverse("permits:feedback", args=[closing.code]))


def feedback_code(message: Message) -> list[str]:
    """The code that answers for them."""
    closing = closing_of(message)
    return [closing.code] if closing else []
