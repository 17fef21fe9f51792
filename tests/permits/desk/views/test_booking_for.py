from datetime import datetime

import pytest
from bs4 import BeautifulSoup

from permits.models import Competence, Officer, Visit
from rotonde.notifications.models import Message
from tests.factories.permits import at_local
from tests.factories.region import MunicipalityFactory

BOOK = "/en/desk/book/"
WALK_IN = "/en/desk/walk-in/"


@pytest.fixture
def form(desk):
    """The five fields as the page proposes them, filled in."""

    def filled(**changes):
        response = desk.browser("host").get(BOOK)
        page = BeautifulSoup(response.content, "html.parser")
        chosen = page.select_one("input[name=start][checked]")
        return {
            "name": "Li Wu",
            "contact": "li@example.org",
            "language": "nl",
            "need": page.select_one("[name=need] option[selected]")["value"],
            "start": chosen["value"],
            "form_key": page.select_one("[name=form_key]")["value"],
            **changes,
        }

    return filled


def test_the_first_free_time_is_proposed_without_the_lead_others_need(form) -> None:
    assert datetime.fromisoformat(form()["start"]) == at_local("09:00")


def test_five_fields_book_a_visit(desk, form) -> None:
    response = desk.browser("host").post(BOOK, form())
    assert response.status_code == 302
    visit = Visit.objects.get()
    assert (visit.name, visit.email, visit.phone) == ("Li Wu", "li@example.org", "")
    assert (visit.state, visit.origin, visit.language) == ("booked", "staff", "nl")
    assert visit.steps.count() == 2
    assert f"visit={visit.pk}" in response["Location"]
    assert Message.objects.filter(recipient="li@example.org", language="nl").exists()


def test_by_phone_nobody_is_written_to(desk, form) -> None:
    desk.browser("officer").post(BOOK, form(contact="+32 470 12 34 56"))
    visit = Visit.objects.get()
    assert (visit.email, visit.phone) == ("", "+32 470 12 34 56")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "Li\0Wu"),
        ("contact", "nobody"),
        ("contact", "@@"),
        ("language", "xx"),
        ("need", "holiday"),
        ("start", "yesterday"),
        ("start", ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(desk, form, field, value) -> None:
    response = desk.browser("host").post(BOOK, form(**{field: value}))
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Visit.objects.exists()


def test_a_time_somebody_else_took_is_refused_and_others_are_offered(desk, form) -> None:
    filled = form()
    assert desk.browser("host").post(BOOK, filled).status_code == 302
    again = desk.browser("host").post(BOOK, {**filled, "name": "Ada Ng"})
    assert again.status_code == 400
    page = BeautifulSoup(again.content, "html.parser")
    offered = [each["value"] for each in page.select("input[name=start]")]
    assert offered
    assert filled["start"] not in offered
    assert Visit.objects.count() == 1


def test_another_need_brings_other_times_without_leaving_the_page(desk) -> None:
    response = desk.browser("host").get(
        BOOK, {"need": "registration"}, headers={"HX-Request": "true"}
    )
    fragment = BeautifulSoup(response.content, "html.parser")
    assert fragment.html is None
    assert fragment.select("#times input[name=start]")
    assert "HX-Request" in response["Vary"]


def test_a_family_from_another_municipality(desk, form) -> None:
    home = MunicipalityFactory()
    for agency in desk.world.center.agencies.all():
        Competence.objects.create(agency=agency, municipality=home)
    asked = {"adults": "2", "children": "1", "municipality": home.nis_code}
    proposed = BeautifulSoup(desk.browser("host").get(BOOK, asked).content, "html.parser")
    assert proposed.select_one("details.more").has_attr("open")
    start = proposed.select_one("input[name=start][checked]")["value"]
    assert desk.browser("host").post(BOOK, form(start=start, **asked)).status_code == 302
    visit = Visit.objects.get()
    assert visit.municipality == home
    assert list(visit.attendees.values_list("kind", "name")) == [
        ("adult", "Li Wu"),
        ("adult", ""),
        ("child", ""),
    ]


def test_a_municipality_nobody_here_acts_for_is_not_offered(desk, form) -> None:
    elsewhere = MunicipalityFactory().nis_code
    response = desk.browser("host").post(BOOK, form(municipality=elsewhere))
    assert response.status_code == 400
    assert "municipality" in response.context["form"].errors


def test_more_people_than_one_officer_sees_are_told_so(desk, form) -> None:
    response = desk.browser("host").post(BOOK, form(adults="6", children="8"))
    assert response.status_code == 400
    assert "8 people" in response.content.decode()


def test_the_usual_party_keeps_the_rest_folded(desk) -> None:
    page = BeautifulSoup(desk.browser("host").get(BOOK).content, "html.parser")
    assert not page.select_one("details.more").has_attr("open")


def test_who_walks_in_has_the_first_gap_and_is_here(desk, form) -> None:
    desk.book("09:10")
    asked = form(contact="", start="first")
    page = BeautifulSoup(desk.browser("host").get(WALK_IN).content, "html.parser")
    assert page.select_one("input[name=start][checked]")["value"] == "first"
    response = desk.browser("host").post(WALK_IN, asked)
    assert response.status_code == 302
    visit = Visit.objects.get(origin="walk-in")
    assert visit.starts_at == at_local("09:35")
    assert visit.arrived_at == at_local("09:00")
    assert (visit.email, visit.phone) == ("", "")


def test_a_walk_in_after_the_last_gap_keeps_what_was_typed(desk, form) -> None:
    filled = form(contact="", start="first")
    desk.at("15:30")
    response = desk.browser("host").post(WALK_IN, filled)
    assert response.status_code == 400
    page = response.content.decode()
    assert "Nothing fits today any more" in page
    assert 'value="Li Wu"' in page
    assert not Visit.objects.exists()


@pytest.fixture
def colleagues(desk) -> None:
    """Another officer of each agency, so that the same time is free twice."""
    for officer in list(Officer.objects.filter(agency__center=desk.world.center)):
        shifts, procedures = list(officer.shifts.all()), list(officer.procedures.all())
        officer.pk, officer.slug = None, f"{officer.slug}-too"
        officer.save()
        officer.procedures.set(procedures)
        for shift in shifts:
            shift.pk, shift.officer = None, officer
            shift.save()


@pytest.mark.parametrize(
    ("address", "changes"), [(BOOK, {}), (WALK_IN, {"contact": "", "start": "first"})]
)
def test_a_form_sent_twice_books_once(desk, form, colleagues, address, changes) -> None:
    asked = form(**changes)
    first, second = (desk.browser("host").post(address, asked) for _sent in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1
    assert desk.browser("host").post(address, form(**changes)).status_code == 302
    assert Visit.objects.filter(state="booked").count() == 2


def test_the_last_time_sent_twice_is_no_error(desk, form) -> None:
    asked = form()
    assert {desk.browser("host").post(BOOK, asked).status_code for _sent in range(2)} == {302}
    assert Visit.objects.filter(state="booked").count() == 1


def test_a_key_nobody_made_is_refused_and_loses_nothing(desk, form) -> None:
    response = desk.browser("host").post(BOOK, form(form_key="a\0b"))
    assert response.status_code == 400
    assert 'value="Li Wu"' in response.content.decode()
