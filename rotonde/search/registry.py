"""What can be searched: each domain app registers its kinds in `apps.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

# Weighted texts of one object: "A" its name, "B" what it is, "C" its keywords, "D" the rest.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Searchable:
    """One kind of object, and how its words are read in a language."""

    kind: str
    model: type[models.Model]
    texts: Callable[[Any, str], Texts]


_kinds: dict[str, Searchable] = {}


def register(searchable: Searchable) -> None:
    """Make a kind searchable; a second of the same name is a mistake of ours."""
    if _kinds.setdefault(searchable.kind, searchable) != searchable:
        raise ValueError(f"two searchable kinds are called {searchable.kind}")


def searchable(kind: str) -> Searchable:
    """The registered kind. Raises KeyError."""
    return _kinds[kind]
