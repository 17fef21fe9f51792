"""A row of a table: cells by column, read as what they mean."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from services.exchange.drafts import Fault
from services.exchange.records import Values

_YES = frozenset({"yes", "true", "1", "ja", "oui", "x"})
_NO = frozenset({"", "no", "false", "0", "nee", "non"})
_FLAGS = frozenset({"verified", "paid_partner", "coordinates_approximate"})
_NUMBERS = frozenset({"latitude", "longitude"})
_DATES = frozenset({"checked_on"})
_LISTS = frozenset({"facilities"})


@dataclass
class Row:
    """`number` is that of its line in the file."""

    number: str
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def values(self, names: Mapping[str, str], before: Values) -> Values:
        """The values of these columns; of one that is missing what was there `before`."""
        return {
            name: self._value(column, name)
            if column in self.cells
            else before.get(name, _nothing(name))
            for column, name in names.items()
        }

    def words(self, column: str, before: list[str]) -> list[str]:
        if column not in self.cells:
            return before
        return [word.strip() for word in self.cells[column].split(";") if word.strip()]

    def refuse(self, column: str, why: str) -> None:
        self.faults.append(Fault(column, why))

    def _value(self, column: str, name: str) -> Any:
        cell = self.cells[column]
        if name in _FLAGS:
            return self._flag(column, cell.strip().lower())
        if name in _NUMBERS:
            return self._number(column, cell.strip())
        if name in _LISTS:
            return sorted(set(self.words(column, [])))
        return (cell.strip() or None) if name in _DATES else cell

    def _flag(self, column: str, cell: str) -> bool:
        if cell not in _YES | _NO:
            self.refuse(column, _("This is neither yes nor no."))
        return cell in _YES

    def _number(self, column: str, cell: str) -> float | None:
        if not cell:
            return None
        try:
            number = float(cell.replace(",", "."))
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        self.refuse(column, _("This is not a number."))
        return None


def _nothing(name: str) -> Any:
    if name in _FLAGS:
        return False
    if name in _LISTS:
        return []
    return None if name in _NUMBERS | _DATES else ""
