"""A small riddle in the manner of hashcash: easy to check, some work to solve, good for one hold.

`token` is signed and says for which center it is, when it was set, how hard it is, and from when
on it is good without work. A solution is a number n for which sha256(f"{token}:{n}") begins with
`bits` zero bits. Solved or waited for, a token is used once: that is remembered in the cache for as
long as the token is good.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from permits.models import Center
from permits.refusals import Refused

LIFE = timedelta(minutes=10)
_SALT = "permits.pressure.challenge"


@dataclass(frozen=True)
class Challenge:
    """What has to be done before a hold: solve it, or come back at `not_before`."""

    token: str
    bits: int
    not_before: datetime

    def wait_seconds(self, *, at: datetime) -> int:
        """How long one must wait who does not solve it, rounded up."""
        return max(0, -int(-(self.not_before - at).total_seconds() // 1))


class WorkAsked(Refused):
    """Holds are asked for so fast that each must be earned: `challenge` says how."""

    def __init__(self, challenge: Challenge) -> None:
        super().__init__("a little work is asked before this hold")
        self.challenge = challenge


@dataclass(frozen=True)
class Proof:
    """What was sent along with a hold; empty: nothing."""

    token: str = ""
    solution: str = ""


def set_challenge(center: Center, address_hash: str, *, at: datetime) -> Challenge:
    """A new challenge for one hold at `center`.

    Who waits instead stands in line with all others of the same address: many tokens at once
    ripen one after the other.
    """
    bits, wait = settings.PRESSURE_BITS, timedelta(seconds=settings.PRESSURE_WAIT_SECONDS)
    not_before = max(at, _last_in_line(address_hash, at)) + wait
    cache.set(_line(address_hash), not_before.timestamp(), LIFE.total_seconds())
    said = {
        "c": center.slug,
        "a": address_hash[:16],
        "t": int(at.timestamp()),
        "n": not_before.timestamp(),
        "b": bits,
        "r": secrets.token_urlsafe(9),
    }
    return Challenge(signing.dumps(said, salt=_SALT), bits, not_before)


def still_set(center: Center, address_hash: str, proof: Proof, *, at: datetime) -> Challenge | None:
    """The challenge of `proof` while it can be earned: who comes too early keeps their place."""
    said = _said(center, address_hash, proof, at)
    if said is None or cache.get(_used(proof)):
        return None
    return Challenge(proof.token, said["b"], datetime.fromtimestamp(said["n"], UTC))


def is_earned(center: Center, address_hash: str, proof: Proof, *, at: datetime) -> bool:
    """Whether `proof` earns one hold at `center` now; it does so once."""
    said = _said(center, address_hash, proof, at)
    if said is None or len(proof.solution) > 20:
        return False
    if at.timestamp() < said["n"] and not _is_solved(proof, said["b"]):
        return False
    return bool(cache.add(_used(proof), 1, _good_for(said) + 1))


def leading_zero_bits(token: str, solution: str) -> int:
    """How many zero bits the hash of a solution begins with."""
    digest = hashlib.sha256(f"{token}:{solution}".encode()).digest()
    return 256 - int.from_bytes(digest, "big").bit_length()


def _said(center: Center, address_hash: str, proof: Proof, at: datetime) -> dict[str, Any] | None:
    """What the token of `proof` says, if it is ours, of this center and address, and still good."""
    if not proof.token or len(proof.token) > 500:
        return None
    try:
        said: dict[str, Any] = signing.loads(proof.token, salt=_SALT)
    except signing.BadSignature:
        return None
    set_at = datetime.fromtimestamp(said["t"], UTC)
    if said["c"] != center.slug or said["a"] != address_hash[:16]:
        return None
    if not set_at <= at + timedelta(seconds=1) or (at - set_at).total_seconds() > _good_for(said):
        return None
    return said


def _good_for(said: dict[str, Any]) -> float:
    """For how many seconds after it was set."""
    return max(LIFE.total_seconds(), said["n"] - said["t"] + LIFE.total_seconds())


def _used(proof: Proof) -> str:
    return f"permits.pressure.used.{hashlib.sha256(proof.token.encode()).hexdigest()}"


def _is_solved(proof: Proof, bits: int) -> bool:
    number = proof.solution
    return _is_number(number) and leading_zero_bits(proof.token, number) >= bits


def _is_number(text: str) -> bool:
    """Whether `text` is written in the ten digits: to `isdigit` alone "²" and "٣" are some too."""
    return text.isascii() and text.isdigit()


def _last_in_line(address_hash: str, at: datetime) -> datetime:
    last = cache.get(_line(address_hash))
    return datetime.fromtimestamp(last, UTC) if last else at


def _line(address_hash: str) -> str:
    return f"permits.pressure.line.{address_hash[:32]}"
