"""Icons of our sprite, on every page without loading anything first."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Written here and not in a template: a page has up to two hundred of them.
_ICON = (
    '<svg class="icon icon-{name}{further}" width="24" height="24" viewBox="0 0 24 24"'
    ' focusable="false" {said}><use href="{sprite}#{name}"></use></svg>'
)


@register.simple_tag
def icon(name: str, further: str = "", *, label: str = "") -> SafeString:
    """`{% icon "pin" "icon--small" %}`: a symbol in the colour and size of the text around it.

    `name` is a symbol of static/img/icons.svg, `further` more classes. With a `label` it stands
    alone and says that; else it is decorative and nobody hears of it.
    """
    said = format_html('role="img" aria-label="{}"', label) if label else _DECORATIVE
    more = f" {further}" if further else ""
    return format_html(_ICON, name=name, further=more, said=said, sprite=_sprite())


_DECORATIVE = SafeString('aria-hidden="true"')


@cache
def _sprite() -> str:
    return static("img/icons.svg")
