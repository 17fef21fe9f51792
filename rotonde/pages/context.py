"""What the frame around every page knows: languages, and this page's address in each of them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from rotonde.common.languages import AUTONYMS, CODES, direction
from rotonde.common.links import whole


def frame(request: HttpRequest) -> dict[str, Any]:
    """`languages` (code, autonym, url, current, dir), `alternates`, `canonical`, `direction`."""
    current = get_language() or settings.LANGUAGE_CODE
    here = request.get_full_path()
    languages = [
        {
            "code": code,
            "autonym": AUTONYMS[code],
            "url": _in_language(here, code),
            "current": code == current,
            "dir": direction(code),
        }
        for code in CODES
    ]
    path = request.path
    return {
        "languages": languages,
        "direction": direction(current),
        "canonical": whole(path),
        "alternates": [
            {"language": code, "url": whole(_in_language(path, code))} for code in CODES
        ],
        # Where a reader is led who speaks none of the eight: the page in English.
        "default_address": whole(_in_language(path, settings.LANGUAGE_CODE)),
    }


def _in_language(path: str, code: str) -> str:
    """The same address in another language: only its first part differs, by contract.

    Resolving and reversing it sixteen times a page cost more than the rest of the page.
    """
    first, slash, rest = path[1:].partition("/")
    return f"/{code}/{rest}" if slash and first in CODES else path
