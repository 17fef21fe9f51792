"""How guides are read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.search.finding import find

KIND = "guide"


class GuideQuerySet(NaturalKeyQuerySet):
    """Reads of guides."""

    def published(self) -> GuideQuerySet:
        """What the public may see."""
        return self.filter(state="published")

    def of_theme(self, theme: Any) -> GuideQuerySet:
        """Those about the theme or, for a top theme, about its sub-themes; each once."""
        links = self.model.themes.through.objects.filter(guide=OuterRef("pk"))
        return self.filter(Exists(links.filter(Q(theme=theme) | Q(theme__parent=theme))))

    def about(self, service: Any) -> GuideQuerySet:
        """Those that name the service as help."""
        return self.filter(services=service)

    def found_by(self, text: str, *, reader: str) -> GuideQuerySet:
        """Best answers to `text` first, whatever the language of its words; none without a word."""
        entries: Any = find(KIND, text, reader)
        if entries is None:
            return self.none()
        rank = entries.order_by().filter(object_id=OuterRef("pk")).values("rank")
        found = self.filter(pk__in=entries.order_by().values("object_id"))
        return found.annotate(rank=Subquery(rank)).order_by("-rank", "position")

    def on_the_rack(self) -> GuideQuerySet:
        """Shelf by shelf, in the order of the themes, each with the theme of its shelf."""
        order = ("shelf__position", "shelf__slug", "position", "slug")
        return self.on_a_card().order_by(*order)

    def on_a_card(self) -> GuideQuerySet:
        """With what a card in a list tells."""
        return self.select_related("shelf__parent")

    def told(self) -> GuideQuerySet:
        """With everything its page tells, in a fixed number of queries."""
        return self.on_a_card().prefetch_related(
            "steps",
            "sources",
            "terms",
            Prefetch("themes", self._related("themes").order_by("position", "slug")),
            Prefetch("services", self._related("services").published().by_theme()),
        )

    def _related(self, name: str) -> Any:
        # By name: the models import this module.
        return self.model._meta.get_field(name).related_model.objects
