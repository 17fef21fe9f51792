"""What a mistyped word is meant to be: a letter too many or too few, another one, two swapped."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Beyond these nobody means the same word any more.
MOST_CHOICES = 5


def most_typos(word: str) -> int:
    """How many letters may be wrong: none in three, one in six, two in longer words."""
    if len(word) <= 3 or not word.isalpha():
        return 0
    return 1 if len(word) <= 6 else 2


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """At most five words of `known` that differ by no more typos than forgiven, nearest first.

    Of two at the same distance the one with the same first letter comes first: it is rarely wrong.
    """
    most = most_typos(word)
    if not most:
        return []
    near = [other for other in known if abs(len(other) - len(word)) <= most]
    found = extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=None, processor=None)
    ranked = sorted(
        (distance, other[0] != word[0], abs(len(other) - len(word)), other)
        for other, distance, _position in found
        if distance
    )
    return [other for *_order, other in ranked[:MOST_CHOICES]]
