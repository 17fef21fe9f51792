"""Reception says goodbye: the visit is over, and what they took home is written to them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from permits.desk.messages import tell_took_home
from permits.desk.noting import Action, enter, expected_today, locked
from permits.desk.refusals import AlreadyClosed, NotHere, StillToSee
from permits.models import Closing, Visit
from rotonde.accounts.models import User
from services.models import Guide


@dataclass(frozen=True)
class Rack:
    """The information cards: those about what the visit was for, and the others."""

    fitting: list[Guide]
    others: list[Guide]

    @property
    def all(self) -> list[Guide]:
        return [*self.fitting, *self.others]


def rack_for(visit: Visit) -> Rack:
    """The cards a host can hand over; two queries."""
    codes = set(visit.steps.values_list("procedure__slug", flat=True))
    cards = list(Guide.objects.published().order_by("position", "slug"))
    fitting = [card for card in cards if codes & set(card.procedures)]
    return Rack(fitting, [card for card in cards if card not in fitting])


def close(*, visit: Visit, cards: Sequence[Guide], at: datetime, by: User) -> Closing:
    """They go home, with these cards. Raises NotHere, StillToSee, AlreadyClosed, NotToday."""
    with locked(visit) as found:
        expected_today(found, at)
        if found.arrived_at is None:
            raise NotHere
        if found.steps.filter(outcome="").exists():
            raise StillToSee
        left = Visit.objects.filter(pk=found.pk, left_at=None).update(left_at=at)
        if not left:
            raise AlreadyClosed
        found.left_at = at
        closing = Closing.objects.create(visit=found, at=at, by=by, code=secrets.token_urlsafe(16))
        closing.cards.set(cards)
        enter(found, Action.CLOSED, at=at, by=by)
        tell_took_home(found, at=at)
    return closing
