"""Services as points of GeoJSON (RFC 7946): a feature for each place of each service."""

from collections.abc import Iterator

from services.exchange.ids import hsds_id
from services.exchange.records import Record, Values


def features(record: Record) -> Iterator[Values]:
    """A service without a place is a feature without a point, so that none is missing."""
    places = list(dict.fromkeys(each["place"] for each in record.channels if each["place"]))
    for slug in places or [None]:
        place = record.places[slug] if slug else {}
        yield {
            "type": "Feature",
            "id": hsds_id("feature", record.public_id, slug or ""),
            "geometry": _point(place),
            "properties": _properties(record, place),
        }


def _point(place: Values) -> Values | None:
    if place.get("latitude") is None:
        return None
    return {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}


def _properties(record: Record, place: Values) -> Values:
    here = [each for each in record.channels if not place or each["place"] == place["slug"]]
    languages = sorted({spoken["language"] for each in here for spoken in each["spoken"]})
    names = ("slug", "name", "street_address", "postal_code", "locality")
    return {
        "public_id": record.public_id,
        "name": record.texts["name"],
        "summary": record.texts.get("summary", {}),
        "organisation": record.organisation["name"],
        "kind": record.organisation["kind"],
        "paid_partner": record.organisation["paid_partner"],
        "themes": record.themes,
        "spoken_languages": languages,
        "website": record.service["website"],
        "checked_on": record.service["checked_on"],
        "verified": record.service["verified"],
        "place": {name: place[name] for name in names} if place else None,
        "coordinates_approximate": bool(place.get("coordinates_approximate")),
    }
