"""The languages of the portal and how each is written."""

from django.conf import settings

CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
RIGHT_TO_LEFT = frozenset({"ar"})

# How each language calls itself; never translated.
AUTONYMS = {
    "en": "English",
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "pl": "Polski",
    "tr": "Türkçe",
    "ar": "العربية",
}


def direction(language: str) -> str:
    """`rtl` or `ltr`, the value of the `dir` attribute for text in `language`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
