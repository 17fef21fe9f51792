"""Books a visit for somebody who calls, writes or stands at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from permits import booking
from permits.availability import Start
from permits.days import local_day
from permits.desk.noting import check_in
from permits.free_times import free_starts
from permits.models import Center, Visit
from permits.parties import Party
from permits.presentation.offers import thinned
from permits.presentation.quests import Quest
from permits.refusals import SlotTaken
from rotonde.accounts.models import User
from rotonde.region.models import Municipality

DAYS = 21
PROPOSALS = 12


@dataclass(frozen=True)
class Contact:
    """How somebody is reached: one of the two is enough, and who stands there needs neither."""

    email: str = ""
    phone: str = ""


def first_free(
    center: Center,
    party: Party,
    *,
    municipality: Municipality,
    at: datetime,
    today_only: bool = False,
) -> list[Start]:
    """The first free times, one a quarter. Raises a subclass of Unbookable."""
    free = free_starts(
        center,
        party,
        municipality=municipality,
        first_day=local_day(center, at),
        days=1 if today_only else DAYS,
        at=at,
        by_staff=True,
    )
    return thinned(free.starts)[:PROPOSALS]


def sent_before(form_key: str, *, center: Center, name: str) -> Visit | None:
    """The visit this form led to already, where it was sent twice for the same person."""
    if not form_key:
        return None
    return Visit.objects.filter(form_key=form_key, center=center, name=name).first()


def book_for(
    *,
    center: Center,
    quest: Quest,
    start: datetime,
    name: str,
    contact: Contact,
    language: str,
    at: datetime,
    origin: Visit.Origin = Visit.Origin.STAFF,
    form_key: str = "",
) -> Visit:
    """Hold and confirm in one go; the same `form_key` and name answer with the same visit.

    Raises SlotTaken, TooManyVisits, or a subclass of Unbookable.
    """
    try:
        with transaction.atomic():
            return _book(
                center=center,
                quest=quest,
                start=start,
                name=name,
                contact=contact,
                language=language,
                at=at,
                origin=origin,
                form_key=form_key,
            )
    except (SlotTaken, IntegrityError):
        # Another sending of the same form was faster.
        booked = sent_before(form_key, center=center, name=name)
        if booked is None:
            raise
        return booked


def _book(
    *,
    center: Center,
    quest: Quest,
    start: datetime,
    name: str,
    contact: Contact,
    language: str,
    at: datetime,
    origin: Visit.Origin,
    form_key: str,
) -> Visit:
    held = booking.hold(
        center=center,
        party=quest.party,
        municipality=quest.municipality,
        start=start,
        at=at,
        origin=origin,
        language=language,
    )
    visit = booking.confirm(
        code=held.code,
        name=name,
        names=[name],
        email=contact.email,
        phone=contact.phone,
        language=language,
        at=at,
    ).visit
    Visit.objects.filter(pk=visit.pk).update(form_key=form_key)
    return visit


def walk_in(
    *,
    center: Center,
    quest: Quest,
    start: datetime | None,
    name: str,
    contact: Contact,
    language: str,
    at: datetime,
    by: User,
    form_key: str = "",
) -> Visit:
    """Give whoever stands there a time of today (None: the first gap that fits), and note them.

    Raises what `book_for` raises; SlotTaken also where nothing fits today.
    """
    with transaction.atomic():
        visit = book_for(
            center=center,
            quest=quest,
            start=start or _first_gap(center, quest, at),
            name=name,
            contact=contact,
            language=language,
            at=at,
            origin=Visit.Origin.WALK_IN,
            form_key=form_key,
        )
        return visit if visit.arrived_at else check_in(visit=visit, at=at, by=by)


def _first_gap(center: Center, quest: Quest, at: datetime) -> datetime:
    found: Sequence[Start] = first_free(
        center, quest.party, municipality=quest.municipality, at=at, today_only=True
    )
    if not found:
        raise SlotTaken
    return found[0].start
