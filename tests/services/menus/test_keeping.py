"""Menus that are kept: one order, nothing twice, and what the database refuses."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from rotonde.accounts.personal_data import erase, export, person_of
from services.menus.keeping import change_of_account, refs_of_account, share, withdraw
from services.menus.models import Menu, MenuEntry
from services.menus.reading import ref_to, told
from services.menus.refs import added, moved, removed
from tests.factories.accounts import an_account
from tests.factories.guides import GuideFactory
from tests.factories.services import (
    ChannelFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
)

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return an_account()


@pytest.fixture
def things():
    return [ServiceFactory(), GuideFactory(), ServiceFactory()]


def put(account, *things):
    refs = [ref_to(thing) for thing in things]
    return change_of_account(account=account, by=lambda now: added(now, *refs), at=NOW)


def test_services_and_guides_in_the_order_they_came(ada, things) -> None:
    put(ada, *things)
    put(ada, *reversed(things))
    assert refs_of_account(ada) == tuple(map(ref_to, things))
    assert Menu.objects.get().account == ada


def test_another_order_in_one_transaction(ada, things) -> None:
    put(ada, *things)
    last = ref_to(things[2])
    change_of_account(account=ada, by=lambda refs: moved(refs, last, steps=-2), at=NOW)
    assert [ref_to(things[n]) for n in (2, 0, 1)] == list(refs_of_account(ada))
    change_of_account(account=ada, by=lambda refs: removed(refs, last), at=NOW)
    assert [entry.position for entry in MenuEntry.objects.all()] == [0, 1]


def test_what_is_hidden_is_not_taken_up_but_stays_where_it_was(ada) -> None:
    hidden, known = ServiceFactory(state="hidden"), ServiceFactory()
    put(ada, hidden, known)
    assert refs_of_account(ada) == (ref_to(known),)
    known.state = "hidden"
    known.save()
    assert refs_of_account(ada) == (ref_to(known),)
    assert told(refs_of_account(ada)).gone == (ref_to(known),)


def test_a_deleted_service_leaves_the_menu(ada, things) -> None:
    put(ada, *things)
    things[0].delete()
    assert len(refs_of_account(ada)) == 2


@pytest.mark.parametrize("both", [True, False])
def test_an_entry_is_a_service_or_a_guide(ada, things, both: bool) -> None:
    put(ada, things[0])
    entry = {"service": things[2], "guide": things[1]} if both else {}
    with pytest.raises(IntegrityError):
        MenuEntry.objects.create(menu=ada.menu, position=9, added_at=NOW, **entry)


def test_nothing_twice_and_no_position_twice(ada, things) -> None:
    put(ada, things[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuEntry.objects.create(menu=ada.menu, service=things[0], position=9, added_at=NOW)
    MenuEntry.objects.create(menu=ada.menu, service=things[2], position=0, added_at=NOW)
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_menu_is_an_accounts_or_a_companys(ada) -> None:
    for owner in ({}, {"account": ada, "organisation": OrganisationFactory(), "title": "Both"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Menu.objects.create(made_at=NOW, changed_at=NOW, **owner)


def test_a_link_is_made_once_and_its_successor_is_another(ada, things) -> None:
    put(ada, things[0])
    first = share(menu=ada.menu, at=NOW).code
    assert share(menu=ada.menu, at=NOW).code == first
    assert len(first) == 22
    withdraw(menu=ada.menu, at=NOW)
    assert not Menu.objects.shared().exists()
    assert share(menu=ada.menu, at=NOW).code != first


def test_it_is_told_and_erased_with_the_person(ada, things) -> None:
    put(ada, *things)
    assert export(person_of(ada))["menu"]["entries"] == [str(ref_to(thing)) for thing in things]
    put(an_account("other@example.org"), things[0])
    erase(person_of(ada), at=NOW)
    assert Menu.objects.get().account.email == "other@example.org"


def test_as_many_queries_for_twelve_as_for_one(django_assert_num_queries) -> None:
    def services(number: int) -> tuple:
        made = [ServiceFactory() for _ in range(number)]
        for service in made:
            ChannelFactory(service=service, place=PlaceFactory())
        return tuple(map(ref_to, [*made, *(GuideFactory() for _ in range(number))]))

    few, many = services(1), services(6)
    with django_assert_num_queries(7) as one:
        told(few)
    with django_assert_num_queries(len(one)):
        told(many)
