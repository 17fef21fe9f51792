"""One free time in words, for lists to choose from."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from permits.availability import Start
from rotonde.common.templatetags.times import clock, weekday


def told(start: Start, zone: str) -> str:
    """ "Tuesday 2 March, 09:00 to 09:55", in the time of the center."""
    with timezone.override(ZoneInfo(zone)):
        return _("%(day)s, %(start)s to %(end)s") % {
            "day": weekday(start.start),
            "start": clock(start.start),
            "end": clock(start.end),
        }
