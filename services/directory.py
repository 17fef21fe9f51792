"""One question to the services map, answered: for the page and the API alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from services.filters import Filters
from services.forms import FilterForm
from services.kept.facets import Facets, facets
from services.kept.known import Known
from services.kept.sieve import Sieve
from services.kept.telling import told
from services.models import Service

PER_PAGE = 20


@dataclass(frozen=True)
class Answer:
    """The services of one page of the answer; `form.errors` tells what was not understood."""

    form: FilterForm
    filters: Filters
    page: Page[Service]
    sieve: Sieve

    @property
    def total(self) -> int:
        return self.page.paginator.count


def asked(query: Mapping[str, Any], *, at: datetime) -> FilterForm:
    """The filters of a query string, cleaned; "open now" means `at`."""
    form = FilterForm(query, Known(), at=at)
    form.is_valid()
    return form


def answer(form: FilterForm, *, reader: str) -> Answer:
    """The services that match, best first; for a page too far an error, and the last page."""
    filters = form.filters
    sieve = Sieve(reader=reader)
    paginator: Paginator[Any] = Paginator(sieve.in_order(filters), PER_PAGE)
    number = form.page_number
    if number > paginator.num_pages:
        last = {"number": number, "last": paginator.num_pages}
        form.add_error("page", _("There is no page %(number)d; the last one is %(last)d.") % last)
        number = paginator.num_pages
    page = paginator.page(number)
    page.object_list = told(list(page.object_list), of=sieve.catalogue)
    return Answer(form=form, filters=filters, page=page, sieve=sieve)


def missed(answered: Answer) -> bool:
    """Whether words alone, even corrected, found nothing: other filters may be to blame."""
    filters = answered.filters
    return bool(filters.q) and not answered.total and filters.without("q") == Filters()


def offer_choices(answered: Answer, *, reader: str) -> Facets:
    """Give the form its choices with the numbers they would leave; those numbers."""
    form, sieve = answered.form, answered.sieve
    counted = facets(answered.filters, reader=reader, at=form.at, sieve=sieve)
    form.offer(counted)
    return counted


def off_the_map(filters: Filters, *, reader: str) -> int:
    """How many services match that no box can show."""
    return Service.objects.off_the_map(filters, reader=reader).count()
