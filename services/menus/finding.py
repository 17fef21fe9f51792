"""Services and guides to put on a menu, by words of any language."""

from rotonde.translations.labels import mark_machine
from services.filters import Filters
from services.guides.models import Guide
from services.menus.reading import Entry, ref_to
from services.models import Service

# More than a screen of them is a question for better words.
MOST_OF_A_KIND = 8


def found_by(text: str, *, reader: str) -> list[Entry]:
    """The best guides, then the best services; none without a word."""
    if not text.strip():
        return []
    guides = Guide.objects.published().found_by(text, reader=reader).on_a_card()
    matching = Service.objects.matching(Filters(q=text), reader=reader)
    services = matching.ranked(text, reader=reader).told()
    found = [*guides[:MOST_OF_A_KIND], *services[:MOST_OF_A_KIND]]
    mark_machine(found, reader=reader)
    return [Entry(ref_to(thing), thing) for thing in found]
