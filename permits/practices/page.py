"""How it goes where you live: what the page of a municipality tells."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from permits.models import Center, Procedure
from permits.practices.answers import Fact
from permits.practices.reading import FACTS, compared, read_book
from permits.presentation.first_free import first_start, usual_quest
from permits.presentation.quests import centers_for
from rotonde.common.languages import CODES
from rotonde.common.panels import Panel
from rotonde.region.models import Municipality
from rotonde.translations.reading import shown

# As on the other pages that many read: the page of times is always fresh.
_FRESH_SECONDS = 60


@dataclass(frozen=True)
class HowItGoes:
    """One procedure and its facts."""

    procedure: Procedure
    facts: list[Fact]
    first_free: "FirstFree | None"

    @property
    def differences(self) -> int:
        return sum(fact.differs for fact in self.facts)


@dataclass(frozen=True)
class FirstFree:
    """Where a center of ours acts for a municipality: the first free time, if there is any.

    Of the usual visit, which is about `codes` and says nothing of other procedures.
    """

    center: Center
    start: datetime | None
    codes: frozenset[str]


def how_it_goes(request: HttpRequest, municipality: Municipality) -> Panel | None:
    """On its page: each procedure with what is known, and plainly what is not."""
    procedures = compared()
    if not procedures:
        return None
    book = read_book(procedures, [municipality], on=timezone.localdate())
    halls = book.halls.get(municipality.pk, [])
    free = first_free(municipality)
    told = [
        HowItGoes(
            each,
            [book.fact(municipality, each, name) for name in FACTS],
            free if free and each.slug in free.codes else None,
        )
        for each in procedures
    ]
    context = {
        "municipality": municipality,
        "name": shown(municipality, "name", get_language() or CODES[0]).text,
        "procedures": told,
        "town_hall": halls[0] if halls else None,
    }
    return Panel("permits/practices/panel.html", context)


def first_free(municipality: Municipality) -> FirstFree | None:
    """Asked of the timetable once a minute; None where no center may act for it."""
    key = f"permits.first-free-for.{municipality.nis_code}"
    found: FirstFree | bool | None = cache.get(key)
    if found is None:
        found = _first_free(municipality) or False
        cache.set(key, found, _FRESH_SECONDS)
    return found if isinstance(found, FirstFree) else None


def _first_free(municipality: Municipality) -> FirstFree | None:
    quest = usual_quest(municipality)
    centers = centers_for(quest) if quest else []
    if quest is None or not centers:
        return None
    start = first_start(centers[0], quest, at=timezone.now())
    return FirstFree(centers[0], start, frozenset(each.slug for each in quest.need.procedures))
