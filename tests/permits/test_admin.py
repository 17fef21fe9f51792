"""What the staff of a center may edit, and that a new roster holds at once."""

import pytest
from bs4 import BeautifulSoup

from permits.models import Closure, Officer, Shift, WeeklyShift
from tests.permits.desk.conftest import clock, desk

__all__ = ["clock", "desk"]


def officer_path(officer: Officer) -> str:
    return f"/admin/permits/officer/{officer.pk}/change/"


def roster(officer: Officer, *shifts: tuple[int, str, str]) -> dict[str, object]:
    """The form of an officer with these weekly shifts added."""
    fields: dict[str, object] = {
        "slug": officer.slug,
        "agency": officer.agency_id,
        "name": officer.name,
        "languages": "nl,en",
        "procedures": [each.pk for each in officer.procedures.all()],
        "active": "on",
        "weekly_shifts-TOTAL_FORMS": len(shifts),
        "weekly_shifts-INITIAL_FORMS": 0,
    }
    for number, (weekday, start, end) in enumerate(shifts):
        prefix = f"weekly_shifts-{number}"
        fields |= {
            f"{prefix}-officer": officer.pk,
            f"{prefix}-weekday": weekday,
            f"{prefix}-start_time": start,
            f"{prefix}-end_time": end,
        }
    return fields


def test_a_manager_finds_the_officers_of_their_center_only(desk) -> None:
    browser = desk.browser("manager")
    page = BeautifulSoup(browser.get("/admin/permits/officer/").content, "html.parser")
    listed = {link.text for link in page.select("#result_list tbody th a")}
    assert listed == {officer.name for officer in desk.world.officers}
    assert browser.get(officer_path(desk.world.city[0])).status_code == 200
    foreign = Officer.objects.exclude(agency__center=desk.world.center).first()
    assert browser.get(officer_path(foreign)).status_code == 302
    refused = browser.post(officer_path(foreign), roster(foreign, (0, "09:00", "10:00")))
    assert refused.status_code == 302
    assert not WeeklyShift.objects.filter(officer=foreign).exists()


def test_nobody_is_put_into_another_center(desk) -> None:
    officer = desk.world.city[0]
    foreign = Officer.objects.exclude(agency__center=desk.world.center).first()
    fields = roster(officer) | {"agency": foreign.agency_id}
    response = desk.browser("manager").post(officer_path(officer), fields)
    assert response.status_code == 200
    assert "agency" in response.context["adminform"].errors


def test_new_hours_hold_at_once(desk) -> None:
    officer = desk.world.federal[0]
    fields = roster(officer, (3, "17:00", "19:00"))
    response = desk.browser("manager").post(officer_path(officer), fields)
    assert response.status_code == 302, response.context["adminform"].errors
    evenings = Shift.objects.filter(officer=officer, cell_count=24)
    assert evenings.exists()
    assert {shift.date.weekday() for shift in evenings} == {3}


def test_hours_somebody_is_booked_in_stay_and_the_manager_is_told(desk) -> None:
    visit = desk.book("14:00")
    officer = desk.world.city[0]
    response = desk.browser("manager").post(
        officer_path(officer), roster(officer, (3, "09:00", "12:00")), follow=True
    )
    assert "keeps the old hours" in response.content.decode()
    step = visit.steps.get(officer=officer)
    assert Shift.objects.filter(officer=officer, first_cell__lte=step.first_cell).exists()


def test_a_closure_empties_the_day(desk) -> None:
    fields = {
        "center": desk.world.center.pk,
        "month": 3,
        "day": 3,
        "year": 2027,
        "reason_en": "Training",
    }
    response = desk.browser("manager").post("/admin/permits/closure/add/", fields)
    assert response.status_code == 302, response.context["adminform"].errors
    assert Closure.objects.get().reason_en == "Training"
    own = Shift.objects.filter(officer__agency__center=desk.world.center)
    assert not own.filter(date="2027-03-03").exists()


@pytest.mark.parametrize("who", ["officer", "host", "newcomer", "anonymous"])
def test_nobody_else_edits_rosters(desk, who) -> None:
    browser = desk.browser(who)
    assert browser.get(officer_path(desk.world.city[0])).status_code in (302, 403)
    response = browser.post(
        officer_path(desk.world.city[0]), roster(desk.world.city[0], (0, "09:00", "10:00"))
    )
    assert response.status_code in (302, 403)
    assert not WeeklyShift.objects.exists()


def test_who_would_be_hit_by_kept_hours_is_one_link_away(desk) -> None:
    desk.book("14:00")
    officer = desk.world.city[0]
    response = desk.browser("manager").post(
        officer_path(officer), roster(officer, (3, "09:00", "12:00")), follow=True
    )
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one('a[href*="/desk/roster/as-written/"]')


def test_a_closure_taken_back_opens_the_day_at_once(desk) -> None:
    browser = desk.browser("manager")
    officer = desk.world.city[0]
    browser.post(officer_path(officer), roster(officer, (2, "09:00", "12:00")))
    closure = Closure.objects.create(
        center=desk.world.center, month=3, day=3, year=2027, reason="Training"
    )
    browser.post(f"/admin/permits/closure/{closure.pk}/delete/", {"post": "yes"})
    assert not Closure.objects.exists()
    assert Shift.objects.filter(officer=officer, date="2027-03-03").exists()
