"""The button onto the menu and the number in the header, on whatever page they stand."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context

from services.guides.models import Guide
from services.menus.mine import refs_of
from services.menus.reading import ref_to
from services.models import Service

register = template.Library()

_MASKED = "_menu_csrf"


@register.inclusion_tag("services/menus/_button.html", takes_context=True)
def menu_button(
    context: Context,
    thing: Service | Guide,
    size: str = "",
    next: str = "",
) -> dict[str, Any]:
    """Beside `thing`: onto my menu, or off it. Nothing where no request is known."""
    # Cards are included without the page around them; the request comes along all the same.
    request = getattr(context, "request", None)
    if not isinstance(request, HttpRequest):
        return {}
    ref = ref_to(thing)
    return {
        "thing": thing,
        "text": "title" if isinstance(thing, Guide) else "name",
        "ref": str(ref),
        "on_it": ref in refs_of(request),
        "size": size,
        "next": next or request.get_full_path(),
        "csrf_token": _token_of(request),
    }


def _token_of(request: HttpRequest) -> str:
    """One token for all the buttons of a page: a new one each would only cost time."""
    known: str | None = getattr(request, _MASKED, None)
    if known is None:
        known = get_token(request)
        setattr(request, _MASKED, known)
    return known


@register.simple_tag(takes_context=True)
def menu_count(context: Context) -> int:
    """How many entries the reader's menu has; none where nothing can be asked any more."""
    request = getattr(context, "request", None)
    # A request refused at the door never got as far as having a reader.
    return len(refs_of(request)) if request is not None and hasattr(request, "user") else 0
