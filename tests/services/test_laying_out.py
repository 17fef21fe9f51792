"""Open now, asked of the database: it says what the timetable says, and is written once."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from services.filters import Filters
from services.laying_out import lay_out
from services.models import Channel, OpenInterval, Schedule, Service, SpokenLanguage
from services.timetables import timetable_of
from tests.factories.services import ChannelFactory, ScheduleFactory, ServiceFactory

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)  # ten in Ghent
OFFICE = [(day, "09:00", "12:30") for day in range(1, 6)]
BAR = [(5, "20:00", "02:00"), (6, "20:00", "02:00")]

pytestmark = pytest.mark.django_db


def open_at(at: datetime, **conditions) -> set[str]:
    found = Service.objects.matching(Filters(open_at=at, **conditions), reader="en")
    return set(found.values_list("slug", flat=True))


def service(slug: str, *, at: datetime = MONDAY, **channel) -> Service:
    made = ServiceFactory(slug=slug, channels=[channel])
    lay_out(made.channels.all(), at=at)
    return made


@pytest.mark.parametrize("hours", range(0, 24 * 7, 3))
def test_the_database_says_what_the_timetable_says(hours):
    for slug, week in (("office", OFFICE), ("bar", BAR)):
        service(slug, hours=week)
    at = MONDAY + timedelta(hours=hours, minutes=7)
    channels = Channel.objects.select_related("service").with_hours()
    by_timetable = {each.service.slug for each in channels if timetable_of(each).is_open(at)}
    assert open_at(at) == by_timetable


def test_it_is_laid_out_for_fourteen_days_and_the_second_time_writes_nothing():
    office = service("office", hours=OFFICE)
    assert OpenInterval.objects.count() == 11  # from this Monday to the second next one
    assert lay_out(office.channels.all(), at=MONDAY) == 0


def test_a_changed_week_replaces_what_was_laid_out():
    office = service("office", hours=OFFICE)
    Schedule.objects.update(valid_until=MONDAY.date())
    lay_out(office.channels.all(), at=MONDAY)
    assert OpenInterval.objects.count() == 1
    Schedule.objects.all().delete()
    lay_out(office.channels.all(), at=MONDAY)
    assert not OpenInterval.objects.exists()


@pytest.mark.parametrize("entry", ["appointment", "referral"])
def test_who_takes_nobody_without_an_arrangement_is_not_open_now(entry):
    service("desk", hours=OFFICE, entry=entry)
    service("door", hours=OFFICE, entry="walk-in")
    assert open_at(MONDAY) == {"door"}


def test_open_now_in_a_language_means_that_it_is_spoken_now():
    tuesday = MONDAY + timedelta(days=1, hours=5)  # three in the afternoon
    made = service("desk", hours=[(1, "09:00", "17:00"), (2, "09:00", "17:00")])
    SpokenLanguage.objects.create(
        channel=made.channels.get(), language="ar", weekday=2, starts_at="14:00", ends_at="16:00"
    )
    assert open_at(tuesday, language="ar") == {"desk"}
    assert open_at(tuesday + timedelta(hours=1), language="ar") == set()
    assert open_at(MONDAY, language="ar") == set()
    assert open_at(MONDAY, language="nl") == {"desk"}
    assert Service.objects.matching(Filters(language="ar"), reader="en").exists()


def test_hours_are_those_of_ghent_in_summer_and_in_winter():
    winter = datetime(2027, 3, 26, 8, 30, tzinfo=UTC)
    service("office", at=winter, hours=[(day, "09:00", "10:00") for day in range(1, 8)])
    assert open_at(winter) == {"office"}
    assert open_at(datetime(2027, 3, 29, 8, 30, tzinfo=UTC)) == set()
    assert open_at(datetime(2027, 3, 30, 7, 30, tzinfo=UTC)) == {"office"}


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"opens_at": "12:00", "closes_at": "09:00"},
            {"opens_at": "12:00", "closes_at": "12:00"},
            {"opens_at": "12:00", "closes_at": "13:00", "closes_next_day": True},
            {"opens_at": "12:00", "closes_at": "13:00", "weekday": 8},
            {"opens_at": "12:00", "closes_at": "13:00", "weekday": 0},
        ],
    )
    def test_hours_that_cannot_be(self, wrong):
        schedule = ScheduleFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            schedule.hours.create(**{"weekday": 1, **wrong})

    @pytest.mark.parametrize(
        "wrong",
        [
            {"season_from": "07-01"},
            {"season_from": "13-01", "season_until": "13-02"},
            {"valid_from": "2027-03-02", "valid_until": "2027-03-01"},
            {"holidays": "never"},
        ],
    )
    def test_days_that_cannot_be(self, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScheduleFactory(**wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"language": "EN"},
            {"language": "nl"},  # the factory's channel speaks Dutch already
            {"language": "ar", "weekday": 2},
            {"language": "ar", "starts_at": "14:00", "ends_at": "16:00"},
            {"language": "ar", "weekday": 2, "starts_at": "16:00", "ends_at": "14:00"},
            {"language": "ar", "level": "mother"},
        ],
    )
    def test_a_spoken_language_that_cannot_be(self, wrong):
        channel = ChannelFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            SpokenLanguage.objects.create(channel=channel, **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_lay_out_once():
    made = ServiceFactory(slug="office", channels=[{"hours": OFFICE}])
    problems: list[Exception] = []

    def sweep() -> None:
        try:
            lay_out(made.channels.all(), at=MONDAY)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    sweeps = [Thread(target=sweep) for _ in range(4)]
    for each in sweeps:
        each.start()
    for each in sweeps:
        each.join()
    assert problems == []
    assert OpenInterval.objects.count() == 11
