"""How municipalities are read."""

from __future__ import annotations

from typing import Any

from rotonde.common.languages import CODES
from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.search.folding import words


class MunicipalityQuerySet(NaturalKeyQuerySet):
    """Reads of municipalities."""

    def named(self, text: str) -> list[Any]:
        """Those whose postcode or name, in any language, has a word for each word of `text`.

        A word stands for all that begin with it. All of them, in order, when `text` has no word.
        """
        asked = words(text)
        return [each for each in self.order_by("slug") if _answers(each, asked)]


def _answers(municipality: Any, asked: list[str]) -> bool:
    names = " ".join(getattr(municipality, f"name_{code}") or "" for code in CODES)
    known = [*words(names), *municipality.postcodes]
    return all(any(word.startswith(begin) for word in known) for begin in asked)
