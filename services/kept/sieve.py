"""Sifts the kept catalogue for one reader: which services match, in which order, how many."""

from __future__ import annotations

from functools import reduce
from operator import or_

from rotonde.search.finding import ranks
from services.filters import Filters
from services.kept.bits import bits_of, numbers_in
from services.kept.reading import catalogue
from services.search import KIND


class Sieve:
    """One question and its variations; its words are searched once."""

    def __init__(self, *, reader: str) -> None:
        self.reader = reader
        self.catalogue = catalogue()
        self._ranks: dict[str, dict[int, float]] = {}
        self._found: dict[str, int] = {}

    def of_services(self, filters: Filters) -> int:
        """The services that meet what speaks of a service: words, theme, kind."""
        found = self.catalogue.all
        if filters.theme:
            found &= self.catalogue.themes.get(filters.theme.pk, 0)
        if filters.kind:
            found &= self.catalogue.kinds.get(filters.kind, 0)
        if filters.q:
            found &= self.found_by(filters.q)
        return found

    def matching(self, filters: Filters) -> int:
        """The services that meet all of `filters`."""
        found = self.of_services(filters)
        if found and filters.ask_for_a_channel:
            found &= reduce(or_, self.catalogue.answering(filters), 0)
        return found

    def in_order(self, filters: Filters) -> list[int]:
        """The ids of those that match, the best first; without words as the catalogue has them."""
        kept = self.catalogue
        numbers = list(numbers_in(self.matching(filters)))
        if filters.q:
            numbers.sort(key=kept.by_name.__getitem__)
            numbers.sort(key=self.ranks(filters.q).__getitem__, reverse=True)
        return [kept.ids[number] for number in numbers]

    def found_by(self, text: str) -> int:
        if text not in self._found:
            self._found[text] = bits_of(self.ranks(text), size=len(self.catalogue.ids))
        return self._found[text]

    def ranks(self, text: str) -> dict[int, float]:
        """How well the words fit, for each service they find."""
        if text not in self._ranks:
            numbers = self.catalogue.numbers
            found = ranks(KIND, text, self.reader)
            self._ranks[text] = {numbers[pk]: found[pk] for pk in found.keys() & numbers.keys()}
        return self._ranks[text]
