"""Who is asked for what a party wants."""

from dataclasses import replace

import pytest

from permits import booking
from permits.parties import NobodyMayAct, NobodySpeaks, Party, Person, UnknownProcedure
from permits.questions import ask, ask_again, party_of
from tests.factories.permits import COMBINED, NOW, WEB, a_center, at_local
from tests.factories.region import MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_only_an_agency_that_may_act_for_the_municipality_is_asked():
    world = a_center()
    elsewhere = MunicipalityFactory()
    with pytest.raises(NobodyMayAct) as refused:
        ask(world.center, COMBINED, elsewhere)
    assert refused.value.municipality == elsewhere
    for agency in world.center.agencies.all():
        agency.competences.create(municipality=elsewhere)
    at_home = ask(world.center, COMBINED, None)
    assert ask(world.center, COMBINED, elsewhere).staff == at_home.staff


def test_an_unknown_procedure_is_named():
    party = Party((Person("adult", ("alchemy",)),))
    with pytest.raises(UnknownProcedure) as refused:
        ask(a_center().center, party, None)
    assert refused.value.code == "alchemy"


def test_only_who_speaks_the_language_is_asked():
    world = a_center(city=2)
    for officer in (world.city[0], *world.federal):
        officer.languages = ["en", "tr"]
        officer.save()
    question = ask(world.center, replace(COMBINED, speaks="tr"), None)
    assert {each.officer for each in question.staff} == {world.city[0].pk, world.federal[0].pk}
    assert question.languages == ("en", "tr")


def test_asked_again_somebody_may_have_left():
    world = a_center(city=2)
    question = ask(world.center, COMBINED, None)
    world.city[0].active = False
    world.city[0].save()
    assert len(ask_again(question).staff) == len(question.staff) - 1


def test_a_visit_is_asked_for_as_it_was():
    world = a_center()
    party = Party(
        (
            Person("adult", ("registration", "residence-permit")),
            Person("child", ("residence-permit",)),
        )
    )
    visit = booking.hold(center=world.center, party=party, start=at_local("08:50"), at=NOW, **WEB)
    assert party_of(visit) == party


def test_what_nobody_speaks_is_refused_with_what_they_do_speak():
    with pytest.raises(NobodySpeaks) as refused:
        ask(a_center().center, replace(COMBINED, speaks="tr"), None)
    assert refused.value.languages == ("en", "nl")
