"""Spoken languages, phone numbers and web addresses as people read them."""

from django import template
from django.utils.translation import get_language

from rotonde.common.languages import CODES
from services.spoken import language_name, language_names

register = template.Library()


@register.filter
def named_languages(codes: list[str]) -> list[str]:
    """`{{ codes|named_languages|join:", " }}`: their names in the reader's language."""
    return language_names(codes, get_language() or CODES[0])


@register.filter
def spoken_name(code: str) -> str:
    """The name of one language in the reader's."""
    return language_name(code, get_language() or CODES[0])


@register.filter
def telephone(number: str) -> str:
    """The number as a `tel:` link wants it: digits and a leading plus."""
    plus = "+" if number.strip().startswith("+") else ""
    return plus + "".join(char for char in number if char.isdecimal() and char.isascii())


@register.filter
def bare_address(url: str) -> str:
    """A web address without its scheme and closing slash, as one says it aloud."""
    return url.partition("//")[2].removeprefix("www.").rstrip("/") or url
