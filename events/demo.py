"""A few registrations of obviously invented people, so that a demo calendar looks alive."""

from datetime import datetime

from events import registration
from events.models import Occurrence, Registration
from events.refusals import Refused
from events.stages import Stage, stage_of
from rotonde.accounts.models import User

_GUESTS = (
    ("Maria Demo", "es", 1, 0),
    ("Kofi Demo", "en", 2, 1),
    ("Ayşe Demo", "tr", 2, 2),
    ("Piotr Demo", "pl", 1, 0),
    ("Omar Demo", "ar", 2, 3),
    ("Li Demo", "en", 2, 0),
    ("Ana Demo", "es", 2, 1),
)


def seed_registrations(*, at: datetime) -> int:
    """Register the demo guests for the next date of each event; how many were registered.

    The newcomer's account comes first, to the first of them. Does nothing where anybody is
    registered already.
    """
    if Registration.objects.exists():
        return 0
    newcomer = User.objects.filter(email="newcomer@example.org").first()
    made = 0
    for number, occurrence in enumerate(_next_dates(at)):
        account = newcomer if number < 2 else None
        if account is not None:
            made += _register(occurrence, "Newcomer Demo", account.email, at, account=account)
        for guest, (name, language, adults, children) in enumerate(_GUESTS):
            made += _register(
                occurrence,
                name,
                f"guest-{number}-{guest}@example.org",
                at,
                language=language,
                adults=adults,
                children=children,
            )
    return made


def _next_dates(at: datetime) -> list[Occurrence]:
    """The next date of each event one can register for."""
    upcoming = Occurrence.objects.upcoming(at=at).taking_place().select_related("event")
    first: dict[int, Occurrence] = {}
    for occurrence in upcoming.in_order():
        if stage_of(occurrence, at=at) is Stage.OPEN:
            first.setdefault(occurrence.event_id, occurrence)
    return list(first.values())


def _register(
    occurrence: Occurrence,
    name: str,
    email: str,
    at: datetime,
    *,
    language: str = "en",
    adults: int = 1,
    children: int = 0,
    account: User | None = None,
) -> bool:
    try:
        registration.register(
            occurrence=occurrence,
            name=name,
            email=email,
            language=language,
            adults=adults,
            children=children,
            account=account,
            at=at,
        )
    except Refused:
        return False
    return True
