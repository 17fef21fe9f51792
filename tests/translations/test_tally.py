"""Kept numbers are those of today, whoever wrote what, and however."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from rotonde.common.languages import CODES
from rotonde.region.models import Term
from rotonde.translations import tallying
from rotonde.translations.board import STATES
from rotonde.translations.kinds import kinds
from rotonde.translations.models import SourceRevision, Tally, TranslationState, Untallied
from rotonde.translations.recording import record
from rotonde.translations.standing import standing
from rotonde.translations.tally import bring_up_to_date
from services.models import Service
from tests.factories.services import ServiceFactory


def kept() -> Counter:
    bring_up_to_date()
    found: Counter = Counter()
    for each in Tally.objects.all():
        for state in STATES:
            found[each.model, each.object_id, each.language, state] += getattr(each, state)
    return +found


def counted() -> Counter:
    """The same, of the texts themselves."""
    labels = {kind.code: kind.label for kind in kinds().values()}
    sql, parameters = standing(list(kinds().values()), CODES, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code, object_id, language, state FROM ({sql}) each", parameters)
        return Counter((labels[code], *rest) for code, *rest in cursor.fetchall())


def written() -> list[Service]:
    lot = [ServiceFactory(name_en=f"Help {n}", name_nl="Hulp", name_fr="Aide") for n in range(3)]
    record(lot)
    return lot


DEEDS: dict[str, Callable[[list[Service]], object]] = {
    "a save": lambda lot: lot[0].save(),
    "an update past the record": lambda lot: Service.objects.update(name_en="Advice"),
    "a text taken away": lambda lot: Service.objects.filter(pk=lot[0].pk).update(name_fr=""),
    "a new language": lambda lot: Service.objects.update(name_tr="Yard\u0131m"),
    "a recorded change": lambda lot: (Service.objects.update(name_nl="Raad"), record(lot)),
    "a machine": lambda lot: TranslationState.objects.update(origin="machine"),
    "a state that is gone": lambda lot: TranslationState.objects.all().delete(),
    "a thing that is gone": lambda lot: lot[0].delete(),
    "many at once": lambda lot: Term.objects.bulk_create(
        [Term(slug=f"t{n}", text_nl="kaart") for n in range(5)]
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_whoever_writes_the_numbers_follow(deed) -> None:
    lot = written()
    assert kept() == counted()
    deed(lot)
    assert kept() == counted()


@pytest.mark.django_db
def test_what_was_counted_is_not_counted_again() -> None:
    lot = written()
    bring_up_to_date()
    assert bring_up_to_date() == 0
    Service.objects.filter(pk=lot[1].pk).update(name_fr="Autre")
    assert bring_up_to_date() == 1


@pytest.mark.django_db
def test_it_waits_since_its_source_was_first_met() -> None:
    (service, *_others) = written()
    bring_up_to_date()
    oldest = SourceRevision.objects.get(text=service.name_en).seen_at
    assert Tally.objects.get(object_id=service.pk, language="tr").missing_since <= oldest


@pytest.mark.django_db
def test_what_was_there_before_anything_was_noted_is_counted() -> None:
    written()
    Untallied.objects.all().delete()
    tallying.install()
    assert kept() == counted()
    tallying.install()
    assert not Untallied.objects.filter(model="services.service").exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_others_count_is_not_lost() -> None:
    lot = written()
    start = Barrier(6)

    def write(number: int) -> None:
        start.wait()
        for turn in range(5):
            with transaction.atomic():
                text = "" if turn % 2 else f"Nom {number}.{turn}"
                Service.objects.filter(pk=lot[number].pk).update(name_fr=text)
        connections.close_all()

    def count() -> None:
        start.wait()
        for _turn in range(5):
            bring_up_to_date()
        connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        deeds = [pool.submit(write, n) for n in range(3)] + [pool.submit(count) for _ in range(3)]
        for each in deeds:
            each.result()
    assert kept() == counted()


@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_for_somebody_who_counts() -> None:
    lot = written()

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        Service.objects.filter(pk=lot[0].pk).update(name_fr="Autre")
        connections.close_all()

    with transaction.atomic():
        bring_up_to_date()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
    assert kept() == counted()
