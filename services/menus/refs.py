"""A menu as a list of references, and what can be done to it; a calculation without a database.

The same functions change the list in a browser's cookie, the one of an account and the one of a
company. Each takes a list and answers with a new one in which nothing stands twice.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

# Enough for everything a newcomer needs, and a link that a QR code still carries.
MOST = 40
_REF = re.compile(r"(?P<kind>[sg])-(?P<public_id>[a-z0-9]{8})")


class Ref(NamedTuple):
    """A service (kind `s`) or a guide (kind `g`) by its public id."""

    kind: str
    public_id: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.public_id}"


Refs = tuple[Ref, ...]
Change = Callable[[Refs], Refs]


class MenuFull(Exception):
    """No more than MOST entries stand on one menu."""


def ref_of(text: str) -> Ref | None:
    """The reference that `text` is, if it is one."""
    found = _REF.fullmatch(text)
    return Ref(**found.groupdict()) if found else None


def parsed(text: str) -> Refs:
    """The references in a link or a cookie, each once, at most MOST; what is none is left out."""
    refs = (ref_of(part) for part in text[: MOST * 24].split("."))
    return _each_once(ref for ref in refs if ref)[:MOST]


def written(refs: Refs) -> str:
    """`refs` for a link or a cookie; `parsed` reads it."""
    return ".".join(map(str, refs))


def added(refs: Refs, *more: Ref) -> Refs:
    """With `more` at the end, where they are not on the menu yet. Raises MenuFull."""
    longer = _each_once((*refs, *more))
    if len(longer) > max(MOST, len(refs)):
        raise MenuFull
    return longer


def removed(refs: Refs, *gone: Ref) -> Refs:
    return tuple(ref for ref in refs if ref not in gone)


def moved(refs: Refs, ref: Ref, *, steps: int) -> Refs:
    """With `ref` that many places further down, or up where it is negative; the ends are ends."""
    if ref not in refs:
        return refs
    rest = removed(refs, ref)
    place = min(max(refs.index(ref) + steps, 0), len(rest))
    return (*rest[:place], ref, *rest[place:])


def restored(refs: Refs, before: Refs) -> Refs:
    """As it was `before`, then what has been added since."""
    return _each_once((*before, *refs))[:MOST]


def _each_once(refs: Iterable[Ref]) -> Refs:
    return tuple(dict.fromkeys(refs))
