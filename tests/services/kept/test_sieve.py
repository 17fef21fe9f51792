"""What is sifted in memory is what the database answers, in the same order, and never stale."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from django.db import connections, transaction

from services.access import CONDITIONS
from services.filters import Filters
from services.kept.sieve import Sieve
from services.laying_out import lay_out
from services.map.boxes import parse_box
from services.models import Channel, Service, SpokenLanguage
from tests.factories.region import MunicipalityFactory
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ThemeFactory,
    desk,
)

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)  # a Monday, ten in Ghent


def sifted(filters: Filters, reader: str = "en") -> list[int]:
    return Sieve(reader=reader).in_order(filters)


@pytest.fixture
def choices(db) -> dict[str, list[object]]:
    """Forty services with up to three channels each, and what one may ask of them."""
    chance = Random(7)
    life = ThemeFactory(slug="life", position=1)
    themes = [life, *(ThemeFactory(parent=life, position=chance.randrange(9)) for _ in range(3))]
    towns = [MunicipalityFactory() for _ in range(2)]
    owners = [OrganisationFactory(kind=kind) for kind in ("public", "private")]
    places = [
        PlaceFactory(
            municipality=chance.choice(towns),
            latitude=51 + chance.random() / 9,
            longitude=3.7 + chance.random() / 9,
            wheelchair=chance.choice(["", "yes", "no"]),
            facilities=chance.sample(["step-free", "induction-loop"], chance.randrange(3)),
        )
        for _ in range(8)
    ]
    for number in range(40):
        channels = [
            {
                "place": chance.choice([None, *places]),
                "entry": chance.choice(["", "walk-in", "appointment"]),
                "spoken_languages": chance.sample(["nl", "ar", "pl"], chance.randrange(3)),
                "hours": [(1, "09:00", chance.choice(["09:30", "12:00"]))],
            }
            for _ in range(chance.randrange(4))
        ]
        ServiceFactory(
            slug=f"s{chance.randrange(1000)}-{number}",
            name_en=chance.choice(["Bike help", "House help", "House and bike"]),
            name_nl=chance.choice(["Hulp met een house", "Fietshulp"]),
            organisation=chance.choice(owners),
            verified=chance.random() < 0.5,
            state=chance.choice(["published", "published", "hidden"]),
            themes=chance.sample(themes, chance.randrange(3)),
            channels=channels,
            findable=True,
        )
    for channel in Channel.objects.order_by("pk")[::3]:
        SpokenLanguage.objects.create(
            channel=channel, language="tr", weekday=1, starts_at=time(9), ends_at=time(10, 30)
        )
    lay_out(Channel.objects.all(), at=AT)
    return {
        "q": ["", "", "house", "bike"],
        "theme": [None, None, *themes],
        "kind": ["", "", "private"],
        "language": ["", "", "ar", "tr"],
        "municipality": [None, None, *towns],
        "box": [None, None, parse_box("3.7,51,3.76,51.06")],
        "open_at": [None, AT, AT + timedelta(hours=1)],
        "access": [(), (), *((name,) for name in CONDITIONS), ("wheelchair", "walk-in")],
    }


def test_it_answers_as_the_database_does(choices: dict[str, list[object]]) -> None:
    chance = Random(3)
    found = 0
    for _ in range(120):
        asked = {name: chance.choice(values) for name, values in choices.items()}
        # One in two conditions, so that something is left.
        filters = Filters(**{name: each for name, each in asked.items() if chance.random() < 0.5})
        matching = Service.objects.matching(filters, reader="en")
        expected = list(matching.ranked(filters.q, reader="en").values_list("pk", flat=True))
        assert sifted(filters) == expected, filters
        found += len(expected)
    assert found > 300


@pytest.mark.django_db
def test_every_change_is_seen_at_once() -> None:
    assert sifted(Filters()) == []
    service = desk("one", spoken=["ar"])
    assert sifted(Filters(language="ar")) == [service.pk]
    SpokenLanguage.objects.all().delete()
    assert sifted(Filters(language="ar")) == []
    Service.objects.update(state="hidden")
    assert sifted(Filters()) == []


@pytest.mark.django_db(transaction=True)
def test_while_nothing_changes_it_costs_one_query(django_assert_num_queries) -> None:
    desk("one")
    sifted(Filters())
    with django_assert_num_queries(1):
        sifted(Filters())


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_a_change_was_committed_does_not_stay() -> None:
    desk("before")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE services_service SET state = 'hidden'")
            for _ in range(2):
                assert len(sifted(Filters())) == 1, "nobody sees what is not committed"
            cursor.execute("COMMIT")
    finally:
        other.close()
    assert sifted(Filters()) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_transaction_that_came_to_nothing_does_not_stay() -> None:
    with transaction.atomic():
        service = desk("never")
        assert sifted(Filters()) == [service.pk]
        transaction.set_rollback(True)
    assert sifted(Filters()) == []
