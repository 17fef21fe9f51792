"""Finds the place an organiser or another calendar names, or keeps it as told."""

from collections.abc import Sequence
from datetime import date

from django.utils.text import slugify

from rotonde.region.models import Municipality
from services.models import Place


def place_named(
    *,
    name: str,
    street_address: str = "",
    postal_code: str = "",
    locality: str = "",
    point: Sequence[float] | None = None,
    source: str,
    on: date,
) -> Place:
    """The place of this name and address; a new one is nobody's word but its source's.

    It lies in a municipality only where its postcode belongs to one alone.
    """
    named = Place.objects.filter(name__iexact=name, locality__iexact=locality)
    found: Place | None = named.filter(
        street_address__iexact=street_address, postal_code=postal_code
    ).first()
    if found is not None:
        return found
    latitude, longitude = point or (None, None)
    return Place.objects.create(
        slug=_free_slug(name, locality),
        name=name,
        street_address=street_address,
        postal_code=postal_code,
        locality=locality,
        municipality=_municipality(postal_code),
        latitude=latitude,
        longitude=longitude,
        coordinates_approximate=point is not None,
        source=source,
        checked_on=on,
    )


def _municipality(postal_code: str) -> Municipality | None:
    if not postal_code:
        return None
    found = list(Municipality.objects.filter(postcodes__contains=[postal_code])[:2])
    return found[0] if len(found) == 1 else None


def _free_slug(name: str, locality: str) -> str:
    wished = slugify(f"{name} {locality}")[:70].strip("-") or "place"
    taken = set(Place.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    numbers = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wished, *numbers) if slug not in taken)
