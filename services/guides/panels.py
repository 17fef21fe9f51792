"""What guides say on the pages of themes and services."""

from django.http import HttpRequest
from django.utils.translation import get_language

from rotonde.common.languages import CODES
from rotonde.common.panels import Panel, register
from rotonde.translations.labels import mark_machine
from services.guides.models import Guide
from services.models import Service, Theme

_MOST = 6


def guides_about(request: HttpRequest, service: Service) -> Panel | None:
    """Beside a service: the guides that send people there."""
    return _panel(list(Guide.objects.published().about(service)[:_MOST]))


def guides_of_theme(request: HttpRequest, theme: Theme) -> Panel | None:
    """Beside a theme: how things are done."""
    return _panel(list(Guide.objects.published().of_theme(theme)[:_MOST]))


def _panel(guides: list[Guide]) -> Panel | None:
    if not guides:
        return None
    mark_machine(guides, reader=get_language() or CODES[0], only="title")
    return Panel("services/guides/panels/guides.html", {"guides": guides})


def register_panels() -> None:
    register("service.aside", guides_about)
    register("theme.aside", guides_of_theme)
