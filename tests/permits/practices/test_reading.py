"""What is known of a municipality, what is usual, and which of it differs."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from permits.models import Fee, Practice, Procedure
from permits.practices.answers import Fact
from permits.practices.reading import compared, read_book
from rotonde.region.models import Municipality
from tests.factories.region import MunicipalityFactory
from tests.permits.practices.conftest import hall

ON = date(2027, 3, 1)

pytestmark = pytest.mark.django_db


def fact(town: Municipality, procedure: Procedure, name: str) -> Fact:
    return read_book([procedure], [town], on=ON).fact(town, procedure, name)


def test_what_nobody_told_us_is_the_standard_and_no_difference(town, registration) -> None:
    found = fact(town, registration, "booking")
    assert (found.local, found.differs) == (None, False)
    assert found.usual.words == "By appointment"
    assert not fact(town, registration, "waiting").is_known


def test_a_fact_of_the_municipality_comes_before_what_its_town_hall_says(town, registration):
    hall(town, spoken=["nl"], entry="appointment")
    assert not fact(town, registration, "booking").differs
    Practice.objects.create(
        procedure=registration, municipality=town, fact="booking", way="walk-in", source="seen"
    )
    found = fact(town, registration, "booking")
    assert (found.local.words, found.differs) == ("Walk in, no appointment needed", True)
    assert found.local.source == "seen"


@pytest.mark.parametrize(
    ("usual", "local", "differs"),
    [
        ("", "online only", True),
        ("online only", "", True),
        ("online only", "online only ", False),
        ("online only", "by phone only", True),
    ],
)
def test_what_is_added_to_an_answer_is_a_part_of_it(town, registration, usual, local, differs):
    Practice.objects.filter(fact="booking").update(note_en=usual)
    Practice.objects.create(
        procedure=registration,
        municipality=town,
        fact="booking",
        way="appointment",
        note_en=local,
        source="seen",
    )
    assert fact(town, registration, "booking").differs is differs


def test_a_town_hall_that_adds_nothing_says_nothing_else(town, registration) -> None:
    Practice.objects.filter(fact="booking").update(note_en="online only")
    hall(town, spoken=["nl"], entry="appointment")
    assert not fact(town, registration, "booking").differs


def test_the_languages_are_those_of_the_town_hall(town, registration) -> None:
    hall(town, spoken=["nl", "fr"])
    found = fact(town, registration, "languages")
    assert (found.local.words, found.differs) == ("Dutch, French", True)
    assert found.local.source == "register"


def test_of_another_procedure_or_municipality_nothing_is_said(town, registration) -> None:
    other = MunicipalityFactory(slug="aalst")
    hall(other, spoken=["en"])
    Practice.objects.create(
        procedure=registration, municipality=other, fact="waiting", days=9, source="x"
    )
    book = read_book([registration], [town, other], on=ON)
    assert book.fact(town, registration, "languages").local is None
    assert book.fact(town, registration, "waiting").local is None
    assert book.fact(other, registration, "waiting").local.words == "About 9 days"


def test_fees_of_visitors_that_hold_today(town, registration) -> None:
    common = {"procedure": registration, "name_en": "Card"}
    Fee.objects.create(slug="now", municipality=town, amount=Decimal("24"), **common)
    Fee.objects.create(slug="urgent", municipality=town, amount=Decimal("99"), **common)
    Fee.objects.create(slug="past", municipality=town, valid_until=date(2020, 1, 1), **common)
    Fee.objects.create(slug="work", municipality=town, payer="employer", **common)
    Fee.objects.create(slug="usual", amount=Decimal("0"), **common)
    found = fact(town, registration, "fee")
    assert (found.local.words, found.usual.words) == ("€24.00 · €99.00", "Free")
    assert found.differs


def test_only_procedures_with_a_standard_are_compared(registration) -> None:
    Procedure.objects.create(
        slug="advice", agency_kind="federal", official_name="Advies", position=2
    )
    assert [each.slug for each in compared()] == ["registration"]


def test_as_many_queries_for_one_municipality_as_for_many(
    town, registration, django_assert_num_queries
) -> None:
    towns = [town, *MunicipalityFactory.create_batch(3)]
    for each in towns:
        hall(each, spoken=["nl"])
    with django_assert_num_queries(8):
        read_book([registration], towns[:1], on=ON)
    with django_assert_num_queries(8):
        read_book([registration], towns, on=ON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fact": "booking"},
        {"fact": "booking", "way": "appointment"},
        {"fact": "languages"},
        {"fact": "waiting"},
        {"fact": "documents", "note_fr": "Carte"},
        {"fact": "weather", "way": "online"},
    ],
    ids=["no way", "twice", "no language", "no days", "no source text", "no fact"],
)
def test_what_the_database_refuses(registration, wrong) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.create(procedure=registration, **wrong)
