"""When something is open and who speaks what there, on a page.

A page tells what holds at the moment it is written, so these filters read the clock.
"""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from rotonde.common.languages import CODES
from services.models import Channel, Service
from services.opening_words import DayTold, Opening, best_opening, days_to_come, opening_of
from services.speaking import Spoken, spoken_there

register = template.Library()


@register.filter
def best_opening_now(service: Service) -> Opening | None:
    """The best its channels have to say. Read the service with `told()` before."""
    return best_opening(service.channels.all(), at=timezone.now())


@register.filter
def opening_now(channel: Channel) -> Opening:
    """Whether one can turn to the channel now, else when."""
    return opening_of(channel, at=timezone.now())


@register.filter
def coming_days(channel: Channel) -> list[DayTold]:
    """Today and the six days after it; nothing where the hours are not known."""
    return days_to_come(channel, at=timezone.now()) if channel.schedules.all() else []


@register.filter
def spoken_lines(channel: Channel) -> list[Spoken]:
    """The languages spoken there, each with how well and when."""
    return spoken_there(channel, reader=get_language() or CODES[0])
