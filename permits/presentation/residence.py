"""Finding the municipality somebody lives in, by postcode or by any of its names."""

import unicodedata

from permits.models import Center
from rotonde.common.languages import CODES
from rotonde.region.models import Municipality


def served() -> list[Municipality]:
    """Municipalities some center may act for; the cities of the centers first."""
    cities = set(Center.objects.values_list("municipality_id", flat=True))
    found = Municipality.objects.filter(competences__isnull=False).distinct()
    return sorted(found, key=lambda place: (place.pk not in cities, -len(place.postcodes)))


def called(text: str) -> list[Municipality]:
    """Municipalities of this postcode or name; by the beginning of the name when none is exact."""
    wanted = _folded(text)
    if not wanted:
        return []
    everywhere = list(Municipality.objects.all())
    postcodes = {word for word in wanted.split() if len(word) == 4 and word.isdecimal()}
    exact = [
        place for place in everywhere if postcodes & set(place.postcodes) or wanted in _names(place)
    ]
    return exact or [
        place
        for place in everywhere
        if len(wanted) >= 3 and any(name.startswith(wanted) for name in _names(place))
    ]


def _names(place: Municipality) -> set[str]:
    return {_folded(getattr(place, f"name_{code}") or "") for code in CODES} - {""}


def _folded(text: str) -> str:
    """Without case, accents and surplus spaces, in the digits of the postcodes."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (str(unicodedata.digit(c, c)) for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
