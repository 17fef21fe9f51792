"""The papers to bring, person by person, each with the forms it must have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from permits.eligibility.rulebook import Outcome
from permits.models import Document, Requirement
from permits.parties import Party
from rotonde.translations.reading import shown

_AUDIENCE = {"adult": {"everyone", "adult"}, "child": {"everyone", "child"}}


@dataclass(frozen=True)
class Paper:
    """One document, once, however many procedures ask for it."""

    document: Document
    demands: list[Requirement]


@dataclass(frozen=True)
class Bundle:
    """What each of these people brings: the same papers, told once."""

    people: list[str]
    papers: list[Paper]

    @property
    def demands(self) -> list[Requirement]:
        return [demand for paper in self.papers for demand in paper.demands]

    @property
    def sources(self) -> list[Requirement]:
        """One demand for each place these facts come from, the one seen there last."""
        return _sources(self.demands)

    @property
    def fallback(self) -> str:
        """The language some note is shown in because the reader's is missing; else empty."""
        language = get_language() or "en"
        notes = (shown(demand, "note", language) for demand in self.demands)
        return next((note.language for note in notes if note.is_fallback), "")


def checklist(party: Party, names: Sequence[str], outcome: Outcome | None = None) -> list[Bundle]:
    """Every person of the party in one bundle, in their order; one query for all of them.

    Of the procedures of an `outcome` only the documents that it names are asked for.
    """
    demands = list(
        Requirement.objects.filter(procedure__slug__in=party.codes)
        .select_related("document", "procedure")
        .order_by("procedure__position", "position")
    )
    if outcome:
        demands = [demand for demand in demands if applies(demand, outcome)]
    alike: dict[tuple[str, frozenset[str]], list[str]] = {}
    for person, name in zip(party.people, names, strict=True):
        alike.setdefault((person.kind, frozenset(person.procedures)), []).append(name)
    return [
        Bundle(
            people,
            _papers(
                demand
                for demand in demands
                if demand.procedure.slug in codes and demand.audience in _AUDIENCE[kind]
            ),
        )
        for (kind, codes), people in alike.items()
    ]


def sources_of(bundles: Iterable[Bundle]) -> list[Requirement]:
    """The same for several bundles: what all are asked for is told once."""
    return _sources(demand for bundle in bundles for demand in bundle.demands)


def _sources(demands: Iterable[Requirement]) -> list[Requirement]:
    seen = sorted(demands, key=lambda demand: demand.checked_on or date.min)
    return list({demand.source: demand for demand in seen if demand.source}.values())


def applies(demand: Requirement, outcome: Outcome) -> bool:
    """Whether a demand (read with procedure and document) is among what the outcome asks for."""
    if not outcome.documents:
        return True
    elsewhere = demand.procedure.slug not in outcome.procedures
    return elsewhere or demand.document.slug in outcome.documents


def _papers(demands: Iterable[Requirement]) -> list[Paper]:
    papers: dict[int, Paper] = {}
    for demand in demands:
        paper = papers.setdefault(demand.document_id, Paper(demand.document, []))
        if demand.form not in {known.form for known in paper.demands}:
            paper.demands.append(demand)
    return list(papers.values())
