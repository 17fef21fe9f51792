"""What a reader meant by words that nothing has: a mistyped word, or a compound nobody writes.

Words that find something are left alone, so a right word is never taken for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from rotonde.search import compounds, vocabulary
from rotonde.search.asking import MAX_WORDS
from rotonde.search.finding import finds
from rotonde.search.folding import words
from rotonde.search.typos import most_typos, nearest


@dataclass(frozen=True)
class Correction:
    """We looked for `meant` instead of `typed`."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Corrected:
    """The text to look for, and what in it is not as it was typed."""

    text: str
    corrections: tuple[Correction, ...] = ()


def corrected(kind: str, text: str, *, reader: str) -> Corrected:
    """`text` with the words that nothing of the `kind` has replaced by those that were meant.

    Where nothing is near enough a word stays as it is. Without a doubt it costs no query.
    """
    asked = words(text)[:MAX_WORDS]
    corrections = [
        Correction(word, meant)
        for word in dict.fromkeys(asked)
        if (meant := _meant(kind, word, reader))
    ]
    if not corrections:
        return Corrected(text)
    instead = {each.typed: each.meant for each in corrections}
    return Corrected(" ".join(instead.get(word, word) for word in asked), tuple(corrections))


def _meant(kind: str, word: str, reader: str) -> str:
    """The word or words to look for instead; empty where the word itself finds something."""
    if (
        not most_typos(word)
        or vocabulary.kept().begins(kind, word)
        or finds(kind, word, reader=reader)
    ):
        return ""
    known = vocabulary.vocabulary()
    choices = [*nearest(word, known.of_kind(kind)), *_taken_apart(word, known)]
    return next((choice for choice in choices if finds(kind, choice, reader=reader)), "")


def _taken_apart(word: str, known: vocabulary.Vocabulary) -> list[str]:
    """The parts of a compound together, else its last part: a "kostenkaart" is a "kaart"."""
    for language, own in compounds.PARTS.items():
        lexicon = known.of_language(language) | own
        found = compounds.parts(word, lexicon, language=language)
        if found:
            whole = [
                each for each in found if not compounds.parts(each, lexicon, language=language)
            ]
            return [" ".join(whole), whole[-1]]
    return []
