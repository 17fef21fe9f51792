"""Places that do not lie where their entry says.

We have no borders, only the middle of each municipality; so these are doubts, not findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _

from rotonde.region.models import Municipality
from services.models import Place
from services.truth.doubts import Doubt, Doubts, edit

# No municipality of the region reaches further from its middle (km).
FAR = 15.0
# A border runs somewhere halfway between two middles. Whose way to another's middle is at most
# this share of the way to its own has left the border well behind.
NEARER = 0.6
# The middles themselves are only known to a kilometre: a smaller difference says nothing (km).
CLEARLY = 2.0
_EARTH = 6371.0
# Whoever is not far has every clearly nearer middle within these degrees (at our latitude); they
# are compared at no cost, and spare the distances to all other middles.
_NORTHWARD, _EASTWARD = NEARER * FAR / 110, NEARER * FAR / 68

_OF_ANOTHER_POSTCODE = ~Q(postal_code="") & ~Q(municipality__postcodes__contains=[F("postal_code")])


def outside_their_municipality() -> Doubts:
    """Places with another's postcode, far from their middle, or clearly nearer to another's."""
    away = _kilometres(
        (F("latitude"), F("longitude")),
        (F("municipality__latitude"), F("municipality__longitude")),
    )
    # For PostgreSQL the least of nothing and one is one: without a point there is no distance.
    has_a_point = Q(latitude__isnull=False, longitude__isnull=False)
    placed = Place.objects.filter(municipality__isnull=False).annotate(
        away=Case(When(has_a_point, then=away), output_field=FloatField())
    )
    nearer = _clearly_nearer()
    found = placed.filter(_OF_ANOTHER_POSTCODE | Q(away__gt=FAR) | Q(Exists(nearer)))
    nearest = nearer.order_by("km", "pk")
    told = found.annotate(
        nearest=Subquery(nearest.values("name_nl")[:1]),
        nearest_km=Subquery(nearest.values("km")[:1]),
    )
    return Doubts(told.select_related("municipality").order_by("slug"), _misplaced)


def outside_the_service_area() -> Doubts:
    """Places whose point was found beyond the region and its neighbours."""
    return Doubts(Place.objects.filter(outside_area=True).order_by("slug"), _outside)


def _clearly_nearer() -> QuerySet[Any]:
    """For a place that tells how far `away` its own middle is: the other middles, with `km`."""
    latitude, longitude = OuterRef("latitude"), OuterRef("longitude")
    around = Municipality.objects.exclude(pk=OuterRef("municipality_id")).filter(
        latitude__range=(latitude - _NORTHWARD, latitude + _NORTHWARD),
        longitude__range=(longitude - _EASTWARD, longitude + _EASTWARD),
    )
    measured = around.annotate(
        km=_kilometres((latitude, longitude), (F("latitude"), F("longitude")))
    )
    away = OuterRef("away")
    return measured.filter(km__lte=Least(away * NEARER, away - CLEARLY))


def _kilometres(here: tuple[Any, Any], there: tuple[Any, Any]) -> Any:
    """The distance of two points (latitude, longitude, in degrees), on a round earth."""
    (south, west), (north, east) = (tuple(map(_radians, point)) for point in (here, there))
    up, along = Sin((north - south) / 2.0), Sin((east - west) / 2.0)
    square = Power(up, 2.0) + Cos(south) * Cos(north) * Power(along, 2.0)
    return ASin(Sqrt(Least(square, Value(1.0)))) * (2 * _EARTH)


def _radians(degrees: Any) -> Any:
    return Radians(Cast(degrees, FloatField()))


def _misplaced(place: Any) -> Doubt:
    return Doubt(place.name, " · ".join(_reasons(place)), edit(place))


def _reasons(place: Any) -> Iterator[str]:
    town = place.municipality
    if place.postal_code and place.postal_code not in town.postcodes:
        names = {"postcode": place.postal_code, "municipality": town.name_nl}
        yield _("%(postcode)s is no postcode of %(municipality)s") % names
    if place.nearest:
        told = {
            "near": round(place.nearest_km),
            "other": place.nearest,
            "far": round(place.away),
            "municipality": town.name_nl,
        }
        yield (
            _("%(near)d km from the middle of %(other)s, %(far)d km from that of %(municipality)s")
            % told
        )
    elif place.away is not None and place.away > FAR:
        told = {"kilometres": round(place.away), "municipality": town.name_nl}
        yield _("%(kilometres)d km from the middle of %(municipality)s") % told


def _outside(place: Place) -> Doubt:
    point = [f"{each:.4f}" for each in (place.latitude, place.longitude) if each is not None]
    why = " · ".join(filter(None, [place.locality, ", ".join(point)]))
    return Doubt(place.name, why, edit(place))
