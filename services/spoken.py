"""Spoken languages by name, in the language of the reader."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError


def is_language(code: str) -> bool:
    """Whether `code` is an ISO 639 code that has a name."""
    return code.isascii() and code.islower() and len(code) in (2, 3) and code in _names("en")


def language_name(code: str, reader: str) -> str:
    """The name of the language `code` for a reader of `reader`; the code where nobody named it."""
    name = _names(reader).get(code) or _names("en").get(code) or code
    return name[:1].upper() + name[1:]


def language_names(codes: Iterable[str], reader: str) -> list[str]:
    """The names of several languages, each once, the reader's own first."""
    return [language_name(code, reader) for code in in_order(codes, reader)]


def in_order(codes: Iterable[str], reader: str) -> list[str]:
    """Each code once: the reader's own language first, then by name."""
    return sorted(
        set(codes), key=lambda code: (code != reader, language_name(code, reader).casefold())
    )


@lru_cache(maxsize=16)
def all_names(reader: str) -> list[tuple[str, str]]:
    """Every language with a two-letter code and its name for a reader of `reader`, by name."""
    found = [(code, language_name(code, reader)) for code in _names("en") if len(code) == 2]
    return sorted(found, key=lambda each: each[1].casefold())


@lru_cache(maxsize=16)
def _names(reader: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(reader).languages)
    except UnknownLocaleError:
        return {}
