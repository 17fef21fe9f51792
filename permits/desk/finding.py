"""Finds the visit of whoever stands at reception: by ticket, QR code, or a piece of a name."""

import re
from datetime import date, datetime, timedelta

from django.db.models import Q

from permits.models import Center, Visit

_TICKET = re.compile(r"\s*([A-Za-z])\s*-?\s*(\d{1,2})\s*")
# A scanner at reception types the address that is in the QR code.
_SCANNED = re.compile(r"\s*\S+/desk/visits/(\d{1,18})/\s*")
LENGTH = 120
MOST = 12
# Somebody may stand there on the wrong day.
AROUND = timedelta(days=14)


def ticket_in(text: str) -> str:
    """ "A07" for "a07", "A 7" or "a-7"; empty for anything else."""
    found = _TICKET.fullmatch(text)
    return f"{found[1].upper()}{int(found[2]):02}" if found else ""


def find_visits(text: str, *, center: Center, day: date, at: datetime) -> list[Visit]:
    """The booked visit of this QR code, else those of this ticket on `day`, else of this name.

    The day itself first, then by time.
    """
    booked = Visit.objects.filter(center=center, state=Visit.State.BOOKED).select_related("center")
    if scanned := _SCANNED.fullmatch(text):
        return list(booked.filter(pk=int(scanned[1])))
    ticket = ticket_in(text)
    if ticket:
        return list(booked.filter(date=day, ticket=ticket))
    words = text.split()
    if not words:
        return []
    near = booked.filter(date__range=(day - AROUND, day + AROUND))
    for word in words[:5]:
        near = near.filter(
            Q(name__icontains=word)
            | Q(attendees__name__icontains=word)
            | Q(email__icontains=word)
            | Q(phone__icontains=word)
        )
    found = list(near.distinct().order_by("first_cell", "id")[: MOST * 4])
    return sorted(found, key=lambda visit: visit.date != day)[:MOST]
