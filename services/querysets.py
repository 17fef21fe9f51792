"""How themes, services and their channels are read.

The conditions of `Filters` are put in SQL here and nowhere else, so that list, map, counts and
API speak of the same set.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.search.finding import find
from services.access import CONDITIONS

if TYPE_CHECKING:
    from services.filters import Filters
    from services.map.boxes import Box


class ThemeQuerySet(NaturalKeyQuerySet):
    """Reads of themes."""

    def with_service_counts(self) -> ThemeQuerySet:
        """Themes by position with `service_count`: published services of it and its sub-themes.

        The counts are read at once, in two queries over all services: a count per theme would
        read them again for each.
        """
        links = self.model.services.through.objects.filter(service__state="published")
        whens = [When(pk=pk, then=Value(count)) for pk, count in counted_by_theme(links).items()]
        count = Case(*whens, default=Value(0), output_field=IntegerField())
        return self.annotate(service_count=count).order_by("position", "slug")


def counted_by_theme(links: QuerySet[Any]) -> dict[int, int]:
    """Numbers of services by theme id from rows (service, theme); a top theme has its sub-themes'.

    A service under two sub-themes counts once for the theme above them.
    """
    tops = links.annotate(top=Coalesce("theme__parent_id", "theme_id"))
    return counted(links, "theme_id", "service_id") | counted(tops, "top", "service_id")


def counted(rows: QuerySet[Any], by: str, what: str) -> dict[Any, int]:
    """How many different `what` there are for each `by`."""
    groups = rows.order_by().values(by).annotate(number=Count(what, distinct=True))
    return dict(groups.values_list(by, "number"))


class ChannelQuerySet(NaturalKeyQuerySet):
    """Reads of channels: the ways to get a service."""

    def with_hours(self) -> ChannelQuerySet:
        """With their schedules, in two more queries."""
        return self.prefetch_related("schedules__hours")

    def told(self) -> ChannelQuerySet:
        """With everything a page tells of a channel."""
        return self.select_related("place__municipality").prefetch_related("spoken").with_hours()

    def speaking(self, language: str, *, at: datetime | None = None) -> ChannelQuerySet:
        """Those where `language` is spoken at some time or, with `at`, at that instant."""
        spoken = self._related("spoken").order_by().filter(channel=OuterRef("pk"))
        spoken = spoken.filter(language=language)
        return self.filter(Exists(spoken if at is None else spoken.filter(spoken_at(at))))

    def open_at(self, at: datetime) -> ChannelQuerySet:
        """Those one can turn to at `at` without an appointment or somebody who refers one."""
        intervals = self._related("open_intervals").order_by().filter(channel=OuterRef("pk"))
        return self.exclude(entry__in=["appointment", "referral"]).filter(
            Exists(intervals.filter(starts_at__lte=at, ends_at__gt=at))
        )

    def accessible(self, access: str) -> ChannelQuerySet:
        """Those with one fact of `services.access`."""
        return self.filter(CONDITIONS[access])

    def on_the_map(self) -> ChannelQuerySet:
        """Those whose place is known by its coordinates."""
        return self.filter(place__x__isnull=False)

    def off_the_map(self) -> ChannelQuerySet:
        """Those without a place, or at one whose coordinates nobody knows."""
        unknown = self._related("place").filter(x__isnull=True)
        return self.filter(Q(place__isnull=True) | Q(place__in=unknown.values("pk")))

    def within(self, box: Box) -> ChannelQuerySet:
        return self.filter(
            place__x__range=(box.west, box.east), place__y__range=(box.north, box.south)
        )

    def answering(self, filters: Filters) -> ChannelQuerySet:
        """Those that meet the language, municipality and box of `filters`."""
        found = self
        if filters.open_at:
            found = found.open_at(filters.open_at)
        if filters.language:
            # Who asks what is open now wants to be understood now.
            found = found.speaking(filters.language, at=filters.open_at)
        for access in filters.access:
            found = found.accessible(access)
        if filters.municipality:
            found = found.filter(place__municipality=filters.municipality)
        if filters.box:
            found = found.within(filters.box)
        return found

    def _related(self, name: str) -> Any:
        return self.model._meta.get_field(name).related_model.objects


def spoken_at(at: datetime) -> Q:
    """The condition on a spoken language that it is spoken at `at`."""
    local = timezone.localtime(at)
    clock = local.time()
    hours = Q(weekday=local.isoweekday(), starts_at__lte=clock, ends_at__gt=clock)
    return Q(weekday=None) | hours


class ServiceQuerySet(NaturalKeyQuerySet):
    """Reads of services."""

    def published(self) -> ServiceQuerySet:
        """What the public may see."""
        return self.filter(state="published")

    def matching(self, filters: Filters, *, reader: str, entries: Any = None) -> ServiceQuerySet:
        """Published services that meet all of `filters`; words of any language find them.

        `reader` is the language of the reader, in which found words weigh more (see `ranked`).
        Who asks twice what the same words find hands on those `entries` of the search.
        """
        found = self.published()
        if filters.theme:
            found = found.of_theme(filters.theme)
        if filters.kind:
            found = found.filter(organisation__kind=filters.kind)
        if filters.ask_for_a_channel:
            found = found.filter(Exists(self._own_channels().answering(filters)))
        if filters.q:
            entries = find("service", filters.q, reader) if entries is None else entries
            if entries is None:
                return found.none()
            found = found.filter(pk__in=entries.order_by().values("object_id"))
        return found

    def ranked(self, text: str, *, reader: str) -> ServiceQuerySet:
        """Best answers to `text` first; without a text what people struggle with most."""
        entries: Any = find("service", text, reader) if text else None
        if entries is None:
            return self.by_theme()
        rank = entries.order_by().filter(object_id=OuterRef("pk")).values("rank")
        return self.annotate(rank=Subquery(rank)).order_by("-rank", "slug", "public_id")

    def by_theme(self) -> ServiceQuerySet:
        """What people struggle with most first, by the first of their themes."""
        first = Subquery(
            self._links()
            .order_by()
            .values("service")
            .annotate(at=Min("theme__position"))
            .values("at")
        )
        return self.annotate(first=first).order_by("first", "-verified", "slug", "public_id")

    def off_the_map(self, filters: Filters, *, reader: str) -> ServiceQuerySet:
        """Those that match, whatever the box, but that no box can show: no channel has a point."""
        anywhere = filters.without("box")
        placed = self._own_channels().answering(anywhere).on_the_map()
        return self.matching(anywhere, reader=reader).filter(~Exists(placed))

    def nearest(self, x: int, y: int, *, other_than: Any, limit: int) -> list[Any]:
        """At most `limit`, told, the nearest to (x, y) first, from outside a municipality."""
        column, row = F("place__x") - x, F("place__y") - y
        channels = (
            self._channels()
            .on_the_map()
            .exclude(place__municipality=other_than)
            .filter(service__in=self.values("pk"))
            .annotate(squared=column * 1.0 * column + row * 1.0 * row)
            .order_by("squared", "service__slug")
        )
        # One service may have several channels near by.
        ids = list(dict.fromkeys(channels.values_list("service_id", flat=True)[: limit * 4]))
        found = {service.pk: service for service in self.filter(pk__in=ids[:limit]).told()}
        return [found[pk] for pk in ids[:limit]]

    def told(self) -> ServiceQuerySet:
        """With everything a page or the API tells of a service, in a fixed number of queries."""
        themes = self._related("themes").order_by("position", "slug").select_related("parent")
        return self.select_related("organisation", "owners_check").prefetch_related(
            Prefetch("channels", self._channels().told()),
            Prefetch("themes", themes),
        )

    def of_theme(self, theme: Any) -> ServiceQuerySet:
        """Those of the theme or, for a top theme, of its sub-themes; each once."""
        return self.filter(Exists(self._links().filter(_theme_is(theme))))

    def _channels(self) -> Any:
        return self._related("channels").order_by("position")

    def _related(self, name: str) -> Any:
        # By name: the models import this module.
        return self.model._meta.get_field(name).related_model.objects

    def _own_channels(self) -> Any:
        return self._channels().order_by().filter(service=OuterRef("pk"))

    def _links(self) -> QuerySet[Any]:
        return self.model.themes.through.objects.filter(service=OuterRef("pk"))


def _theme_is(theme: Any) -> Q:
    return Q(theme=theme) | Q(theme__parent=theme)
