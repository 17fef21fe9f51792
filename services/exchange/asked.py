"""Which services a program asks for, and which page of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Field, Schema

from rotonde.common.problems import Problem
from rotonde.organisations.models import Organisation
from services.exchange.ids import hsds_id, named_by
from services.filters import Filters
from services.models import Service, Theme
from services.querysets import ServiceQuerySet


class AskedPage(Schema):
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=100)


class AskedServices(AskedPage):
    full: bool = Field(False, description="Everything of each service instead of its own facts")
    minimal: bool = Field(False, description="Only id, name, status and when it changed")
    search: str = Field("", max_length=200, description="Words of any language")
    organization_id: str = Field("", description="UUID of an organization")
    taxonomy_term_id: str = Field("", description="UUID of a theme; a top theme has its sub-themes")
    updated_since: str = Field(
        "", description="Changed at this instant or later, removed services as tombstones"
    )
    modified_after: str = Field("", description="The same, as HSDS calls it")

    @property
    def since(self) -> datetime | None:
        """The instant after which changes are asked for. Raises Problem."""
        text = self.updated_since or self.modified_after
        return _instant(text, "updated_since" if self.updated_since else "modified_after")


def asked_services(query: AskedServices, services: ServiceQuerySet) -> ServiceQuerySet:
    """Those of `services` that are asked for, whenever they changed. Raises Http404."""
    found = services
    if query.organization_id:
        organisations = Organisation.objects.all()
        owners = named_by(query.organization_id, organisations, "organization", "slug")
        found = found.filter(organisation__in=owners.values("pk"))
    if query.taxonomy_term_id:
        found = found.of_theme(theme_by_id(query.taxonomy_term_id))
    if query.search.strip():
        matching = Service.objects.matching(Filters(q=query.search.strip()), reader="en")
        found = found.filter(pk__in=matching.order_by().values("pk"))
    return found


def theme_by_id(uuid: str) -> Theme:
    """Raises Http404."""
    themes = Theme.objects.select_related("parent")
    found = (t for t in themes if hsds_id("taxonomy_term", t.slug) == uuid.lower())
    theme = next(found, None)
    if theme is None:
        raise Http404
    return theme


def page_of(things: Any, query: AskedPage) -> tuple[list[Any], dict[str, Any]]:
    """One page of `things`, and what HSDS says of it. Raises Problem for a page too far."""
    paginator = Paginator(things, query.per_page)
    try:
        page = paginator.page(query.page)
    except InvalidPage:
        last = {"number": query.page, "last": paginator.num_pages}
        title = _("There is no page %(number)d; the last one is %(last)d.") % last
        raise Problem(422, title, field="page") from None
    members = list(page.object_list)
    return members, {
        "total_items": paginator.count,
        "total_pages": paginator.num_pages,
        "page_number": page.number,
        "size": len(members),
        "first_page": not page.has_previous(),
        "last_page": not page.has_next(),
        "empty": not members,
    }


def _instant(text: str, field: str) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
    # A year at either end of the calendar is no instant in UTC.
    if moment is None or not 1 < moment.year < 9999:
        title = _("Write an instant like this: 2026-11-20T09:00:00Z.")
        raise Problem(422, title, field=field)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
