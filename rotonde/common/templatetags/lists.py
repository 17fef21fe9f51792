"""Lists in running text, with the comma of the reader's language."""

from collections.abc import Iterable

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def listed(items: Iterable[object]) -> str:
    """`{{ languages|listed }}`: the items one after the other."""
    # Translators: what stands between two items of a list, with its space.
    return pgettext("between the items of a list", ", ").join(str(item) for item in items)
