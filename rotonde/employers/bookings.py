"""Booking the combined visit for a hire who lets the employer know about it.

The visit is the hire's own: it carries their name, address and language, its private link goes to
them alone, and they move or cancel it. The employer holds a time and confirms it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from permits import booking
from permits.models import Center, Visit
from permits.parties import Party
from rotonde.employers.messages import tell_booked
from rotonde.employers.models import Hire, Shares
from rotonde.employers.refusals import MayNotBook, NothingHeld, VisitStands
from rotonde.region.models import Municipality


def hold_visit(
    *,
    hire: Hire,
    center: Center,
    party: Party,
    municipality: Municipality,
    start: datetime,
    at: datetime,
) -> Visit:
    """Keep a time for the hire; an older one kept for them is given back.

    Raises MayNotBook, VisitStands, and what `permits.booking.hold` raises.
    """
    check_bookable(hire, at=at)
    return booking.hold(
        center=center,
        party=party,
        start=start,
        municipality=municipality,
        origin=Visit.Origin.EMPLOYER,
        language=hire.language,
        session_key=_key(hire),
        account=hire.account,
        at=at,
    )


def book_visit(*, hire: Hire, names: Sequence[str], at: datetime) -> Visit:
    """Book what is held for the hire; asked again, answer with the same visit.

    `names` are those of the party, in its order. Raises MayNotBook, VisitStands, NothingHeld,
    and what `permits.booking.confirm` raises.
    """
    with transaction.atomic():
        locked = (
            Hire.objects.select_related("employer", "agency", "account", "visit")
            .select_for_update(of=("self",))
            .get(pk=hire.pk)
        )
        held = held_visit(locked)
        if held is None:
            raise NothingHeld
        if locked.visit_id == held.pk:
            return held
        check_bookable(locked, at=at)
        done = booking.confirm(
            code=held.code,
            name=locked.name,
            email=locked.email,
            language=locked.language,
            names=names,
            account=locked.account,
            at=at,
        )
        locked.visit = done.visit
        locked.save(update_fields=["visit"])
        tell_booked(locked, done.visit, at=at)
        return done.visit


def check_bookable(hire: Hire, *, at: datetime) -> None:
    """Raise MayNotBook or VisitStands where no visit may be booked for this hire now."""
    if not hire.is_open or not hire.has_accepted or hire.shares == Shares.NOTHING:
        raise MayNotBook
    visit = hire.visit
    if visit and visit.state == Visit.State.BOOKED and visit.ends_at > at:
        raise VisitStands


def held_visit(hire: Hire) -> Visit | None:
    """The last time that was held for this hire, whatever became of it."""
    own = Visit.objects.filter(session_key=_key(hire))
    return (
        own.select_related("center__place", "center__municipality", "municipality")
        .order_by("-created_at", "-id")
        .first()
    )


def _key(hire: Hire) -> str:
    """Under which a hire's times are held: no browser's session is ever called like this."""
    return f"hire-{hire.public_id}"
