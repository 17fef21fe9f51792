"""The one rule for showing content: the asked language, else English, else Dutch, else any.

The base column of a translated field is never read: it holds whatever was saved last.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from rotonde.common.languages import CODES

FALLBACK = ("en", "nl", *(code for code in CODES if code not in ("en", "nl")))


# Where `rotonde.translations.labels` notes of an object which of its columns a machine wrote.
MACHINE_TEXTS = "machine_texts"


@dataclass(frozen=True)
class Shown:
    """A text, the language it is in, the one that was asked for, and whether a machine wrote it."""

    text: str
    language: str
    requested: str
    is_machine: bool = False

    @property
    def is_fallback(self) -> bool:
        return bool(self.text) and self.language != self.requested


def shown(content: Any, field: str, language: str) -> Shown:
    """The text of a translated `field` for a reader of `language`; empty when nobody wrote one."""
    for code in (language, *FALLBACK):
        text = getattr(content, f"{field}_{code}")
        if text:
            by_machine = f"{field}_{code}" in getattr(content, MACHINE_TEXTS, ())
            return Shown(text, code, language, by_machine)
    return Shown("", language, language)


def source_hash(text: str) -> str:
    """What a translation remembers of the text it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()
