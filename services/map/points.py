"""How the points of the map are read: services at places, by box and by filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

if TYPE_CHECKING:
    from services.filters import Filters
    from services.map.boxes import Box


class PointQuerySet(QuerySet[Any]):
    """Reads of points; each is a published service at one place."""

    def within(self, box: Box) -> PointQuerySet:
        return self.filter(x__range=(box.west, box.east), y__range=(box.north, box.south))

    def nowhere(self) -> PointQuerySet:
        """Those that no box can show."""
        return self.filter(x__isnull=True)

    def matching(self, filters: Filters, *, reader: str, entries: Any = None) -> PointQuerySet:
        """Those of the services that match, at the places where they do.

        What no filter asks for is not read: the points alone know what is published and where.
        `entries`: what the search answered to the words, where they were asked already.
        """
        found = self.within(filters.box) if filters.box else self
        of_services = filters.without(*filters.OF_A_CHANNEL)
        if of_services.are_set:
            services = self._related("service").objects.matching(
                of_services, reader=reader, entries=entries
            )
            found = found.filter(service__in=services.order_by().values("pk"))
        of_channels = filters.without(*filters.OF_A_SERVICE, "box")
        if of_channels.are_set:
            channels = self._related("service")._meta.get_field("channels").related_model
            here = channels.objects.order_by().answering(of_channels)
            here = here.filter(service=OuterRef("service"), place=OuterRef("place"))
            found = found.filter(Exists(here))
        return found

    def _related(self, name: str) -> Any:
        # By name: the models import this module.
        return self.model._meta.get_field(name).related_model
