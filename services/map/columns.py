"""The tile of a place, computed by the database from its coordinates."""

import math

from django.db.models import F, FloatField, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Cos, Floor, Ln, Radians, Tan

from services.map.tiles import TILES


def tile_column(field: str) -> Cast:
    """The SQL of x from the longitude in `field`."""
    return _whole((F(field) + Value(180.0)) / Value(360.0) * Value(float(TILES)))


def tile_row(field: str) -> Cast:
    """The SQL of y from the latitude in `field`."""
    radians = Radians(F(field))
    secant = Value(1.0) / Cos(radians)
    mercator = Ln(Tan(radians) + secant, output_field=FloatField())
    return _whole((Value(1.0) - mercator / Value(math.pi)) / Value(2.0) * Value(float(TILES)))


def _whole(expression: Combinable) -> Cast:
    return Cast(Floor(expression, output_field=FloatField()), IntegerField())
