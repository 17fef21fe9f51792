"""What appointments keep about a person: visits, told in full, erased to the times they took.

The time an officer spent stays, since the schedule and its statistics stand on it; who came does
not.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from permits import booking
from permits.access import visits_of
from permits.cells import CELL_SECONDS
from permits.models import Attendee, Closing, Companion, Inquiry, Visit, VisitEntry
from permits.models.visits import VisitQuerySet
from permits.readiness.personal_data import forget, told
from rotonde.accounts.personal_data import Keeper, Person, register

# What a booked visit must have (the database asks for it) once nobody is behind it any more.
NOBODY = "—"
NO_ADDRESS = "erased@invalid"
# How long a hold that came to nothing keeps the hash its limits were counted by.
HOLD_TRACES = timedelta(days=2)


def register_keepers() -> None:
    register(Keeper("visits", _tell, _erase, _purge))


def _tell(person: Person) -> list[dict[str, Any]]:
    visits = visits_of(person).prefetch_related("attendees__steps__procedure", "center")
    return [_told(visit) for visit in visits]


def _told(visit: Visit) -> dict[str, Any]:
    return {
        "center": visit.center.slug,
        "state": visit.state,
        "from": visit.starts_at,
        "until": visit.ends_at,
        "ticket": visit.ticket,
        "name": visit.name,
        "email": visit.email,
        "phone": visit.phone,
        "language": visit.language,
        "reason": visit.reason,
        "booked_at": visit.confirmed_at,
        "cancelled_at": visit.cancelled_at,
        "arrived_at": visit.arrived_at,
        "missed_at": visit.missed_at,
        "left_at": visit.left_at,
        "interpreter": visit.interpreter,
        "to_bring": visit.to_bring,
        "answers": visit.answers,
        "companion": _companion(visit),
        "papers": told(visit),
        "employer_may_be_asked": visit.ask_employer,
        "at_the_desk": list(visit.entries.values("action", "at", "note")),
        "people": [
            {
                "name": attendee.name,
                "kind": attendee.kind,
                "steps": [
                    {
                        "procedure": step.procedure.slug,
                        "from": step.starts_at,
                        "until": step.ends_at,
                        "outcome": step.outcome,
                    }
                    for step in attendee.steps.all()
                ],
            }
            for attendee in visit.attendees.all()
        ],
    }


def _companion(visit: Visit) -> dict[str, Any] | None:
    named = Companion.objects.filter(visit=visit)
    return next(
        (dict(each) for each in named.values("kind", "name", "organisation", "language")), None
    )


def _erase(person: Person, at: datetime) -> int:
    """Cancel what is to come, so that others can have the time; take the person out of the rest."""
    own = visits_of(person)
    coming = own.filter(state=Visit.State.BOOKED, first_cell__gt=_cell_around(at))
    for code in coming.values_list("code", flat=True):
        booking.cancel(code=code, at=at, by_staff=True)
    for code in own.live(at=at).filter(state=Visit.State.HELD).values_list("code", flat=True):
        booking.release(code=code, at=at)
    return _make_nameless(own)


def _purge(at: datetime, dry_run: bool) -> int:
    over = _cell_around(at - timedelta(settings.VISIT_RETENTION_DAYS))
    named = (
        ~Q(email__in=["", NO_ADDRESS])
        | ~Q(phone="")
        | Q(account__isnull=False)
        | ~Q(session_key="")
    )
    old = Visit.objects.filter(named, end_cell__lt=over)
    abandoned = Visit.objects.filter(
        ~Q(session_key="") | ~Q(address_hash=""),
        state=Visit.State.EXPIRED,
        created_at__lt=at - HOLD_TRACES,
    )
    stale = Visit.objects.filter(Q(pk__in=old) | Q(pk__in=abandoned))
    # Nobody is asked for a name, but a question may tell one.
    asked = Inquiry.objects.exclude(question="").filter(
        at__lt=at - timedelta(settings.VISIT_RETENTION_DAYS)
    )
    if dry_run:
        return stale.count() + asked.count()
    return _make_nameless(stale) + asked.update(question="")


def _cell_around(at: datetime) -> int:
    """The cell during which `at` falls; a person asks at any second."""
    return int(at.timestamp()) // CELL_SECONDS


@transaction.atomic
def _make_nameless(visits: VisitQuerySet) -> int:
    """Take names, addresses, reasons and private links out of `visits`; how many."""
    keys = list(visits.values_list("pk", flat=True))
    Attendee.objects.filter(visit__in=keys).update(name="")
    for key in keys:
        # Each its own new code: the old link must open nothing.
        Visit.objects.filter(pk=key).update(code=secrets.token_urlsafe(16))
    chosen = Visit.objects.filter(pk__in=keys)
    chosen.exclude(email="", phone="").update(name=NOBODY, email=NO_ADDRESS, phone="")
    chosen.update(
        account=None,
        session_key="",
        address_hash="",
        block_hash="",
        mail_key="",
        reason="",
        to_bring="",
        answers={},
        ask_employer=False,
    )
    forget(keys)
    VisitEntry.objects.filter(visit__in=keys).update(note="")
    Closing.objects.filter(visit__in=keys).delete()
    Companion.objects.filter(visit__in=keys).delete()
    return len(keys)
