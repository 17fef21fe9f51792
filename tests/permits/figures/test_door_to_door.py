"""From check-in to goodbye: counted by week, families apart, against what was promised."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.figures.chart import chart_of
from permits.figures.door_to_door import Stays, door_to_door
from permits.models import Center, Visit, WorkKind
from permits.parties import Party, Person
from permits.readiness import clocks
from rotonde.common.languages import CODES
from tests.factories.permits import COMBINED, DAY, at_local

FAMILY = Party((Person("adult", ("registration", "residence-permit")),) * 2)
FIGURES = "/en/desk/figures/"


def stayed(desk, start, minutes, party=COMBINED, days_ago=0):
    """A visit that was checked in at its door and left after `minutes`."""
    visit = desk.book(start, f"Ada{minutes} Ng", party)
    door = visit.starts_at
    Visit.objects.filter(pk=visit.pk).update(
        arrived_at=door,
        left_at=door + timedelta(minutes=minutes),
        date=visit.date - timedelta(days_ago),
    )
    return visit


def test_median_nine_in_ten_and_the_promise(desk):
    for start, minutes in (("09:00", 40), ("10:00", 50), ("11:00", 60), ("14:00", 90)):
        stayed(desk, start, minutes)
    single, family = door_to_door(desk.world.center, at=at_local("18:00"))
    assert single.total == Stays(None, visits=4, median=55, p90=81, kept=3)
    monday = DAY - timedelta(DAY.weekday())
    assert [(week.week, week.visits) for week in single.weeks] == [(monday, 4)]
    assert family.total is None
    assert family.weeks == []


def test_a_family_stands_apart_and_is_promised_its_own_end(desk):
    visit = desk.book("09:00", "Ada Ng", FAMILY)
    stated = visit.ends_at - visit.starts_at
    assert stated > timedelta(minutes=50)
    Visit.objects.filter(pk=visit.pk).update(
        arrived_at=visit.starts_at, left_at=visit.ends_at + timedelta(seconds=1)
    )
    single, family = door_to_door(desk.world.center, at=at_local("18:00"))
    assert single.total is None
    assert (family.total.visits, family.total.kept) == (1, 0)
    Visit.objects.filter(pk=visit.pk).update(left_at=visit.ends_at)
    _single, family = door_to_door(desk.world.center, at=at_local("18:00"))
    assert family.total.kept == 1


def test_weeks_are_told_apart_and_old_ones_left_out(desk):
    stayed(desk, "09:00", 30)
    stayed(desk, "10:00", 40, days_ago=7)
    stayed(desk, "11:00", 50, days_ago=7 * 12)
    single, _family = door_to_door(desk.world.center, at=at_local("18:00"))
    assert [week.median for week in single.weeks] == [40, 30]


def test_who_has_not_left_or_never_came_is_not_counted(desk):
    desk.book("09:00")
    Visit.objects.update(arrived_at=at_local("09:00"))
    assert door_to_door(desk.world.center, at=at_local("18:00"))[0].total is None


def test_two_queries(desk, django_assert_num_queries):
    stayed(desk, "09:00", 30)
    stayed(desk, "10:00", 40, days_ago=7)
    with django_assert_num_queries(2):
        door_to_door(desk.world.center, at=at_local("18:00"))


def test_the_chart_has_room_for_everything():
    chart = chart_of([Stays(DAY, 3, 50, 55, 3), Stays(DAY, 2, 70, 200, 0)])
    first, second = chart.marks
    assert first.x < second.x < chart.width
    assert 0 < second.p90 < chart.promised < first.median < chart.height
    assert chart_of([]) is None


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 404), ("host", 404), ("manager", 200)],
)
def test_the_page_is_the_managers(desk, who, status):
    browser = desk.browser(who)
    assert browser.get(FIGURES).status_code == status
    assert browser.post(FIGURES).status_code == (405 if status == 200 else status)


def test_another_centers_figures_are_not_there(desk):
    stayed(desk, "09:00", 47)
    Center.objects.exclude(pk=desk.world.center.pk).update(name_en="Elsewhere")  # no number in it
    browser = desk.browser("elsewhere")
    assert browser.get(f"{FIGURES}?center={desk.world.center.slug}").status_code == 404
    text = BeautifulSoup(browser.get(FIGURES).content, "html.parser").get_text()
    assert "47" not in text


def test_the_page_tells_counts_and_no_names(desk):
    visit = stayed(desk, "09:00", 47)
    clocks.start(
        visit=visit,
        procedure=desk.world.registration,
        kind=WorkKind.HANDLING,
        at=at_local("09:00"),
        by=desk.officer,
    )
    clocks.stop(at=at_local("09:13"), by=desk.officer)
    page = BeautifulSoup(desk.browser("manager").get(FIGURES).content, "html.parser")
    text = " ".join(page.get_text(" ").split())
    assert "1 of 1 visit" in text
    assert "47" in text
    assert page.select_one("svg circle.stays__median")
    assert visit.name not in text
    spent = [cell.text for cell in page.select("section:last-of-type td")]
    assert spent == ["Handling", "1", "13"]


@pytest.mark.parametrize("language", CODES)
def test_in_every_language(desk, language):
    stayed(desk, "09:00", 47)
    with override(language):
        page = reverse("desk:figures")
    assert desk.browser("manager").get(page).status_code == 200
