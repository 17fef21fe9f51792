"""What a file says, before anybody judged it: a record for each service, and what is wrong."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from services.exchange.records import Record, Values


@dataclass(frozen=True)
class Fault:
    """Why something is refused, and which field of the file says it."""

    field: str
    why: str


@dataclass
class Draft:
    """One service of a file; `row` is where it stands. Without a record it could not be read.

    `removed` is the public id of one of which only a tombstone is left.
    """

    row: str
    record: Record | None
    faults: list[Fault] = field(default_factory=list)
    removed: str = ""


@dataclass
class Reading:
    """A file: its services, and the themes and municipalities it tells of."""

    name: str
    drafts: list[Draft] = field(default_factory=list)
    themes: dict[str, Values] = field(default_factory=dict)
    municipalities: dict[str, Values] = field(default_factory=dict)


class FileUnreadable(Exception):
    """Nothing of the file can be used; `why` says so to people."""

    def __init__(self, why: str, *, row: str = "", field: str = "") -> None:
        super().__init__(why)
        self.why, self.row, self.field = why, row, field


class Node:
    """A JSON object and the way to it; what has another type than it should is a fault."""

    def __init__(self, values: Values, path: str, faults: list[Fault]) -> None:
        self.values, self.path, self.faults = values, path, faults

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        self.refuse(name, _("This is not a text."))
        return ""

    def optional(self, name: str) -> str | None:
        """A text, or None where it is empty: dates and clocks."""
        return self.text(name) or None

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        self.refuse(name, _("This is not a number."))
        return None

    def whole(self, name: str, default: Any = None) -> Any:
        value = self.values.get(name, default)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.refuse(name, _("This is not a whole number."))
        return default

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if isinstance(value, bool):
            return value
        self.refuse(name, _("This is neither true nor false."))
        return False

    def texts(self, name: str) -> list[str]:
        value = self.values.get(name) or []
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return value
        self.refuse(name, _("This is not a list of texts."))
        return []

    def node(self, name: str) -> Node:
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            self.refuse(name, _("This is not an object."))
        found = value if isinstance(value, dict) else {}
        return Node(found, f"{self.path}{name}.", self.faults)

    def nodes(self, name: str) -> Iterator[Node]:
        value = self.values.get(name) or []
        if not isinstance(value, list):
            self.refuse(name, _("This is not a list."))
            return
        for number, each in enumerate(value):
            if isinstance(each, dict):
                yield Node(each, f"{self.path}{name}[{number}].", self.faults)
            else:
                self.refuse(f"{name}[{number}]", _("This is not an object."))

    def refuse(self, name: str, why: str) -> None:
        self.faults.append(Fault(self.path + name, why))


def foreign_id(*names: str) -> str:
    """Eight letters and digits for what another portal calls `names`; always the same."""
    digest = hashlib.sha256(":".join(names).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:8]
