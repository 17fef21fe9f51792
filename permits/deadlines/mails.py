"""The mail that reminds of a deadline, in the reader's language."""

from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.deadlines.reminders import KIND, deadline_of, is_relevant
from permits.presentation.deadlines import days_left
from rotonde.common.links import whole
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written
from rotonde.translations.reading import shown


class DeadlineGone(LookupError):
    """A mail about a deadline nobody keeps any more."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    deadline = deadline_of(message)
    if deadline is None:
        raise DeadlineGone(message.target)
    reader = get_language() or "en"
    guide = deadline.rule.guide
    context = {
        "deadline": deadline,
        "title": shown(deadline.rule, "title", reader),
        "summary": shown(deadline.rule, "summary", reader),
        "left": days_left((deadline.act_by - _today(message)).days),
        "link": whole(reverse("my:overview")),
        "guide_link": whole(guide.get_absolute_url()) if guide else "",
    }

    return written(KIND, context)


def _today(message: Message) -> date:
    """The day the reader reads it on."""
    return timezone.localdate(timezone=ZoneInfo(message.time_zone))


def register_kinds() -> None:
    register(Kind(KIND, relevant=is_relevant, render=render, title=_("A deadline is coming")))
