"""What somebody looks for: kept in the address until a time is held, so that nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from permits.eligibility.told import Given, given_from
from permits.models import Attendee, Center, Visit, WaitingParty, WaitingPerson
from permits.parties import Party, Person
from permits.presentation.needs import Need, need_of
from permits.presentation.people import counted
from rotonde.region.models import Municipality


@dataclass(frozen=True)
class Quest:
    """Where somebody lives, what they come for, how many they are."""

    municipality: Municipality
    need: Need
    adults: int
    children: int
    # What a person (counted from 0) comes for instead of the whole need.
    own: tuple[tuple[int, tuple[str, ...]], ...] = ()
    speaks: str = ""
    # What was answered in the wizard (permits.eligibility.told).
    told: str = ""

    @property
    def party(self) -> Party:
        """Adults first. Raises PartyTooLarge and its kin."""
        return Party(self.persons, self.speaks)

    @property
    def persons(self) -> tuple[Person, ...]:
        """Adults first, each with their own procedures; also more than one visit takes."""
        codes, own = tuple(procedure.slug for procedure in self.need.procedures), dict(self.own)
        kinds = ["adult"] * self.adults + ["child"] * self.children
        return tuple(Person(kind, own.get(i, codes)) for i, kind in enumerate(kinds))

    @property
    def people(self) -> str:
        """ "2 adults", or "2 adults and 1 child"."""
        return counted(self.adults, self.children)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Name and value of each answer, as forms carry them."""
        return [
            ("municipality", self.municipality.nis_code),
            ("need", self.need.value),
            ("adults", str(self.adults)),
            ("children", str(self.children)),
            *((f"for_{person + 1}", ",".join(codes)) for person, codes in self.own),
            *([("speaks", self.speaks)] if self.speaks else []),
            *([("told", self.told)] if self.told else []),
        ]

    @property
    def answers(self) -> str:
        """The address of the wizard that says the same; empty where it was not asked."""
        given = given_from(self.told)
        if given is None:
            return ""
        here = {"municipality": self.municipality.nis_code, "adults": self.adults}
        return urlencode({**given.answers, **here, "children": self.children})

    def query(self, **more: str) -> str:
        """The query string of this quest; `more` adds to it."""
        query = QueryDict(mutable=True)
        query.update(
            {**dict(self.fields), **{name: value for name, value in more.items() if value}}
        )
        return query.urlencode(safe=",~")


def quest_from(cleaned: dict[str, Any]) -> Quest:
    """The quest a valid NeedForm describes."""
    return Quest(
        cleaned["municipality"],
        cleaned["need"],
        cleaned["adults"],
        cleaned["children"],
        cleaned["own"],
        cleaned["speaks"],
        cleaned["told"],
    )


def quest_of(visit: Visit) -> Quest:
    """What the party of a held or booked visit was looking for."""
    attendees = visit.attendees.order_by("kind", "position").prefetch_related("procedures")
    told = str(Given(visit.rule_set.version, visit.answers)) if visit.rule_set else ""
    return _quest(visit.municipality, list(attendees), visit.officer_language, told)


def quest_waiting(waiting: WaitingParty) -> Quest | None:
    """What a party without a visit waits for; None once nobody knows who it was."""
    people = waiting.people.order_by("kind", "position").prefetch_related("procedures")
    found = list(people)
    return _quest(waiting.municipality, found, waiting.officer_language) if found else None


def _quest(
    municipality: Municipality,
    people: Sequence[Attendee | WaitingPerson],
    speaks: str,
    told: str = "",
) -> Quest:
    """`people` come adults first."""
    children = sum(person.kind == Attendee.Kind.CHILD for person in people)
    comes_for = [need_of(person.procedures.all()) for person in people]
    need = need_of(procedure for each in comes_for for procedure in each.procedures)
    own = tuple(
        (i, tuple(procedure.slug for procedure in each.procedures))
        for i, each in enumerate(comes_for)
        if each != need
    )
    return Quest(municipality, need, len(people) - children, children, own, speaks, told)


def centers_for(quest: Quest) -> list[Center]:
    """Centers at which every agency the quest needs may act for its municipality."""
    found = Center.objects.select_related("place", "municipality")
    for kind in {procedure.agency_kind for procedure in quest.need.procedures}:
        found = found.filter(
            agencies__kind=kind, agencies__competences__municipality=quest.municipality
        )
    return list(found.distinct())
