"""Which texts of the rules each language has, and which of them say what the source said before.

A translation was made from the source text of the version in which it got its wording. Versions
never change, so this is read from them: where the source has another hash by now, the translation
is outdated, whatever the clock says. Pure data, no database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotonde.common.languages import CODES
from rotonde.translations.reading import source_hash

Document = Mapping[str, Any]
SOURCES = ("en", "nl")
_FIELDS = {"questions": ("title", "help"), "passages": ("text",), "outcomes": ("title", "lead")}


@dataclass(frozen=True)
class Text:
    """One text in all its languages: of which piece, and which of its texts it is."""

    part: str
    code: str
    name: str
    words: Mapping[str, str]

    @property
    def place(self) -> tuple[str, str, str]:
        return self.part, self.code, self.name

    @property
    def source(self) -> str:
        """The language it is translated from; empty where nobody wrote it."""
        return next((language for language in SOURCES if self.words.get(language)), "")


@dataclass(frozen=True)
class Coverage:
    """One language: how many texts there are, those it lacks and those that are outdated."""

    language: str
    total: int
    missing: tuple[Text, ...]
    outdated: tuple[Text, ...]

    @property
    def complete(self) -> int:
        """How many texts there are and say what their source says."""
        return self.total - len(self.missing) - len(self.outdated)

    @property
    def pieces(self) -> list[tuple[str, str, str]]:
        """What is to be done, each piece once: part, code and the worse of the two states."""
        found = {(text.part, text.code): "outdated" for text in self.outdated}
        found |= {(text.part, text.code): "missing" for text in self.missing}
        return [(part, code, state) for (part, code), state in sorted(found.items())]


def coverage(versions: Iterable[Document]) -> list[Coverage]:
    """How each language stands in the last of these versions, which come in their order."""
    made_from: dict[tuple[tuple[str, str, str], str], tuple[str, str]] = {}
    texts: list[Text] = []
    for document in versions:
        texts = [text for text in texts_of(document) if text.source]
        for text in texts:
            source = source_hash(text.words[text.source])
            for language, words in text.words.items():
                known = made_from.get((text.place, language))
                if known is None or known[0] != words:
                    made_from[text.place, language] = words, source
    return [_of(language, texts, made_from) for language in CODES]


def texts_of(document: Document) -> Iterator[Text]:
    """Every text of a version: questions with their answers, passages, outcomes."""
    for part, names in _FIELDS.items():
        for piece in document[part]:
            for name in names:
                yield Text(part, piece["code"], name, piece.get(name) or {})
            for choice in piece.get("choices", ()):
                yield Text(part, piece["code"], choice["value"], choice["title"])


def _of(
    language: str,
    texts: Sequence[Text],
    made_from: Mapping[tuple[tuple[str, str, str], str], tuple[str, str]],
) -> Coverage:
    missing = [text for text in texts if not text.words.get(language)]
    outdated = [
        text
        for text in texts
        if text.words.get(language)
        and language != text.source
        and made_from[text.place, language][1] != source_hash(text.words[text.source])
    ]
    return Coverage(language, len(texts), tuple(missing), tuple(outdated))
