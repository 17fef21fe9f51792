"""Reminds people of kept deadlines: as many days before as the rule says, once each.

A message's target is "deadline:<pk>" and it hangs on the instant of the reminder, so that the one
two weeks before and the one a day before are two occasions, and each is queued once.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from permits.models import Deadline, DeadlineRule
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue

KIND = "deadline-reminder"
_HOUR = time(9)
# The sweep looks this far back and ahead; what lies further back would come as a surprise.
_BACK = timedelta(hours=6)
_AHEAD = timedelta(hours=2)


def queue_deadline_reminders(*, at: datetime) -> int:
    """Queue every reminder that is due about now and was not queued; how many that were."""
    lists = DeadlineRule.objects.values_list("reminder_days", flat=True)
    return sum(_queue(days, at=at) for days in sorted({day for each in lists for day in each}))


def due_at(act_by: date, days: int, zone: ZoneInfo) -> datetime:
    """Nine in the morning (UTC) where the reader is, `days` before the last day to act."""
    return datetime.combine(act_by - timedelta(days), _HOUR, tzinfo=zone).astimezone(UTC)


@found_once
def deadline_of(message: Message) -> Deadline | None:
    """The deadline a message is about, with its rule and its account."""
    own = Deadline.objects.select_related("rule__guide", "case__account")
    return about(message, "deadline", own)


def is_relevant(message: Message) -> bool:
    """Whether the deadline still stands on the day the message was queued for, and is not met."""
    deadline = deadline_of(message)
    if deadline is None or deadline.done_at or not deadline.case.account.is_active:
        return False
    zone = ZoneInfo(message.time_zone)
    return any(
        due_at(deadline.act_by, days, zone) == message.anchor
        for days in deadline.rule.reminder_days
    )


def _queue(days: int, *, at: datetime) -> int:
    # A day more on either side: the reader's zone may be a day ahead of or behind ours.
    first, last = (at - _BACK).date() + timedelta(days - 1), (at + _AHEAD).date()
    coming = Deadline.objects.filter(
        done_at=None,
        rule__reminder_days__contains=[days],
        act_by__range=(first, last + timedelta(days + 1)),
        case__account__is_active=True,
    )
    return sum(
        _remind(deadline, days, at=at)
        for deadline in coming.select_related("case__account").order_by("pk")
    )


def _remind(deadline: Deadline, days: int, *, at: datetime) -> bool:
    account = deadline.case.account
    due = due_at(deadline.act_by, days, ZoneInfo(account.time_zone))
    # Who just learned of the date is not reminded of it.
    if not (at - _BACK < due <= at + _AHEAD and deadline.known_since < due):
        return False
    return queue(
        recipient=account.email,
        kind=KIND,
        target=f"deadline:{deadline.pk}",
        anchor=due,
        language=account.language,
        time_zone=account.time_zone,
        due_at=due,
        at=at,
    )
