"""Lengths of time in words."""

from django.utils.translation import gettext, ngettext


def duration(length: int) -> str:
    """ "50 minutes", "1 hour and 10 minutes"."""
    hours, rest = divmod(length, 60)
    in_hours = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    in_minutes = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if not hours:
        return in_minutes
    if not rest:
        return in_hours
    return gettext("%(hours)s and %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
