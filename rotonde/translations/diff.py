"""What changed between two wordings, word by word. Knows no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words, signs one by one, and the space between.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond that many words, lines are compared instead: the work grows with the square.
_MOST = 4_000
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    change: Change
    text: str


def word_diff(before: str, after: str) -> list[Part]:
    """The parts of both texts in their order; what is gone comes before what took its place.

    Without what is gone the parts are `after`, without what is new they are `before`.
    """
    old, new = _tokens(before, after)
    parts: list[Part] = []
    gone, put = "", ""
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, became = "".join(old[a:b]), "".join(new[c:d])
        if name != "equal" or ((gone or put) and was.isspace() and b < len(old)):
            # A space between two changes is no island: "of the city" became "in Ghent".
            gone, put = gone + was, put + became
            continue
        parts += _exchanged(gone, put)
        gone, put = "", ""
        parts.append(Part(Change.SAME, was))
    return [*parts, *_exchanged(gone, put)]


def _exchanged(gone: str, new: str) -> Iterator[Part]:
    if gone:
        yield Part(Change.GONE, gone)
    if new:
        yield Part(Change.NEW, new)


def _tokens(*texts: str) -> list[list[str]]:
    words = [_TOKENS.findall(text) for text in texts]
    if max(map(len, words)) <= _MOST:
        return words
    return [_LINES.findall(text) for text in texts]
