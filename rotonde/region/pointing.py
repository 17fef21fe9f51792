"""Choosing a point on a map in the admin: two number fields, and with scripts a map above them.

The map needs no system library: Leaflet's files, and a module of ours that keeps fields and marker
the same. By keyboard the arrows move the map and a button puts the point in its middle.
"""

from typing import Any

from django.conf import settings
from django.db.models import Field
from django.forms import Field as FormField
from django.forms import NumberInput, Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# The middle of Ghent, and how much of the world is seen around it.
MIDDLE, ZOOM = "51.0538,3.7250", 12
_LIMITS = {"latitude": 85, "longitude": 180}


class PointPicker:
    """For the admin of a model with `latitude` and `longitude`."""

    class Media:
        css = {"all": ["leaflet/leaflet.css", "css/point-picker.css"]}
        js = ["leaflet/leaflet.js", Script("js/point-picker.js", type="module")]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        limit = _LIMITS.get(db_field.name)
        if field is not None and limit:
            attrs = {"step": "any", "min": -limit, "max": limit, "data-point": db_field.name}
            if db_field.name == "latitude":
                attrs |= _map()
            field.widget = NumberInput(attrs=attrs)
        return field


def _map() -> dict[str, object]:
    """What the script needs to know, as data attributes."""
    return {
        "data-tiles": settings.TILE_URL,
        "data-attribution": settings.TILE_ATTRIBUTION,
        "data-towns": reverse("api:municipalities"),
        "data-lang": get_language() or "en",
        "data-middle": MIDDLE,
        "data-zoom": ZOOM,
        "data-word-map": _("Map to choose the point on"),
        "data-word-how": _(
            "Click the map or drag the point. By keyboard: move the map with the arrow keys, then "
            "put the point in the middle."
        ),
        "data-word-middle": _("Put the point in the middle"),
        "data-word-zoom-in": _("Zoom in"),
        "data-word-zoom-out": _("Zoom out"),
        "data-word-no-tiles": _("The background map does not load; the names are ours."),
    }
