"""Every center has a page of its own: where, when, for whom, and the first free time."""

from datetime import time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.models import Center, WeeklyShift
from permits.presentation.centers import hours_of
from rotonde.common.languages import CODES

CENTER = "/en/appointments/centers/gent/"


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_it_tells_where_when_and_for_whom(client, world):
    WeeklyShift.objects.create(officer=world.city, weekday=0, start_time=time(9), end_time=time(12))
    told = text_of(client.get(CENTER))
    for words in (
        "Center Ghent",
        "Plein 1",
        "Monday 09:00–12:00",
        "Ghent Lochristi",
        "Tuesday 2 March, 08:50",
        "Europe/Brussels",
        "No hours are known yet",
    ):
        assert words in told, words
    assert "Ronse" not in told


def test_nothing_free_is_said(client, world):
    world.city.shifts.all().delete()
    assert "Nothing is free in the coming weeks" in text_of(client.get(CENTER))


def test_hours_that_touch_are_one_stretch():
    shifts = [
        (0, time(9), time(12)),
        (0, time(11), time(13)),
        (0, time(13), time(14)),
        (0, time(15), time(16)),
        (2, time(9), time(10)),
    ]
    assert [(day.weekday, day.stretches) for day in hours_of(shifts)] == [
        (0, [(time(9), time(14)), (time(15), time(16))]),
        (2, [(time(9), time(10))]),
    ]


def test_the_queries_do_not_grow_with_the_shifts(client, world, django_assert_max_num_queries):
    client.get(CENTER)
    for weekday in range(5):
        WeeklyShift.objects.create(
            officer=world.city, weekday=weekday, start_time=time(9), end_time=time(12)
        )
    with django_assert_max_num_queries(5):
        client.get(CENTER)


def test_the_list_leads_to_each(client, world):
    page = BeautifulSoup(client.get("/en/appointments/centers/").content, "html.parser")
    assert page.select_one(f"a[href='{CENTER}']")
    assert client.get("/en/appointments/centers/nowhere/").status_code == 404
    assert client.post(CENTER).status_code == 405


@pytest.mark.parametrize("language", CODES)
def test_in_every_language(client, world, language):
    with override(language):
        page = reverse("permits:center", args=[Center.objects.get().slug])
    assert client.get(page).status_code == 200
