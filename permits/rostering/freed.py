"""Time that a changed roster, or an answer to a proposal, makes free: as if it were cancelled.

The waiting list has it first, the public after a random delay (permits.waiting.embargoes). Part of
a transaction that has locked the day; whoever calls wakes the waiting list.
"""

from datetime import datetime

from permits.models import Visit
from permits.seating import Freed, give_back, ticks_of
from permits.waiting.embargoes import flag, set_aside


def keep_for_those_who_wait(visit: Visit, freed: Freed, at: datetime) -> None:
    """What `visit` had until now; it is still told the day it had it on."""
    set_aside(visit=visit, freed=freed, at=at)
    if freed:
        flag(visit.center_id, visit.date)


def release(held: Visit, at: datetime) -> None:
    """Give back a time that was kept for somebody who was proposed it."""
    if held.state != Visit.State.HELD:
        return
    had = ticks_of(held)
    give_back(held, at)
    keep_for_those_who_wait(held, had, at)
