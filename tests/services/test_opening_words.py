"""Open or not, in words: what a tired reader sees first on a card."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from rotonde.common.languages import CODES
from services.models import Channel, SpokenLanguage
from services.opening_words import best_opening, days_to_come, opening_of
from services.speaking import spoken_there
from tests.factories.services import ChannelFactory, PlaceFactory, ScheduleFactory

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)  # nine in Ghent

pytestmark = pytest.mark.django_db


def told(**changes) -> Channel:
    channel = ChannelFactory(**changes)
    return Channel.objects.told().get(pk=channel.pk)


OFFICE = [(day, "09:00", "17:00") for day in range(1, 6)]


@pytest.mark.parametrize(
    ("hours", "state", "text"),
    [
        (0, "open", "Open until 17:00"),
        (7.5, "closing", "Open, closes soon: at 17:00"),
        (-1, "closed", "Closed, opens today at 09:00"),
        (8, "closed", "Closed, opens tomorrow at 09:00"),
        (4 * 24 + 8, "closed", "Closed, opens on Monday at 09:00"),
    ],
)
def test_a_week_in_words(hours, state, text):
    said = opening_of(told(hours=OFFICE), at=MONDAY + timedelta(hours=hours))
    assert (said.state, said.text) == (state, text)


def test_far_away_it_says_the_day():
    channel = told(hours={"later": OFFICE})
    channel.schedules.update(valid_from="2027-04-01")
    said = opening_of(Channel.objects.told().get(), at=MONDAY)
    assert said.text == "Closed. Opens again: Thursday 1 April, 09:00"


def test_never_again_until_told_otherwise():
    assert opening_of(told(hours={"closed": []}), at=MONDAY).text == "Closed until further notice"


def test_day_and_night():
    always = told(hours=[(day, "00:00", "00:00") for day in range(1, 8)])
    always.schedules.update(holidays="open")
    assert opening_of(Channel.objects.told().get(), at=MONDAY).text == "Open day and night"


ALWAYS = [(day, "00:00", "00:00") for day in range(1, 8)]
EASTER_MONDAY = datetime(2027, 3, 29, 12, tzinfo=UTC)


class TestAlwaysOpenButFor:
    """A line that is open day and night, and closed now and then."""

    def test_holidays_far_off(self):
        assert opening_of(told(hours=ALWAYS), at=MONDAY).text == "Open day and night"

    @pytest.mark.parametrize(
        ("days", "text"),
        [
            (-6, "Open until Sunday 24:00"),
            (-2, "Open until Sunday 24:00"),
            (-1, "Open until 00:00"),
            (0, "Closed, opens tomorrow at 00:00"),
            (1, "Open day and night"),
        ],
    )
    def test_a_holiday_soon(self, days, text):
        at = EASTER_MONDAY + timedelta(days=days)
        assert opening_of(told(hours=ALWAYS), at=at).text == text

    def test_an_exception_next_year(self):
        channel = ChannelFactory(hours=ALWAYS)
        day = "2028-03-27"
        ScheduleFactory(channel=channel, priority=20, valid_from=day, valid_until=day, week=[])
        assert opening_of(Channel.objects.told().get(), at=MONDAY).text == "Open day and night"


@pytest.mark.parametrize(
    ("hours", "text"),
    [(12, "Open until Sunday 18:00"), (36, "Open until Sunday 18:00"), (48, "Open until 18:00")],
)
def test_more_than_a_day_ahead_it_says_the_day(hours, text):
    weekend = [(5, "09:00", "00:00"), (6, "00:00", "00:00"), (7, "00:00", "18:00")]
    friday = datetime(2027, 3, 5, 0, tzinfo=UTC)
    assert opening_of(told(hours=weekend), at=friday + timedelta(hours=hours)).text == text


@pytest.mark.parametrize(
    ("entry", "text"),
    [("appointment", "By appointment only"), ("referral", "Only when someone refers you")],
)
def test_a_door_one_cannot_just_walk_through_says_so(entry, text):
    assert opening_of(told(hours=OFFICE, entry=entry), at=MONDAY).text == text


def test_unknown_hours_are_not_closed_and_a_card_keeps_silent():
    channel = told()
    assert opening_of(channel, at=MONDAY).state == "unknown"
    assert best_opening([channel], at=MONDAY) is None


def test_of_several_channels_the_best_counts():
    desk, phone = told(hours=OFFICE, entry="appointment"), told(hours=OFFICE)
    assert best_opening([phone, told(hours=OFFICE)], at=MONDAY).text == "Open until 17:00"
    assert best_opening([desk], at=MONDAY).state == "appointment"


def test_who_is_there_by_phone_is_not_there_at_the_desk():
    desk = told(place=PlaceFactory(), entry="appointment")
    said = best_opening([desk, told(hours=OFFICE)], at=MONDAY)
    assert said.text == "By phone: Open until 17:00"


def test_hours_of_one_source_tell_it_once():
    channel = told(hours={"usual": OFFICE, "summer": OFFICE, "own": OFFICE})
    channel.schedules.exclude(slug="own").update(source="stad.gent")
    channel.schedules.filter(slug="own").update(source="a sign on the door")
    seen = Channel.objects.told().get().seen_hours
    assert sorted(each.source for each in seen) == ["a sign on the door", "stad.gent"]


def test_the_days_to_come_know_holidays_and_exceptions():
    channel = ChannelFactory(hours=[(day, "09:00", "12:00") for day in range(1, 8)])
    ScheduleFactory(
        channel=channel, priority=20, valid_from="2027-03-27", valid_until="2027-03-27", week=[]
    )
    channel = Channel.objects.told().get()
    days = days_to_come(channel, at=datetime(2027, 3, 26, 10, tzinfo=UTC))
    assert [day.hours for day in days[:4]] == ["09:00–12:00", "Closed", "09:00–12:00", "Closed"]
    assert [day.holiday for day in days[:4]] == [False, False, False, True]  # Easter Monday
    assert [day.today for day in days[:2]] == [True, False]


@pytest.mark.parametrize("language", CODES)
def test_every_language_has_its_own_words(language):
    with translation.override(language):
        said = opening_of(told(hours=OFFICE), at=MONDAY + timedelta(days=4, hours=8)).text
    assert "09:00" in said
    assert (said == "Closed, opens on Monday at 09:00") is (language == "en")


def test_who_speaks_what_and_when():
    channel = ChannelFactory(spoken_languages=["nl"])
    for weekday in (4, 2):
        SpokenLanguage.objects.create(
            channel=channel,
            language="ar",
            level="fluent",
            weekday=weekday,
            starts_at="14:00",
            ends_at="16:00",
        )
    told = spoken_there(Channel.objects.told().get(), reader="nl")
    assert [(each.name, each.details) for each in told] == [
        ("Nederlands", []),
        ("Arabisch", ["fluently", "di 14:00–16:00", "do 14:00–16:00"]),
    ]
