"""Reads how procedures go in municipalities: a fixed number of queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from permits.models import Fee, Practice, Procedure, Requirement
from permits.practices.answers import Answer, Fact, of_fees, of_practice, of_town_hall
from rotonde.region.models import Municipality
from services.models import Service
from services.town_halls import town_halls

FEE = "fee"
FACTS = ("booking", FEE, "documents", "languages", "waiting")
Key = tuple[int, int | None, str]  # procedure, municipality or the region, fact


def labels() -> dict[str, str]:
    """What each fact is called, in the reader's language."""
    return {FEE: _("What it costs"), **{each.value: str(each.label) for each in Practice.Fact}}


def compared() -> list[Procedure]:
    """The procedures of which something usual is known: those a town hall does."""
    standards = Practice.objects.filter(municipality=None)
    return list(Procedure.objects.filter(pk__in=standards.values("procedure")))


@dataclass(frozen=True)
class Book:
    """What is known of some procedures in some municipalities."""

    answers: dict[Key, Answer]
    papers: dict[int, list[Requirement]]
    halls: dict[int, list[Service]]

    def fact(self, municipality: Municipality, procedure: Procedure, name: str) -> Fact:
        """What holds there, from who says most about it: a fact of ours, else the town hall."""
        local = self.answers.get((procedure.pk, municipality.pk, name))
        if local is None and name in ("booking", "languages"):
            local = self._of_hall(municipality, languages=name == "languages")
        return Fact(
            name,
            labels()[name],
            local,
            self.usual(procedure, name),
            self.papers.get(procedure.pk, []) if name == "documents" else [],
        )

    def usual(self, procedure: Procedure, name: str) -> Answer | None:
        """What usually holds in the region."""
        return self.answers.get((procedure.pk, None, name))

    def _of_hall(self, municipality: Municipality, *, languages: bool) -> Answer | None:
        halls = self.halls.get(municipality.pk, [])
        said = (of_town_hall(hall, languages=languages) for hall in halls)
        return next((each for each in said if each is not None), None)


def read_book(
    procedures: Sequence[Procedure], municipalities: Sequence[Municipality], *, on: date
) -> Book:
    """Four queries, and those of the town halls."""
    there = Q(municipality=None) | Q(municipality__in=municipalities)
    about = Q(procedure__in=procedures)
    rows = Practice.objects.filter(there, about)
    answers = {(row.procedure_id, row.municipality_id, row.fact): of_practice(row) for row in rows}
    for key, fees in _fees(about & there, on).items():
        answers[*key, FEE] = of_fees(fees)
    papers: dict[int, list[Requirement]] = defaultdict(list)
    for each in Requirement.objects.filter(about).select_related("document"):
        if each.document not in [known.document for known in papers[each.procedure_id]]:
            papers[each.procedure_id].append(each)
    return Book(answers, papers, town_halls([each.pk for each in municipalities]))


def _fees(asked: Q, on: date) -> dict[tuple[int, int | None], list[Fee]]:
    """What visitors pay on a day; what an employer pays is no matter of the town hall."""
    valid = Q(valid_from=None) | Q(valid_from__lte=on)
    valid &= Q(valid_until=None) | Q(valid_until__gte=on)
    found: dict[tuple[int, int | None], list[Fee]] = defaultdict(list)
    for fee in Fee.objects.filter(asked, valid, payer=Fee.Payer.VISITOR).order_by("pk"):
        found[fee.procedure_id, fee.municipality_id].append(fee)
    return found
