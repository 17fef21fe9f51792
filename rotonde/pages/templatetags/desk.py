"""The desk's navigation, for the frame around its pages and the bar of the portal."""

from typing import Any

from django import template

from rotonde.pages.desk import Door, navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_doors(context: dict[str, Any]) -> list[Door]:
    """The pages of the desk that are open to the reader."""
    return navigation(context["request"])
