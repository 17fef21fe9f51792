"""The desks at which a municipality registers people."""

from collections import defaultdict
from collections.abc import Collection

from services.models import Service


def is_town_hall(service: Service) -> bool:
    """A public service about permits and nothing else. Read it with `told()` before."""
    about = {theme.slug for theme in service.themes.all()}
    return service.organisation.kind == "public" and about == {"permits"}


def town_halls(municipalities: Collection[int]) -> dict[int, list[Service]]:
    """The desks in each of these municipalities (primary keys), in a fixed number of queries."""
    public = Service.objects.published().filter(
        organisation__kind="public",
        themes__slug="permits",
        channels__place__municipality__in=municipalities,
    )
    found: dict[int, list[Service]] = defaultdict(list)
    for service in public.distinct().told():
        if is_town_hall(service):
            for town in {
                place.municipality_id for place in service.places if place.municipality_id
            }:
                found[town].append(service)
    return found
