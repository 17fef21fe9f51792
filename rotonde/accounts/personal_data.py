"""What the portal knows about a person: told, erased, and not kept longer than needed.

Each app registers a keeper for what it keeps. A new model with personal data needs one, or the
export is not whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from rotonde.accounts.access import verified_addresses
from rotonde.accounts.models import User


@dataclass(frozen=True)
class Person:
    """Somebody known by an account, by mail addresses (in lower case), or by both."""

    account: User | None
    addresses: tuple[str, ...] = field(default=())

    def written_to(self, column: str) -> Q:
        """Rows whose `column` is one of the person's addresses; none for a person without."""
        return Q(pk__in=[]) if not self.addresses else _any_case(column, self.addresses)


@dataclass(frozen=True)
class Keeper:
    """What one app keeps under `name`.

    `export` tells everything about a person as JSON-able values. `erase` removes it, or takes the
    person out of what law or statistics need, and returns how many rows it touched. `purge` does so
    for what is older than its retention period; with `dry_run` it only counts.
    """

    name: str
    export: Callable[[Person], Any]
    erase: Callable[[Person, datetime], int]
    purge: Callable[[datetime, bool], int] | None = None


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Make `keeper` known; a second one of the same name is a mistake of ours."""
    if _keepers.setdefault(keeper.name, keeper) != keeper:
        raise ValueError(f"two keepers of personal data are called {keeper.name}")


def person_of(account: User) -> Person:
    """The person behind an account, with every address shown to be theirs."""
    return Person(account, tuple(verified_addresses(account)))


def person_at(address: str) -> Person:
    """The person behind a mail address: its account where there is one, else the address alone."""
    account = User.objects.filter(email__iexact=address).first()
    known = verified_addresses(account) if account else []
    return Person(account, tuple(dict.fromkeys([address.lower(), *known])))


def export(person: Person) -> dict[str, Any]:
    """Everything about `person`, by keeper."""
    return {keeper.name: keeper.export(person) for keeper in _keepers.values()}


def erase(person: Person, *, at: datetime) -> dict[str, int]:
    """Erase `person` everywhere, or nowhere; how many rows each keeper touched.

    In reverse, because what is registered later stands on what was before: a visit cancelled here
    queues a message, which then goes with the others, and the account goes last of all.
    """
    with transaction.atomic():
        return {keeper.name: keeper.erase(person, at) for keeper in reversed(_keepers.values())}


def purge(*, at: datetime, dry_run: bool = False) -> dict[str, int]:
    """Remove what is past its retention period; how many rows of each keeper."""
    return {keeper.name: keeper.purge(at, dry_run) for keeper in _keepers.values() if keeper.purge}


def _any_case(column: str, addresses: tuple[str, ...]) -> Q:
    wanted = Q()
    for address in addresses:
        wanted |= Q(**{f"{column}__iexact": address})
    return wanted
