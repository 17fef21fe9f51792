"""Data for search engines within a page."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Inside a script element, JSON may close it or open a comment; nothing else can.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def structured_data(data: dict[str, Any]) -> SafeString:
    """A data block for search engines: browsers never execute it."""
    # One value a line: no two braces meet that could be taken for a template.
    text = json.dumps(data, ensure_ascii=False, indent=0).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
