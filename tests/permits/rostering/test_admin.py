"""The admin changes no staff that visits need: it says how many, from when, and where to go."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format

from permits import booking
from permits.models import Agency, Center, Competence, Officer, Procedure
from rotonde.accounts.models import User
from tests.factories.accounts import browser_of
from tests.factories.permits import DAY, NOW, AgencyFactory
from tests.permits.desk.conftest import clock, desk
from tests.permits.test_admin import officer_path, roster

__all__ = ["clock", "desk"]


@pytest.fixture
def root(db):
    account = User.objects.create_superuser(email="root@example.org", password="x")
    return browser_of(account)


def save(browser, officer: Officer, **changed: object) -> BeautifulSoup:
    """What is shown once an officer's form has been sent with these changes; None: left out."""
    fields = {k: v for k, v in (roster(officer) | changed).items() if v is not None}
    response = browser.post(officer_path(officer), fields, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def told(page: BeautifulSoup) -> str:
    """The error, which names the first day and leads to its week of the roster."""
    [error] = page.select(".messagelist .error")
    assert date_format(DAY) in error.text
    assert not page.select(".messagelist .success")
    assert error.a["href"].startswith(reverse("desk:roster"))
    assert f"day={DAY.isoformat()}" in error.a["href"]
    return error.text


@pytest.fixture(params=["deactivated", "with another skill"])
def changed(request, desk) -> dict[str, object]:
    if request.param == "deactivated":
        return {"active": None}
    return {"procedures": [desk.world.permit.pk]}


def test_an_officer_whom_visits_need_stays_as_they_are(desk, changed) -> None:
    officer = desk.world.city[0]
    desk.book("09:00")
    desk.book("14:00", name="Bo Xu")
    page = save(desk.browser("manager"), officer, name="Renamed", **changed)
    assert "2 visits" in told(page)
    officer.refresh_from_db()
    assert (officer.active, officer.name == "Renamed") == (True, False)
    assert list(officer.procedures.all()) == [desk.world.registration]


def test_an_officer_nobody_is_booked_with_may_go(desk, changed) -> None:
    officer = desk.world.city[0]
    booking.cancel(code=desk.book("14:00").code, at=NOW)
    page = save(desk.browser("manager"), officer, **changed)
    assert not page.select(".messagelist .error")
    officer.refresh_from_db()
    assert officer.active == ("active" not in changed)
    assert officer.procedures.get().pk == changed.get("procedures", [desk.world.registration.pk])[0]


def test_an_officer_is_not_moved_to_another_agency_or_center_while_needed(desk, root) -> None:
    officer, before = desk.world.city[0], desk.world.city[0].agency_id
    desk.book("14:00")
    there = Agency.objects.exclude(center=desk.world.center).filter(kind="municipal").get()
    beside = AgencyFactory(center=desk.world.center, kind="federal")
    for agency in (there, beside):
        assert "1 visit " in told(save(root, officer, agency=agency.pk))
        officer.refresh_from_db()
        assert officer.agency_id == before


def test_a_second_counter_of_the_same_agency_changes_nothing_for_visitors(desk) -> None:
    desk.book("14:00")
    page = save(desk.browser("manager"), desk.world.city[0], counter="7")
    assert not page.select(".messagelist .error")
    assert Officer.objects.get(pk=desk.world.city[0].pk).counter == "7"


@pytest.mark.parametrize("several", [False, True], ids=["from its page", "from the list"])
def test_an_officer_is_not_deleted_while_needed(desk, several) -> None:
    officer, browser = desk.world.city[0], desk.browser("manager")
    desk.book("14:00")
    if several:
        fields = {"action": "delete_selected", "_selected_action": officer.pk, "post": "yes"}
        response = browser.post(reverse("admin:permits_officer_changelist"), fields)
    else:
        response = browser.post(
            reverse("admin:permits_officer_delete", args=[officer.pk]), {"post": "yes"}
        )
    assert "1 visit " in told(BeautifulSoup(response.content, "html.parser"))
    assert Officer.objects.filter(pk=officer.pk).exists()


def agency_form(agency: Agency, **changed: object) -> dict[str, object]:
    """The form of an agency with its one municipality."""
    competence = agency.competences.get()
    return {
        "slug": agency.slug,
        "center": agency.center_id,
        "kind": agency.kind,
        "name_en": agency.name_en,
        "name_nl": agency.name_nl,
        "competences-TOTAL_FORMS": 1,
        "competences-INITIAL_FORMS": 1,
        "competences-0-id": competence.pk,
        "competences-0-agency": agency.pk,
        "competences-0-municipality": competence.municipality_id,
        **changed,
    }


def test_an_agency_keeps_kind_center_and_municipality_while_visits_need_it(desk, root) -> None:
    agency = desk.world.city[0].agency
    desk.book("14:00")
    other = Center.objects.exclude(pk=desk.world.center.pk).get()
    path = reverse("admin:permits_agency_change", args=[agency.pk])
    for changed in ({"kind": "federal"}, {"center": other.pk}, {"competences-0-DELETE": "on"}):
        response = root.post(path, agency_form(agency, **changed), follow=True)
        assert "1 visit " in told(BeautifulSoup(response.content, "html.parser"))
    agency.refresh_from_db()
    assert (agency.kind, agency.center) == ("municipal", desk.world.center)
    assert Competence.objects.filter(agency=agency).exists()
    response = root.post(path, agency_form(agency, name_en="Town desk"))
    assert response.status_code == 302
    assert Agency.objects.get(pk=agency.pk).name_en == "Town desk"


def test_a_center_keeps_its_time_while_somebody_is_expected(desk) -> None:
    """The instant of a visit stays; everybody would be told another hour than before."""
    center, browser = desk.world.center, desk.browser("manager")
    desk.book("14:00")
    path = reverse("admin:permits_center_change", args=[center.pk])
    page = browser.get(path)
    initial = page.context["adminform"].form.initial
    fields = {key: value for key, value in initial.items() if value is not None}
    response = browser.post(path, fields | {"time_zone": "Asia/Tokyo"}, follow=True)
    assert "1 visit " in told(BeautifulSoup(response.content, "html.parser"))
    response = browser.post(path, fields | {"lead_minutes": "90"}, follow=True)
    center.refresh_from_db()
    assert (center.time_zone, center.lead_minutes) == ("Europe/Brussels", 90)


def save_procedure(browser, procedure: Procedure, **changed: object) -> BeautifulSoup:
    """What is shown once the form of a procedure with one duration has been sent."""
    path = reverse("admin:permits_procedure_change", args=[procedure.pk])
    timing = procedure.timings.get()
    fields = {
        "slug": procedure.slug,
        "agency_kind": procedure.agency_kind,
        "official_name": procedure.official_name,
        "name_en": procedure.name_en,
        "summary_en": "To be entered in the register",
        "position": procedure.position,
        "timings-TOTAL_FORMS": 1,
        "timings-INITIAL_FORMS": 1,
        "timings-0-id": timing.pk,
        "timings-0-procedure": procedure.pk,
        "timings-0-minutes": timing.minutes,
        "timings-0-extra_adult_minutes": timing.extra_adult_minutes,
        "timings-0-extra_child_minutes": timing.extra_child_minutes,
        "requirements-TOTAL_FORMS": 0,
        "requirements-INITIAL_FORMS": 0,
    }
    response = browser.post(path, fields | changed, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_procedure_keeps_its_desk_while_visits_need_it(desk, root) -> None:
    procedure = desk.world.registration
    desk.book("14:00")
    assert "1 visit " in told(save_procedure(root, procedure, agency_kind="federal"))
    procedure.refresh_from_db()
    assert procedure.agency_kind == "municipal"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"follows": "permit"}, "booked in the other order"),
        ({"timings-0-minutes": 45}, "booked with the duration as it was"),
        ({"timings-0-DELETE": "on"}, "booked with the duration as it was"),
        ({"timings-0-valid_from": str(DAY + timedelta(30))}, "booked with the duration as it was"),
    ],
    ids=["order", "duration", "no duration", "a later one"],
)
def test_a_procedure_keeps_order_and_duration_while_visits_are_booked_so(
    desk, root, changed, why
) -> None:
    """It says how many, until when, and leads to the first day they are on."""
    procedure = desk.world.registration
    desk.book("14:00")
    desk.book("09:00", name="Bo Xu")
    # Nobody books any more what each follows the other: the order is turned round.
    desk.world.permit.follows.clear()
    if "follows" in changed:
        changed = {"follows": [desk.world.permit.pk]}
    page = save_procedure(root, procedure, official_name="Renamed", **changed)
    [error] = page.select(".messagelist .error")
    assert f"2 visits to come, until {date_format(DAY)}, are {why}" in error.text
    assert error.a["href"].startswith(reverse("desk:board"))
    assert f"day={DAY.isoformat()}" in error.a["href"]
    assert not page.select(".messagelist .success")
    procedure.refresh_from_db()
    assert procedure.official_name != "Renamed"
    assert not procedure.follows.exists()
    assert procedure.timings.values_list("minutes", "valid_from").get() == (25, None)
    assert root.get(error.a["href"]).status_code == 200


def test_a_procedure_is_renamed_and_gets_a_new_duration_after_the_last_visit(desk, root) -> None:
    procedure = desk.world.registration
    desk.book("14:00")
    new = {
        "timings-TOTAL_FORMS": 2,
        "timings-1-procedure": procedure.pk,
        "timings-1-valid_from": str(DAY + timedelta(1)),
        "timings-1-minutes": 40,
        "timings-1-extra_adult_minutes": 10,
        "timings-1-extra_child_minutes": 5,
    }
    page = save_procedure(root, procedure, official_name="Renamed", **new)
    assert not page.select(".messagelist .error")
    procedure.refresh_from_db()
    assert procedure.official_name == "Renamed"
    assert list(procedure.timings.values_list("minutes", flat=True)) == [25, 40]
