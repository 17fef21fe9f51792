"""What events keep about a person is told, erased, and not kept for ever."""

from datetime import timedelta

import pytest

from events.models import Occurrence, Registration
from events.personal_data import NOBODY, _erase, _purge, _tell
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Person
from tests.factories.events import NOW, OccurrenceFactory, comes


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada@example.org", "secret")


def test_the_export_tells_everything_of_one_person(occurrence, ada) -> None:
    comes(occurrence, account=ada, adults=2)
    comes(occurrence, "eve")
    (told,) = _tell(Person(ada))
    assert (told["event"], told["adults"]) == (occurrence.event.slug, 2)
    assert [entry["what"] for entry in told["entries"]] == ["registered"]


def test_erasing_frees_seats_to_come_and_takes_the_person_out(occurrence, ada) -> None:
    past = OccurrenceFactory(starts_at=NOW + timedelta(hours=1))
    coming, over = comes(occurrence, account=ada), comes(past, account=ada)
    later = past.ends_at
    assert _erase(Person(ada), later) == 2
    occurrence.refresh_from_db()
    assert occurrence.seats_taken == 0
    for each in (coming, over):
        code = each.code
        each.refresh_from_db()
        assert (each.name, each.account, each.code != code) == (NOBODY, None, True)
        assert "ada" not in each.email
    assert not Occurrence.objects.miscounted().exists()


def test_a_person_without_account_is_known_by_the_address(occurrence) -> None:
    comes(occurrence)
    assert _erase(Person(None, ("ada@example.org",)), NOW) == 1
    assert not Registration.objects.filter(email__icontains="ada").exists()


def test_where_somebody_registered_from_is_forgotten_after_a_day(occurrence) -> None:
    made = comes(occurrence, address="203.0.113.7")
    _purge(NOW + timedelta(hours=23), False)
    made.refresh_from_db()
    assert made.address_hash
    _purge(NOW + timedelta(hours=25), False)
    made.refresh_from_db()
    assert (made.address_hash, made.name) == ("", "Ada")


def test_old_registrations_lose_their_names(occurrence, settings) -> None:
    comes(occurrence, "a")
    comes(occurrence, "b")
    kept = occurrence.ends_at + timedelta(days=settings.REGISTRATION_RETENTION_DAYS - 1)
    assert _purge(kept, True) == 0
    late = kept + timedelta(days=2)
    assert (_purge(late, True), _purge(late, False), _purge(late, False)) == (2, 2, 0)
