"""Asks a translation service over HTTP: plain texts in, plain texts out, nothing stored.

Speaks the wire formats of LibreTranslate (POST /translate) and DeepL (POST /v2/translate), both as
JSON. Never to be called inside a transaction: a service may take its time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

CONNECT_SECONDS = 3
# What a request may carry: DeepL takes 50 texts and 128 KiB.
MOST_TEXTS = 50
MOST_BYTES = 60_000
# What must come back as it went: addresses, and holes somebody fills later.
_KEPT = re.compile(
    r"https?://[^\s<>()]*[^\s<>().,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|%\(\w+\)s|\{\w*\}"
)
_UNAUTHORISED = (401, 403)
_ENOUGH = (429, 456, 529)  # 456 and 529 are DeepL's: quota, and too many requests


class NotTranslated(Exception):
    """Nothing came of it."""


class SwitchedOff(NotTranslated):
    """No service is set up (TRANSLATION_URL)."""


class KeyRefused(NotTranslated):
    """The service does not know our key."""


class EnoughForNow(NotTranslated):
    """The service asks us to wait, or our quota is used up."""


class Unreachable(NotTranslated):
    """The service does not answer, or is broken."""


class Unusable(NotTranslated):
    """What it answers is not what it should be."""


@dataclass(frozen=True)
class _Request:
    url: str
    headers: dict[str, str]
    body: dict[str, Any]


def is_on() -> bool:
    """Whether a service is set up at all."""
    return bool(settings.TRANSLATION_URL)


def translated(
    texts: Sequence[str], *, source: str, target: str, seconds: float = 20
) -> list[str | None]:
    """Each of `texts` in the language `target`, in their order; None for one that is not usable.

    A text is not usable that is too long to be sent, or came back without the addresses in it.
    Raises NotTranslated, as one of its kinds.
    """
    if not is_on():
        raise SwitchedOff
    found: dict[int, str] = {}
    for batch in _batches(texts):
        answers = _asked([texts[number] for number in batch], source, target, seconds)
        found |= dict(zip(batch, answers, strict=True))
    return [_usable(text, found.get(number)) for number, text in enumerate(texts)]


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of texts that go together; what is too long by itself goes nowhere."""
    batch: list[int] = []
    size = 0
    for number, text in enumerate(texts):
        length = len(text.encode())
        if not text.strip() or length > MOST_BYTES:
            continue
        if len(batch) == MOST_TEXTS or size + length > MOST_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(number)
        size += length
    if batch:
        yield batch


def _asked(texts: list[str], source: str, target: str, seconds: float) -> list[str]:
    asked = _FORMATS[settings.TRANSLATION_PROVIDER](texts, source, target)
    try:
        answer = requests.post(
            asked.url,
            json=asked.body,
            headers=asked.headers,
            timeout=(CONNECT_SECONDS, seconds),
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        raise Unreachable(type(problem).__name__) from None  # its words may hold the address
    _refuse(answer.status_code)
    try:
        found = _READERS[settings.TRANSLATION_PROVIDER](answer.json())
    except (ValueError, KeyError, TypeError) as problem:
        raise Unusable(type(problem).__name__) from None
    if len(found) != len(texts) or not all(isinstance(text, str) for text in found):
        raise Unusable("not a text for each text")
    return found


def _refuse(status: int) -> None:
    if status in _UNAUTHORISED:
        raise KeyRefused(status)
    if status in _ENOUGH:
        raise EnoughForNow(status)
    if status >= 500:
        raise Unreachable(status)
    if status != 200:
        raise Unusable(status)


def _usable(text: str, answer: str | None) -> str | None:
    answer = (answer or "").strip()
    is_whole = sorted(_KEPT.findall(text)) == sorted(_KEPT.findall(answer))
    return answer if answer and is_whole and "\x00" not in answer else None


def _libretranslate(texts: list[str], source: str, target: str) -> _Request:
    body: dict[str, Any] = {"q": texts, "source": source, "target": target, "format": "text"}
    if settings.TRANSLATION_KEY:
        body["api_key"] = settings.TRANSLATION_KEY
    return _Request(_address("/translate"), {}, body)


def _deepl(texts: list[str], source: str, target: str) -> _Request:
    # As a target DeepL wants to know which English; as a source it must not be told.
    wanted = {"en": "EN-GB", "pt": "PT-PT"}.get(target, target.upper())
    headers = {"Authorization": f"DeepL-Auth-Key {settings.TRANSLATION_KEY}"}
    body = {"text": texts, "source_lang": source.upper(), "target_lang": wanted}
    return _Request(_address("/v2/translate"), headers, body)


def _address(path: str) -> str:
    return str(settings.TRANSLATION_URL).rstrip("/") + path


_FORMATS = {"libretranslate": _libretranslate, "deepl": _deepl}
_READERS = {
    "libretranslate": lambda told: list(_list(told["translatedText"])),
    "deepl": lambda told: [each["text"] for each in _list(told["translations"])],
}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value
