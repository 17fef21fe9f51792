"""A desk whose procedures ask for papers, and ask something ahead."""

from dataclasses import dataclass

import pytest

from permits.models import AheadQuestion, Document, Requirement, StandardTime, Visit
from permits.readiness.reading import readiness_of
from tests.permits.desk.conftest import Desk, clock, desk

__all__ = ["clock", "desk"]


@dataclass
class Office:
    """The desk, and what its procedures ask for."""

    desk: Desk

    def paper(self, visit: Visit, person: int = 0, number: int = 0) -> str:
        """What a form calls a paper of a person."""
        return readiness_of(visit).people[person].papers[number].name

    def question(self, visit: Visit, person: int = 0) -> str:
        return readiness_of(visit).people[person].questions[0].name


def ask_for_papers(desk: Desk) -> Office:
    """Both ask for the passport, the city for a lease of adults and something ahead."""
    city, federal = desk.world.registration, desk.world.permit
    passport = Document.objects.create(
        slug="passport", official_name="Paspoort", name_en="Passport"
    )
    lease = Document.objects.create(
        slug="lease", official_name="Huurcontract", name_en="Lease", from_employer=True
    )
    for procedure in (city, federal):
        Requirement.objects.create(procedure=procedure, document=passport, form="original")
    Requirement.objects.create(
        procedure=city, document=lease, form="copy", audience="adult", position=2
    )
    AheadQuestion.objects.create(
        slug="bell", procedure=city, text_en="Is your name on the bell?", audience="adult"
    )
    StandardTime.objects.create(procedure=city, kind="preparation", minutes=10)
    return Office(desk)


@pytest.fixture
def office(desk: Desk) -> Office:
    return ask_for_papers(desk)
