"""How events, their dates and the registrations are read.

The conditions of `Filters` are put in SQL here and nowhere else, so that list, month, feed and
API speak of the same set.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Lower

from rotonde.common.languages import CODES
from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.search.finding import find

if TYPE_CHECKING:
    from events.filters import Filters

# A list tells name and summary; the long texts of all languages stay where they are.
_LONG = [
    f"event__{field}{suffix}"
    for field in ("description", "audience")
    for suffix in ("", *(f"_{code}" for code in CODES))
]

_RULES = ("registration_needed", "external_id", "opens_days_before", "closes_hours_before")


class EventQuerySet(NaturalKeyQuerySet):
    """Reads of events."""

    def public(self) -> EventQuerySet:
        """What everybody may see: cancelled events say so instead of vanishing."""
        return self.filter(state__in=["published", "cancelled"])

    def recurring(self) -> EventQuerySet:
        """Those whose dates a rule lays out."""
        return self.filter(state="published").exclude(rule="")

    def with_next_date(self, *, at: datetime) -> EventQuerySet:
        """Each with `next_start` (None: no date to come) and who comes then; the next first.

        `next_pk` is its number, `next_seats` and `next_waiting` its counts.
        """
        dates = self.model._meta.get_field("occurrences").related_model.objects
        coming = dates.filter(event=OuterRef("pk")).upcoming(at=at).filter(state="planned")
        facts = {"start": "starts_at", "seats": "seats_taken", "waiting": "waiting", "pk": "pk"}
        first = {
            f"next_{name}": Subquery(coming.in_order().values(column)[:1])
            for name, column in facts.items()
        }
        return self.annotate(**first).order_by(F("next_start").asc(nulls_last=True), "slug", "pk")

    def told(self) -> EventQuerySet:
        """With everything a page or the API tells of an event, in a fixed number of queries."""
        themes = self.model._meta.get_field("themes").related_model.objects
        return self.select_related("organisation", "place__municipality").prefetch_related(
            Prefetch("themes", themes.order_by("position", "slug").select_related("parent"))
        )


class OccurrenceQuerySet(QuerySet[Any]):
    """Reads of dates."""

    def public(self) -> OccurrenceQuerySet:
        return self.filter(event__state__in=["published", "cancelled"])

    def upcoming(self, *, at: datetime) -> OccurrenceQuerySet:
        """What is not over yet, the cancelled ones included."""
        return self.filter(ends_at__gt=at)

    def taking_place(self) -> OccurrenceQuerySet:
        return self.filter(state="planned", event__state="published")

    def registered_for(self) -> OccurrenceQuerySet:
        """Those that somebody comes to or waits for."""
        return self.filter(Q(seats_taken__gt=0) | Q(waiting__gt=0))

    def households(self) -> int:
        """How many households come or wait."""
        registrations = self.model._meta.get_field("registrations").related_model.objects
        return int(registrations.live().filter(occurrence__in=self.order_by()).count())

    def between(self, since: datetime | None, until: datetime | None) -> OccurrenceQuerySet:
        """What goes on at some time from `since` until before `until`."""
        found = self if since is None else self.filter(ends_at__gt=since)
        return found if until is None else found.filter(starts_at__lt=until)

    def matching(self, filters: Filters, *, reader: str) -> OccurrenceQuerySet:
        """Public dates that meet all of `filters`; words of any language find them."""
        found = self.public().between(filters.since, filters.until)
        conditions = {
            "event__kind": filters.kind,
            "event__organisation": filters.organiser,
            "event__place__municipality": filters.municipality,
        }
        found = found.filter(**{name: value for name, value in conditions.items() if value})
        if filters.language:
            found = found.filter(event__spoken_languages__contains=[filters.language])
        if filters.theme:
            found = found.filter(Exists(self._links(filters.theme)))
        if filters.q:
            entries = find("event", filters.q, reader)
            if entries is None:
                return found.none()
            found = found.filter(event__in=entries.order_by().values("object_id"))
        return found

    def in_order(self) -> OccurrenceQuerySet:
        return self.order_by("starts_at", "id")

    def listed(self) -> OccurrenceQuerySet:
        """With what a list tells of each date: two queries, whatever their number."""
        return (
            self.select_related("event__organisation", "event__place__municipality")
            .defer(*_LONG)
            .prefetch_related(Prefetch("event__themes", self._themes().select_related("parent")))
        )

    def to_register_for(self) -> OccurrenceQuerySet:
        """With what decides whether one may register, and nothing to read."""
        rules = ("public_id", "state", *_RULES)
        return self.select_related("event").only(
            *(field.name for field in self.model._meta.concrete_fields),
            *(f"event__{name}" for name in rules),
        )

    def told(self) -> OccurrenceQuerySet:
        """With everything there is to tell, the long texts included."""
        return self.select_related(
            "event__organisation", "event__place__municipality"
        ).prefetch_related(Prefetch("event__themes", self._themes().select_related("parent")))

    def miscounted(self) -> OccurrenceQuerySet:
        """Dates whose seats or waiting list do not add up to their registrations; always none."""
        registrations = self.model._meta.get_field("registrations").related_model.objects
        own = registrations.filter(occurrence=OuterRef("pk")).order_by().values("occurrence")
        seats = own.filter(state="registered").annotate(n=Sum(F("adults") + F("children")))
        waiting = own.filter(state="waiting").annotate(n=Sum(1))
        return self.annotate(
            counted=Coalesce(seats.values("n"), 0), in_line=Coalesce(waiting.values("n"), 0)
        ).exclude(counted=F("seats_taken"), in_line=F("waiting"))

    def _themes(self) -> Any:
        return (
            self._event()
            ._meta.get_field("themes")
            .related_model.objects.order_by("position", "slug")
        )

    def _links(self, theme: int) -> QuerySet[Any]:
        through = self._event().themes.through.objects.filter(event=OuterRef("event"))
        return through.filter(Q(theme=theme) | Q(theme__parent=theme))

    def _event(self) -> Any:
        # By name: the models import this module.
        return self.model._meta.get_field("event").related_model


class RegistrationQuerySet(QuerySet[Any]):
    """Reads of registrations."""

    def live(self) -> RegistrationQuerySet:
        """Those that have a seat or wait for one."""
        return self.filter(state__in=["registered", "waiting"])

    def in_line(self) -> RegistrationQuerySet:
        """Those that wait, the first to get a seat first."""
        return self.filter(state="waiting").order_by("position")

    def by_name(self) -> RegistrationQuerySet:
        return self.order_by(Lower("name"), "id")

    def of(self, email: str) -> RegistrationQuerySet:
        return self.annotate(address=Lower("email")).filter(address=email.lower())

    def told(self) -> RegistrationQuerySet:
        return self.select_related(
            "occurrence__event__organisation", "occurrence__event__place__municipality"
        )
