"""Real processes that want the same seats: never one too many, nobody lost, nobody twice."""

from collections import Counter

import pytest

from benchmarks._common import Racers, database_url
from events.models import Occurrence, Registration, RegistrationEntry
from rotonde.notifications.models import Message
from tests.factories.events import NOW, OccurrenceFactory, comes

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT = NOW.isoformat()


@pytest.fixture(scope="module")
def racers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = database_url()
    with Racers(8, url) as running:
        yield running


@pytest.fixture(autouse=True)
def _everything_adds_up(transactional_db):
    yield
    assert not Occurrence.objects.miscounted().exists()


def wants(occurrence: Occurrence, who: str, people: int = 1) -> dict[str, object]:
    return {"do": "register", "occurrence": occurrence.pk, "who": who, "people": people, "at": AT}


def states() -> Counter[str]:
    return Counter(Registration.objects.values_list("state", flat=True))


def test_as_many_as_there_are_seats_and_the_rest_waits_in_line(racers) -> None:
    occurrence = OccurrenceFactory(capacity=20)
    for round_ in range(4):
        answers = racers.race([wants(occurrence, f"r{round_}-{n}") for n in range(8)])
        assert {answer["result"] for answer in answers} == {"ok"}
    assert states() == {"registered": 20, "waiting": 12}
    line = Registration.objects.in_line().values_list("position", flat=True)
    assert list(line) == list(range(1, 13))
    assert RegistrationEntry.objects.count() == 32
    assert Message.objects.filter(kind="registration-confirmed").count() == 20
    assert Message.objects.filter(kind="registration-waiting").count() == 12


def test_households_of_all_sizes(racers) -> None:
    occurrence = OccurrenceFactory(capacity=17)
    for round_ in range(3):
        racers.race([wants(occurrence, f"r{round_}-{n}", 1 + n % 4) for n in range(8)])
    occurrence.refresh_from_db()
    assert occurrence.seats_taken <= 17
    assert sum(states().values()) == 24


def test_one_form_posted_eight_times_at_once(racers) -> None:
    occurrence = OccurrenceFactory(capacity=20)
    answers = racers.race([wants(occurrence, "ada") for _ in range(8)])
    assert {answer["result"] for answer in answers} == {"ok"}
    assert len({answer["code"] for answer in answers}) == 1
    assert states() == {"registered": 1}
    assert Message.objects.filter(kind="registration-confirmed").count() == 1


def test_one_registration_withdrawn_eight_times_at_once(racers) -> None:
    occurrence = OccurrenceFactory(capacity=3)
    ada = comes(occurrence, adults=3)
    for number in range(4):
        comes(occurrence, f"w{number}")
    answers = racers.race([{"do": "withdraw", "code": ada.code, "at": AT}] * 8)
    assert {answer["result"] for answer in answers} == {"ok"}
    assert states() == {"withdrawn": 1, "registered": 3, "waiting": 1}
    assert Message.objects.filter(kind="registration-promoted").count() == 3


def test_coming_and_going_at_the_same_moment(racers) -> None:
    occurrence = OccurrenceFactory(capacity=4)
    seated = [comes(occurrence, f"s{number}") for number in range(4)]
    comes(occurrence, "first-in-line")
    for number, each in enumerate(seated):
        leaving = {"do": "withdraw", "code": each.code, "at": AT}
        answers = racers.race([leaving, *(wants(occurrence, f"n{number}-{m}") for m in range(7))])
        assert {answer["result"] for answer in answers} == {"ok"}
    assert states() == {"withdrawn": 4, "registered": 4, "waiting": 25}
    assert Registration.objects.get(email="first-in-line@example.org").state == "registered"
