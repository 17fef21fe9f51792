"""The demo's hires: one employer, several stages, once."""

from rotonde.accounts.demo import seed_accounts
from rotonde.employers.demo import seed_hires
from rotonde.employers.demo_menus import seed_menu
from rotonde.employers.models import Hire
from rotonde.organisations.demo import seed_memberships
from services.menus.models import Menu
from tests.factories.employers import NOW, TODAY


def test_hires_of_every_stage_once(world):
    seed_accounts(at=NOW)
    seed_memberships(on=TODAY)
    assert seed_hires(at=NOW) == 5
    found = Hire.objects.progressed(at=NOW)
    assert found.counted() == {"invited": 2, "accepted": 2, "booked": 1}
    assert found.filter(agency__slug="demo-relocation").count() == 1
    assert seed_hires(at=NOW) == 0


def test_without_the_demos_people_there_is_nothing_to_do(world):
    assert seed_hires(at=NOW) == 0


def test_a_menu_that_is_shared_once(world):
    seed_accounts(at=NOW)
    assert not seed_menu(at=NOW), "without the company there is none"
    seed_memberships(on=TODAY)
    assert seed_menu(at=NOW)
    assert not seed_menu(at=NOW)
    assert Menu.objects.shared().get().organisation.slug == "demo-employer"
