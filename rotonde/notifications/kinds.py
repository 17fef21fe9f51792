"""What kinds of messages exist: each domain app registers its own in `apps.ready()`."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar

from django.db.models import Model, QuerySet

from rotonde.notifications.models import Message


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Mail:
    """A rendered message: subject (one line), plain text, HTML, attachments."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = field(default=())


Secrets = Callable[[Message], Iterable[str | re.Pattern[str]]]


def nothing_secret(message: Message) -> Iterable[str]:
    """For kinds whose words open nothing."""
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `relevant` asks at delivery whether the message still makes sense; `render` writes it, with
    the message's language and time zone active. Both may query, neither may write. `title` names
    the kind to its reader and to staff. `secrets` tells what its words must not be remembered
    with: strings, or patterns for what only the mail itself knows.
    """

    name: str
    relevant: Callable[[Message], bool]
    render: Callable[[Message], Mail]
    title: object = ""
    secrets: Secrets = nothing_secret


Found = TypeVar("Found")
Row = TypeVar("Row", bound=Model)


def found_once(find: Callable[[Message], Found]) -> Callable[[Message], Found]:
    """`find`, which reads what a message is about, but asked once for each message that was read.

    So a mail is judged, written and masked by the same state, and at the cost of one reading.
    """

    @wraps(find)
    def found(message: Message) -> Found:
        known = message.__dict__.setdefault("_found", {})
        if find not in known:
            known[find] = find(message)
        return known[find]

    return found


def about(message: Message, what: str, rows: QuerySet[Row], *, by: str = "pk") -> Row | None:
    """The row that a target "<what>:<key>" names; None where it is gone, or something else."""
    name, _colon, key = message.target.partition(":")
    if name != what or not (key.isascii() and key.isdigit()):
        return None
    return rows.filter(**{by: key}).first()


class UnknownKind(LookupError):
    """A message of a kind nobody registered."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make `kind` known; a second kind of the same name is a mistake of ours."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"two kinds of message are called {kind.name}")


def kind_of(message: Message) -> Kind:
    """The kind of `message`. Raises UnknownKind."""
    try:
        return _kinds[message.kind]
    except KeyError:
        raise UnknownKind(message.kind) from None


def all_kinds() -> dict[str, str]:
    """Every kind of message by name, with its title in the active language."""
    return {name: str(kind.title) or name for name, kind in sorted(_kinds.items())}


def title_of(message: Message) -> str:
    """What `message` was about, in the active language; its kind's name where nothing better."""
    kind = _kinds.get(message.kind)
    return str(kind.title) if kind and kind.title else message.kind
