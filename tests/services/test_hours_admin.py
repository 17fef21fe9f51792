"""An editor who is no programmer types the hours as they hang on the door."""

import pytest

from rotonde.accounts.models import User
from services.models import Channel, OpeningHours, OpenInterval, SpokenLanguage
from services.timetables import hours_of
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db

WEEK = {f"schedules-0-day_{day}": "09:00-12:30, 13:30-17:00" for day in range(1, 6)}


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    return client


@pytest.fixture
def channel() -> Channel:
    return ServiceFactory(channels=[{}]).channels.get()


def form(channel: Channel, **changes) -> dict[str, object]:
    spoken = channel.spoken.get(language="nl")
    return {
        "kind": "phone",
        "phone": "+32 9 210 10 10",
        "spoken-TOTAL_FORMS": 2,
        "spoken-INITIAL_FORMS": 1,
        "spoken-0-id": spoken.pk,
        "spoken-0-channel": channel.pk,
        "spoken-0-language": "nl",
        "spoken-1-channel": channel.pk,
        "spoken-1-language": "ar",
        "spoken-1-weekday": 2,
        "spoken-1-starts_at": "14:00",
        "spoken-1-ends_at": "16:00",
        "schedules-TOTAL_FORMS": 1,
        "schedules-INITIAL_FORMS": 0,
        "schedules-0-channel": channel.pk,
        "schedules-0-slug": "usual",
        "schedules-0-priority": 0,
        "schedules-0-holidays": "closed",
        **WEEK,
        **changes,
    }


def path(channel: Channel) -> str:
    return f"/admin/services/channel/{channel.pk}/change/"


def test_what_is_typed_is_laid_out_at_once(editor, channel) -> None:
    response = editor.post(path(channel), form(channel))
    assert response.status_code == 302, response.context["errors"]
    assert OpeningHours.objects.count() == 10
    assert OpenInterval.objects.filter(channel=channel).exists()
    assert SpokenLanguage.objects.get(language="ar").weekday == 2


def test_it_comes_back_as_it_was_typed_and_is_changed_in_place(editor, channel) -> None:
    editor.post(path(channel), form(channel))
    page = editor.get(path(channel)).content.decode()
    assert page.count("09:00-12:30, 13:30-17:00") >= 5
    night = {f"schedules-0-day_{day}": "" for day in range(2, 6)} | {
        "schedules-0-day_1": "20:00-02:00",
        "schedules-0-id": channel.schedules.get().pk,
        "schedules-INITIAL_FORMS": 1,
        "spoken-TOTAL_FORMS": 0,
        "spoken-INITIAL_FORMS": 0,
    }
    values = form(channel, **night)
    assert editor.post(path(channel), values).status_code == 302
    (row,) = OpeningHours.objects.all()
    assert (hours_of(row).opens, hours_of(row).closes) == (1200, 1560)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"schedules-0-day_1": "nine to five"}, "We cannot read “nine to five”."),
        ({"schedules-0-day_1": "17:00-09:00"}, "“17:00-09:00” ends before it begins."),
        ({"schedules-0-day_1": "09:00-24:30"}, "There is no such time of the day"),
        ({"schedules-0-season_from": "07-01"}, "A season has a first and a last day"),
        ({"spoken-1-ends_at": "13:00"}, "The end comes before the beginning."),
        ({"spoken-1-weekday": ""}, "Fill in the weekday, from and until"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_nothing_is_lost(editor, channel, wrong, said):
    response = editor.post(path(channel), form(channel, **wrong))
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page
    assert "09:00-12:30, 13:30-17:00" in page
    assert not OpeningHours.objects.exists()


def test_an_editor_may_and_a_newcomer_may_not(client, channel) -> None:
    client.force_login(User.objects.create_user(email="newcomer@example.org", password="x"))
    assert client.get(path(channel)).status_code == 302


@pytest.mark.parametrize("closes_at", ["08:00", "20:00"])
def test_a_night_shelter_is_saved_untouched(editor, channel, closes_at) -> None:
    editor.post(path(channel), form(channel))
    schedule = channel.schedules.get()
    night = {"opens_at": "20:00", "closes_at": closes_at, "closes_next_day": True}
    schedule.hours.all().delete()
    schedule.hours.create(weekday=1, **night)
    page = editor.get(path(channel)).context["inline_admin_formsets"][1].formset.forms[0]
    days = {f"schedules-0-day_{n}": page[f"day_{n}"].value() for n in range(1, 8)}
    known = {"schedules-INITIAL_FORMS": 1, "schedules-0-id": schedule.pk}
    spoken = {"spoken-TOTAL_FORMS": 1}
    response = editor.post(path(channel), form(channel, **days, **known, **spoken))
    assert response.status_code == 302, response.context["errors"]
    assert schedule.hours.filter(weekday=1, **night).count() == 1
