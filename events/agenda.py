"""One question to the event calendar, answered: for the pages, the feed and the API alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from events.choices import choices
from events.filters import Filters
from events.forms import FilterForm
from events.models import Occurrence

PER_PAGE = 30
# A calendar that subscribes wants what is to come, not a database.
MOST_IN_FEED = 500


@dataclass(frozen=True)
class Answer:
    """The dates of one page of the answer; `form.errors` tells what was not understood."""

    form: FilterForm
    filters: Filters
    page: Page[Occurrence]

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def days(self) -> list[tuple[date, list[Occurrence]]]:
        """The page by local day; what began earlier and still goes on stands under its own day."""
        return by_day(self.page.object_list)


def asked(query: Mapping[str, Any], *, reader: str, at: datetime) -> FilterForm:
    """The filters of a query string, cleaned."""
    form = FilterForm(query, choices(reader), at=at)
    form.is_valid()
    return form


def answer(form: FilterForm, *, reader: str, whole: bool = False) -> Answer:
    """The dates that match, the next first; for a page too far an error, and the last page.

    With `whole` the long texts are read along.
    """
    filters = form.filters
    found = Occurrence.objects.matching(filters, reader=reader).in_order()
    paginator = Paginator(found.told() if whole else found.listed(), PER_PAGE)
    number = form.page_number
    if number > paginator.num_pages:
        last = {"number": number, "last": paginator.num_pages}
        form.add_error("page", _("There is no page %(number)d; the last one is %(last)d.") % last)
        number = paginator.num_pages
    return Answer(form=form, filters=filters, page=paginator.page(number))


def feed(form: FilterForm, *, reader: str) -> list[Occurrence]:
    """Everything that matches, for a calendar that subscribes."""
    found = Occurrence.objects.matching(form.filters, reader=reader)
    return list(found.in_order().told()[:MOST_IN_FEED])


def by_day(occurrences: Iterable[Occurrence]) -> list[tuple[date, list[Occurrence]]]:
    """Dates in their order, grouped by the local day on which they begin."""

    def day(occurrence: Occurrence) -> date:
        return occurrence.local_start.date()

    return [(first, list(group)) for first, group in groupby(occurrences, key=day)]
