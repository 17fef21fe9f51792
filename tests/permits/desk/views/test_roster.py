"""The roster on the desk: a manager of this center, nobody else, and never without a preview."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup

from permits.models import Absence, Closure, DayHours, Proposal, Shift, Step, WeeklyShift
from permits.rosters import roll
from permits.schedule_check import check
from tests.factories.permits import (
    DAY,
    NOW,
    OfficerFactory,
    WeeklyShiftFactory,
    at_local,
    shift,
)

ROSTER = "/en/desk/roster/"
KINDS = ("absence", "back", "hours", "weekly", "closure", "as-written")


@pytest.fixture(autouse=True)
def _weekly_hours(desk):
    """What the shifts say is what the weekly hours say."""
    desk.world.center.horizon_days = 3
    desk.world.center.save()
    for officer in desk.world.officers:
        for weekday in range(5):
            for start, end in ((9, 12), (13, 16)):
                WeeklyShiftFactory(
                    officer=officer, weekday=weekday, start_time=time(start), end_time=time(end)
                )
    roll(at=NOW, center=desk.world.center)
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def colleague(desk):
    return OfficerFactory(agency=desk.world.city[0].agency, skills=[desk.world.registration])


def preview(browser, kind: str, **given):
    response = browser.post(f"{ROSTER}{kind}/", given)
    page = BeautifulSoup(response.content, "html.parser")
    digest = page.select_one("input[name=digest]")
    return response, {**given, "digest": digest["value"] if digest else ""}


def test_the_week_shows_who_works_when(desk):
    page = text_of(desk.browser("manager").get(ROSTER))
    for officer in desk.world.officers:
        assert officer.name in page
    assert "09:00–12:00" in page
    assert "Absent today" in page
    later = text_of(desk.browser("manager").get(f"{ROSTER}?day=2027-03-30"))
    assert "Public holiday" not in page
    assert "29 March 2027" in later
    assert "Public holiday" in later


def test_a_sick_officer_is_one_button(desk):
    visit, sick = desk.book("10:00"), desk.world.city[0]
    other = colleague(desk)
    shift(other, "09:00", "12:00")
    desk.at("08:05")
    response = desk.browser("manager").post(f"{ROSTER}absent/", {"officer": sick.slug}, follow=True)
    page = text_of(response)
    assert "1 visit has another officer" in page
    assert "absent" in page
    assert visit.steps.filter(officer=other).exists()
    assert not Proposal.objects.exists()
    entry = visit.entries.get()
    assert entry.by == desk.manager


def test_who_could_not_be_seated_is_listed_with_what_was_proposed(desk):
    visit = desk.book("10:00")
    desk.at("08:05")
    browser = desk.browser("manager")
    response = browser.post(f"{ROSTER}absent/", {"officer": desk.world.city[0].slug}, follow=True)
    page = text_of(response)
    assert "1 visitor needs another time" in page
    assert visit.name in page
    assert "Wednesday 3 March" in page
    assert "kept until" in page
    # Pressed twice: nobody is asked twice.
    browser.post(f"{ROSTER}absent/", {"officer": desk.world.city[0].slug})
    assert Proposal.objects.count() == 1


def test_here_again_and_the_first_time_holds(desk):
    visit = desk.book("10:00")
    desk.at("08:05")
    browser, officer = desk.browser("manager"), desk.world.city[0]
    browser.post(f"{ROSTER}absent/", {"officer": officer.slug})
    response, given = preview(browser, "back", officer=officer.slug, day=DAY.isoformat())
    assert "The first time holds again" in text_of(response)
    browser.post(f"{ROSTER}back/", given)
    assert not Absence.objects.exists()
    assert not Proposal.objects.unsettled().exists()
    assert Shift.objects.filter(officer=officer, date=DAY).exists()
    visit.refresh_from_db()
    assert visit.starts_at == at_local("10:00")


def test_first_it_is_shown_and_nothing_changes_then_it_is_done(desk):
    visit = desk.book("10:00")
    browser, officer = desk.browser("manager"), desk.world.city[0]
    days = {"first_day": DAY.isoformat(), "last_day": (DAY + timedelta(1)).isoformat()}
    response, given = preview(browser, "absence", officer=officer.slug, **days)
    page = text_of(response)
    assert "1 visit is hit" in page
    assert visit.ticket in page
    assert "Thursday 4 March" in page
    assert not Absence.objects.exists()
    assert not Proposal.objects.exists()
    response = browser.post(f"{ROSTER}absence/", given, follow=True)
    assert "1 visitor needs another time" in text_of(response)
    assert Proposal.objects.get().held.starts_at.date() == DAY + timedelta(2)
    # The second click of a double click.
    again = browser.post(f"{ROSTER}absence/", given)
    assert again.status_code == 409
    assert Proposal.objects.count() == Absence.objects.count() == 1


def test_what_changed_in_between_is_shown_before_anything_is_saved(desk):
    browser, officer = desk.browser("manager"), desk.world.city[0]
    _response, given = preview(
        browser, "hours", officer=officer.slug, day=DAY.isoformat(), hours="13-16"
    )
    visit = desk.book("10:00")
    response = browser.post(f"{ROSTER}hours/", given)
    assert response.status_code == 409
    page = text_of(response)
    assert "Something changed in between" in page
    assert visit.ticket in page
    assert not DayHours.objects.exists()
    digest = BeautifulSoup(response.content, "html.parser").select_one("input[name=digest]")
    response = browser.post(f"{ROSTER}hours/", {**given, "digest": digest["value"]})
    assert response.status_code == 302
    assert DayHours.objects.get().hours == [time(13), time(16)]


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ("nine to twelve", "Write hours like this"),
        ("12:00-09:00", "in their order"),
        ("09:00-12:00, 11:00-13:00", "in their order"),
        ("25:00-26:00", "no such time"),
        ("09:02-12:00", "five minutes"),
    ],
)
def test_hours_that_cannot_be_read_are_asked_again_and_nothing_is_lost(desk, hours, says):
    response = desk.browser("manager").post(
        f"{ROSTER}hours/",
        {"officer": desk.world.city[0].slug, "day": DAY.isoformat(), "hours": hours},
    )
    assert response.status_code == 400
    assert says in text_of(response)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("input[name=hours]")["value"] == hours


def test_days_that_are_over_are_not_changed(desk):
    response = desk.browser("manager").post(
        f"{ROSTER}hours/",
        {"officer": desk.world.city[0].slug, "day": "2027-02-26", "hours": "9-10"},
    )
    assert response.status_code == 400
    assert "today or a day to come" in text_of(response)


def test_weekly_hours_are_proposed_and_changed_from_a_day_on(desk):
    browser, officer = desk.browser("manager"), desk.world.city[0]
    form = browser.get(f"{ROSTER}weekly/?officer={officer.slug}")
    page = BeautifulSoup(form.content, "html.parser")
    assert page.select_one("input[name=day_0]")["value"] == "09:00–12:00, 13:00–16:00"
    _response, given = preview(
        browser, "weekly", officer=officer.slug, since="2027-03-03", day_2="10:00-12:00"
    )
    browser.post(f"{ROSTER}weekly/", given)
    new = WeeklyShift.objects.get(officer=officer, valid_from__isnull=False)
    assert (new.weekday, new.start_time) == (2, time(10))


def test_a_closed_day_and_open_after_all(desk):
    browser = desk.browser("manager")
    _response, given = preview(
        browser, "closure", day=DAY.isoformat(), agency="", reason="Training"
    )
    browser.post(f"{ROSTER}closure/", given)
    closure = Closure.objects.get()
    assert not Shift.objects.filter(date=DAY, officer__in=desk.world.officers).exists()
    assert "closed" in text_of(browser.get(ROSTER))
    twice = browser.post(f"{ROSTER}closure/", given)
    assert "noted already" in text_of(twice)
    _response, given = preview(browser, "reopen", closure=closure.pk)
    browser.post(f"{ROSTER}reopen/", given)
    assert not Closure.objects.exists()
    assert Shift.objects.filter(date=DAY, officer__in=desk.world.officers).exists()


def test_shifts_that_were_kept_are_told_and_can_follow(desk):
    desk.book("10:00")
    WeeklyShift.objects.filter(officer=desk.world.city[0]).delete()
    roll(at=NOW, center=desk.world.center)
    browser = desk.browser("manager")
    assert "not what the roster says" in text_of(browser.get(ROSTER))
    _response, given = preview(browser, "as-written")
    browser.post(f"{ROSTER}as-written/", given)
    assert "not what the roster says" not in text_of(browser.get(ROSTER))
    assert Proposal.objects.unsettled().count() == 1


@pytest.mark.parametrize("who", ["officer", "host", "newcomer", "elsewhere", "anonymous"])
def test_nobody_else_sees_or_changes_it(desk, who):
    desk.book("10:00")
    browser, officer = desk.browser(who), desk.world.city[0]
    center = f"?center={desk.world.center.slug}"
    refused = 302 if who == "anonymous" else 404
    assert browser.get(ROSTER + center).status_code == refused
    given = {"officer": officer.slug, "first_day": "2027-03-02", "last_day": "2027-03-02"}
    assert browser.post(f"{ROSTER}absent/{center}", given).status_code == refused
    for kind in KINDS:
        assert browser.get(f"{ROSTER}{kind}/{center}").status_code == refused
        assert browser.post(f"{ROSTER}{kind}/{center}", given).status_code == refused
    assert not Absence.objects.exists()
    assert Step.objects.filter(officer=officer).exists()


def test_a_manager_cannot_reach_into_another_center_from_their_own(desk):
    given = {
        "officer": desk.world.city[0].slug,
        "first_day": "2027-03-02",
        "last_day": "2027-03-02",
    }
    browser = desk.browser("elsewhere")
    assert browser.post(f"{ROSTER}absent/", given).status_code == 404
    assert browser.post(f"{ROSTER}absence/", given).status_code == 404
    closure = Closure.objects.create(center=desk.world.center, month=3, day=2, reason="X")
    assert browser.post(f"{ROSTER}reopen/", {"closure": closure.pk}).status_code == 400
    assert not Absence.objects.exists()
    closure.delete()


def test_other_methods_and_other_kinds(desk):
    browser = desk.browser("manager")
    assert browser.post(ROSTER).status_code == 405
    assert browser.get(f"{ROSTER}absent/").status_code == 405
    assert browser.put(f"{ROSTER}closure/").status_code == 405
    assert browser.get(f"{ROSTER}nothing/").status_code == 404


class TestAtTheDesk:
    """What a visitor says on the phone, or at the counter."""

    @pytest.fixture
    def visit(self, desk):
        visit = desk.book("10:00")
        desk.at("08:05")
        desk.browser("manager").post(f"{ROSTER}absent/", {"officer": desk.world.city[0].slug})
        return visit

    def test_the_board_says_what_was_proposed(self, desk, visit):
        page = text_of(desk.browser("host").get(f"/en/desk/?visit={visit.pk}"))
        assert "Their officer is away." in page
        assert "They agree" in page

    def test_the_host_notes_that_they_agree(self, desk, visit):
        proposed = Proposal.objects.get().held.first_cell
        browser = desk.browser("host")
        for _twice in range(2):
            browser.post(f"/en/desk/visits/{visit.pk}/proposal/accept/")
        visit.refresh_from_db()
        assert (visit.first_cell, visit.sequence) == (proposed, 1)

    def test_the_host_notes_that_it_does_not_suit(self, desk, visit):
        desk.browser("host").post(f"/en/desk/visits/{visit.pk}/proposal/decline/")
        assert Proposal.objects.get().state == "declined"

    def test_nobody_notes_them_as_missed(self, desk, visit):
        desk.at("10:30")
        response = desk.browser("host").post(f"/en/desk/visits/{visit.pk}/missed/", follow=True)
        assert "they were not missed" in text_of(response)
        visit.refresh_from_db()
        assert visit.missed_at is None

    @pytest.mark.parametrize("who", ["newcomer", "elsewhere", "anonymous"])
    def test_not_for_strangers(self, desk, visit, who):
        response = desk.browser(who).post(f"/en/desk/visits/{visit.pk}/proposal/accept/")
        assert response.status_code == (302 if who == "anonymous" else 404)
        assert Proposal.objects.get().state == "open"

    def test_other_methods_and_other_answers(self, desk, visit):
        browser = desk.browser("host")
        assert browser.get(f"/en/desk/visits/{visit.pk}/proposal/accept/").status_code == 405
        assert browser.post(f"/en/desk/visits/{visit.pk}/proposal/maybe/").status_code == 404
