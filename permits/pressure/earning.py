"""Asks for work before a hold, but only under pressure, and only of who books for themselves."""

from datetime import datetime

from permits.limits import block_of, hashed
from permits.models import Center
from permits.pressure.challenge import Proof, WorkAsked, is_earned, set_challenge, still_set
from permits.pressure.gauge import is_high


def check_earned(center: Center, address: str, proof: Proof, *, at: datetime) -> None:
    """Raise WorkAsked where holds are asked for too fast and `proof` does not earn this one.

    Before any lock and any transaction: whoever has to work first keeps nobody waiting.
    """
    if not is_high(center, block_of(address) if address else "", at=at):
        return
    address_hash = hashed(address)
    if not is_earned(center, address_hash, proof, at=at):
        known = still_set(center, address_hash, proof, at=at)
        raise WorkAsked(known or set_challenge(center, address_hash, at=at))
