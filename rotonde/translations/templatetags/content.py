"""Content in templates: text in the reader's language, or honestly in another."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotonde.common.languages import AUTONYMS, CODES, direction
from rotonde.translations.labels import in_words
from rotonde.translations.reading import Shown, shown

register = template.Library()


@register.filter
def text_of(content: Any, field: str) -> Shown:
    """`{% with name=service|text_of:"name" %}`: the text, its language, whether it fell back."""
    return shown(content, field, get_language() or CODES[0])


@register.simple_tag(name="shown")
def shown_tag(content: Any, field: str) -> str | SafeString:
    """The text itself, wrapped in `lang` and `dir` when it is not in the reader's language.

    What a machine wrote says so, where the page asked (`rotonde.translations.labels`).
    """
    found = shown(content, field, get_language() or CODES[0])
    text: str | SafeString = found.text
    if found.is_fallback:
        text = format_html(
            '<span lang="{}" dir="{}">{}</span>',
            found.language,
            direction(found.language),
            found.text,
        )
    return format_html("{}{}", text, by_machine(found)) if found.is_machine else text


@register.simple_tag
def by_machine(found: Shown) -> str | SafeString:
    """The words beside a text that a machine wrote and nobody has checked; else nothing."""
    if not found.is_machine:
        return ""
    return format_html(' <small class="small muted">({})</small>', _("Machine translation"))


@register.filter
def words(found: Shown) -> str:
    """`{{ name|words }}`: the text with the label in plain words, where no markup fits."""
    return in_words(found)


@register.filter
def autonym(language: str) -> str:
    """How a language calls itself."""
    return AUTONYMS[language]


@register.filter
def direction_of(language: str) -> str:
    return direction(language)
