"""What staff ask the timetable for: who comes for what from where, and the times that answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from permits.availability import Start
from permits.desk.booking_for import first_free
from permits.desk.words import why
from permits.models import Center
from permits.parties import Unbookable
from permits.presentation.needs import Need, offered
from permits.presentation.quests import Quest
from permits.presentation.times_told import told
from rotonde.region.models import Municipality

FIRST_GAP = "first"


@dataclass
class Asking:
    """The answers so far (`given`, by the names of the form) and the free times they lead to.

    What is missing or cannot be read counts as the usual: the first need, one adult, the city.
    """

    center: Center
    given: Mapping[str, str]
    at: datetime
    walk_in: bool = False

    @cached_property
    def needs(self) -> dict[str, Need]:
        return {need.value: need for need in offered()}

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """For whose people somebody at this center may act, by code; its own city first."""
        own = self.center.municipality
        served = Municipality.objects.filter(competences__agency__center=self.center)
        others = served.exclude(pk=own.pk).distinct().order_by("slug")
        return {place.nis_code: place for place in (own, *others)}

    @cached_property
    def quest(self) -> Quest | None:
        """None where nothing is offered at all."""
        needs = list(self.needs.values())
        if not needs:
            return None
        return Quest(
            self.municipalities.get(self.given.get("municipality", ""), self.center.municipality),
            self.needs.get(self.given.get("need", ""), needs[0]),
            adults=self._count("adults", 1),
            children=self._count("children", 0),
        )

    @property
    def is_unusual(self) -> bool:
        quest = self.quest
        return quest is not None and (
            (quest.adults, quest.children) != (1, 0)
            or quest.municipality.pk != self.center.municipality_id
        )

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """The free times as a field offers them; a walk-in's first gap whenever that will be."""
        found = [(s.start.isoformat(), told(s, self.center.time_zone)) for s in self._found[0]]
        if self.walk_in and found:
            words = _("The first gap that fits (%(time)s)") % {"time": found[0][1]}
            return [(FIRST_GAP, words), *found[1:]]
        return found

    @property
    def answers(self) -> dict[str, object]:
        """What an empty form proposes, by the names of its fields; the first time of all."""
        first = {"start": self.choices[0][0]} if self.choices else {}
        return {**dict(self.quest.fields), **first} if self.quest else {}

    @property
    def refusal(self) -> str:
        """Why there is nothing to choose from."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[list[Start], str]:
        if self.quest is None:
            return [], _("Nothing can be booked here.")
        try:
            starts = first_free(
                self.center,
                self.quest.party,
                municipality=self.quest.municipality,
                at=self.at,
                today_only=self.walk_in,
            )
        except Unbookable as error:
            return [], why(error)
        if starts:
            return starts, ""
        if self.walk_in:
            return [], _("Nothing fits today any more. Book a later day for them.")
        return [], _("Nothing is free in the coming weeks.")

    def _count(self, name: str, usual: int) -> int:
        text = self.given.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else usual
