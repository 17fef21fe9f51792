"""The commands over personal data, and how long it stays."""

import io
import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core.management import call_command
from django.utils import timezone

from permits.models import Visit
from permits.schedule_check import check
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import _keepers, purge
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.permits.views.conftest import clock, newcomer, stranger, world

__all__ = ["clock", "newcomer", "stranger", "world"]


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_somebody_without_an_account_can_be_told_and_forgotten(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    told = json.loads(run("export_person", "ADA@example.org"))
    assert told["account"] is None
    assert [each["ticket"] for each in told["visits"]] == [visit.ticket]
    assert len(told["messages"]) == Message.objects.count() > 0
    run("erase_person", "Ada@Example.org")
    assert json.loads(run("export_person", "ada@example.org"))["visits"] == []
    assert not Message.objects.exists()
    visit.refresh_from_db()
    assert (visit.state, visit.email) == ("cancelled", "erased@invalid")


def test_an_unknown_address_is_nobody(db):
    told = json.loads(run("export_person", "nobody@example.org"))
    assert not any(told.values())
    assert "account: 0" in run("erase_person", "nobody@example.org")


def test_two_people_stay_two(newcomer, world):
    newcomer.book(world.at(0, 9))
    other = newcomer.hold(world.at(0, 11))
    newcomer.confirm(other, email="bob@example.org", person_1="Bob")
    told = run("export_person", "bob@example.org")
    assert "ada@example.org" not in told
    run("erase_person", "bob@example.org")
    assert Visit.objects.get(email="ada@example.org").state == "booked"


@pytest.fixture
def old_and_new(newcomer, world, clock, settings) -> None:
    """One of everything that is past its period, and one that is not."""
    old = newcomer.book(world.at(0, 9))
    unconfirmed = User.objects.create_user("never@example.org")
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, primary=True)
    User.objects.update(date_joined=timezone.now())
    AccessAttempt.objects.create(
        username="old@example.org", ip_address="192.0.2.1", failures_since_start=1
    )
    Message.objects.update(state="sent", sent_at=old.starts_at)
    clock.shift(timedelta(settings.VISIT_RETENTION_DAYS + 5))
    an_account("new@example.org")
    late = User.objects.create_user("just-joined@example.org")
    EmailAddress.objects.create(user=late, email=late.email, primary=True)
    AccessAttempt.objects.create(
        username="new@example.org", ip_address="192.0.2.1", failures_since_start=1
    )


def test_what_is_past_its_period_goes_and_the_rest_stays(old_and_new):
    counted = purge(at=timezone.now(), dry_run=True)
    assert Visit.objects.filter(email="ada@example.org").count() == 1
    assert User.objects.filter(email="never@example.org").exists()
    gone = purge(at=timezone.now())
    assert gone == counted
    assert gone["visits"] == gone["account"] == gone["sign-in attempts"] == 1
    assert Visit.objects.get().email == "erased@invalid"
    assert sorted(User.objects.values_list("email", flat=True)) == [
        "just-joined@example.org",
        "new@example.org",
    ]
    assert AccessAttempt.objects.get().username == "new@example.org"
    assert not Message.objects.exists()
    assert [found for found in check(at=timezone.now()) if found.violations] == []
    assert set(purge(at=timezone.now()).values()) == {0}


def test_the_command_only_counts_when_asked_to(old_and_new):
    assert "visits: 1" in run("purge_personal_data", "--dry-run")
    assert "visits: 1" in run("purge_personal_data")
    assert "visits: 0" in run("purge_personal_data")


def test_every_app_that_points_at_accounts_has_a_keeper(db):
    """A new model that points at an account needs one, or exports are not whole."""
    pointing = {
        relation.related_model._meta.app_config.name
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    # Tables of sign-in and of the admin go with the account; rotonde.accounts tells what they hold.
    own = {name for name in pointing if not name.startswith(("allauth.", "django."))}
    keepers = {keeper.erase.__module__.rpartition(".")[0] for keeper in _keepers.values()}
    # Messages are told by the accounts they are sent to: notifications know no accounts.
    assert own - {"rotonde.accounts", "rotonde.notifications"} <= keepers
    assert {"permits", "services", "rotonde.organisations"} <= own
