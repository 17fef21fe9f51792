"""What changed between two versions of a text, word by word. Knows no Django."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# What is compared, each with the space before it: words and signs; if that is too much, lines;
# if that is too much as well, the whole text.
_WORDS = re.compile(r"(\s*)(\w+|[^\w\s])")
_LINES = re.compile(r"(\s*)(\S[^\n]*)")
_WHOLE = re.compile(r"(\s*)(\S.*)", re.DOTALL)
# So many pairs of equal words are gone through, again and again: some 3,000 words of prose, or
# 300 times the same one. More would keep a reader waiting, and the server busy.
_MOST_PAIRS = 100_000

_Tokens = list[tuple[str, str]]


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    change: Change
    text: str

    @property
    def changed(self) -> bool:
        return self.change != Change.SAME


def word_diff(before: str, after: str) -> list[Part]:
    """The parts of both texts in their order; what is gone comes before what took its place.

    Without what is gone the parts are `after`, without what is new they are `before`.
    """
    parts: list[Part] = []
    exchanges = (pair for pair in _exchanges(before, after) if any(pair))
    for same, run in groupby(exchanges, key=lambda pair: pair[0] == pair[1]):
        was, became = ("".join(texts) for texts in zip(*run, strict=True))
        found = [(Change.SAME, was)] if same else [(Change.GONE, was), (Change.NEW, became)]
        parts += [Part(change, text) for change, text in found if text]
    return parts


def sides(parts: Iterable[Part]) -> tuple[list[Part], list[Part]]:
    """The parts of the text before, and those of the text after."""
    both = list(parts)
    return (
        [part for part in both if part.change != Change.NEW],
        [part for part in both if part.change != Change.GONE],
    )


def _exchanges(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Both texts in pairs: what was, and what it became.

    Only words are compared: a space is like every other, and no likeness by itself.
    """
    old, new = _tokens(before, after)
    matcher = SequenceMatcher(None, _words(old), _words(new), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for (space, word), (new_space, _) in zip(old[a:b], new[c:d], strict=True):
                yield space, new_space
                yield word, word
        elif kind == "replace":
            yield old[a][0], new[c][0]
            yield _text(old[a:b])[len(old[a][0]) :], _text(new[c:d])[len(new[c][0]) :]
        else:
            yield _text(old[a:b]), _text(new[c:d])
    yield before[len(_text(old)) :], after[len(_text(new)) :]


def _tokens(before: str, after: str) -> tuple[_Tokens, _Tokens]:
    for each in (_WORDS, _LINES):
        old, new = each.findall(before), each.findall(after)
        count = Counter(_words(new))
        if sum(count[word] for word in _words(old)) <= _MOST_PAIRS:
            return old, new
    return _WHOLE.findall(before), _WHOLE.findall(after)


def _words(tokens: _Tokens) -> list[str]:
    return [word for _space, word in tokens]


def _text(tokens: _Tokens) -> str:
    return "".join(space + word for space, word in tokens)
