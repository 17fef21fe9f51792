"""How the persons of a party are called before their names are known."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from permits.models import Attendee


def labels(kinds: Iterable[str]) -> list[str]:
    """ "Adult 1", "Adult 2", "Child 1" for kinds of attendees in the order of the party."""
    counts = {Attendee.Kind.ADULT.value: 0, Attendee.Kind.CHILD.value: 0}
    found = []
    for kind in kinds:
        counts[kind] += 1
        found.append(_label(kind, counts[kind]))
    return found


def _label(kind: str, number: int) -> str:
    if kind == Attendee.Kind.CHILD:
        return gettext("Child %(number)d") % {"number": number}
    return gettext("Adult %(number)d") % {"number": number}


def counted(adults: int, children: int) -> str:
    """ "2 adults", or "2 adults and 1 child"."""
    if not adults:
        return ngettext("%(n)d child", "%(n)d children", children) % {"n": children}
    grown = ngettext("%(n)d adult", "%(n)d adults", adults) % {"n": adults}
    if not children:
        return grown
    return ngettext("%(adults)s and %(n)d child", "%(adults)s and %(n)d children", children) % {
        "adults": grown,
        "n": children,
    }
