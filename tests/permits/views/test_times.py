"""The times that fit, and what is said where there are none."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.cells import cell_of
from permits.models import Officer, Requirement, Shift
from tests.factories.centers import COMBINED


def times(newcomer, **changes):
    return newcomer.client.get(reverse("permits:times"), newcomer.world.need(**changes))


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def starts_on(page):
    return [button["value"] for button in page.select("button[name=start]")]


def test_shows_days_with_their_times_and_the_stated_end(newcomer, world):
    response = times(newcomer)
    assert response.status_code == 200
    page = page_of(response)
    assert len(page.select("a.calendar__day")) == 4
    assert len(page.select("a.calendar__day[aria-current=date]")) == 1
    first = page.select_one("button.slot")
    # The door is ten minutes before the officer's first cell.
    assert "08:50" in first.get_text()
    assert "until 09:40" in first.get_text()
    assert "Done within the hour: 50 minutes" in page.get_text()
    assert "Evening" not in page.get_text()


def test_one_start_a_quarter_unless_all_are_asked_for(newcomer):
    few, all_of_them = (
        starts_on(page_of(times(newcomer))),
        starts_on(page_of(times(newcomer, all=1))),
    )
    assert len(few) * 2 < len(all_of_them)
    assert set(few) <= set(all_of_them)


def test_a_family_is_told_when_it_is_done(newcomer):
    text = page_of(times(newcomer, adults=2, children=2)).get_text()
    assert "With all of you it takes" in text
    assert "Adult 2" in text
    assert "Child 2" in text


def test_says_what_to_bring_and_what_it_costs(newcomer):
    page = page_of(times(newcomer))
    papers = page.select_one(".papers").get_text()
    assert "Paspoort" in papers
    assert "Huurcontract" in papers
    text = page.get_text()
    assert "€30.00" in text
    assert "Amount not known yet" in text


def test_says_where_the_facts_come_from(newcomer):
    Requirement.objects.update(source="city.example/papers", checked_on=date(2027, 1, 5))
    sources = page_of(times(newcomer)).select(".source-line")
    assert len(sources) == 1
    assert "city.example/papers" in sources[0].get_text()
    assert "5 January 2027" in sources[0].get_text()
    assert "Not verified yet" in sources[0].get_text()


def test_notes_in_another_language_say_so_once(newcomer):
    with override("tr"):
        page = page_of(times(newcomer, adults=2, children=1))
    assert len(page.select(".notice--quiet")) == 1
    assert page.select(".paper__demand [lang=en]")
    assert not page_of(times(newcomer)).select(".notice--quiet")


def test_children_bring_no_lease(newcomer):
    page = page_of(times(newcomer, children=1))
    adult, child = page.select(".bundle")
    assert "Huurcontract" in adult.get_text()
    assert "Huurcontract" not in child.get_text()


def test_a_resident_of_lochristi_is_led_to_gent_and_sees_no_fee_of_gent(newcomer):
    response = times(newcomer, municipality="44087")
    page = page_of(response)
    assert starts_on(page)
    assert "€30.00" not in page.get_text()


def test_where_nobody_may_act_the_own_municipality_is_one_tap_away(newcomer, world):
    response = times(newcomer, municipality="45041")
    assert response.status_code == 200
    assert not starts_on(page_of(response))
    assert world.ronse.get_absolute_url() in response.content.decode()


def test_a_postcode_is_as_good_as_a_choice(newcomer):
    response = times(newcomer, municipality="other", place="9041")
    assert "Ghent" in page_of(response).select_one(".quest").get_text()


def test_a_postcode_of_two_municipalities_asks_which(newcomer):
    response = times(newcomer, municipality="other", place="9620", adults=3)
    assert response.status_code == 400
    page = page_of(response)
    values = [choice["value"] for choice in page.select("input[name=municipality]")]
    assert {"41081", "45065"} <= set(values)
    assert page.select_one("select[name=adults] option[selected]")["value"] == "3"


@pytest.mark.parametrize(
    "changes",
    [
        {"municipality": ""},
        {"municipality": "99999"},
        {"municipality": "other", "place": "Atlantis"},
        {"municipality": "other", "place": "x" * 5000},
        {"need": "nothing"},
        {"need": ""},
        {"adults": "0"},
        {"adults": "-1"},
        {"adults": "9" * 400},
        {"children": "1.5"},
    ],
)
def test_what_cannot_be_understood_is_asked_again(newcomer, changes):
    response = times(newcomer, **changes)
    assert response.status_code == 400
    assert page_of(response).select_one("[data-error-summary]")


def test_an_address_without_a_party_means_one_adult(newcomer, world):
    query = {"municipality": world.gent.nis_code, "need": COMBINED}
    response = newcomer.client.get(reverse("permits:times"), query)
    assert response.status_code == 200
    assert "1 adult" in response.content.decode()


def test_too_many_people_for_one_visit(newcomer):
    response = times(newcomer, adults=6, children=8)
    assert response.status_code == 400
    assert "8 people at most" in response.content.decode()


@pytest.mark.parametrize("day", ["yesterday", "2027-02-30", "99999-01-01", "0000-00-00"])
def test_an_unreadable_date_shows_the_first_days_and_says_so(newcomer, day):
    response = times(newcomer, **{"from": day})
    assert response.status_code == 400
    assert "We could not read the date" in response.content.decode()
    assert starts_on(page_of(response))


@pytest.mark.parametrize("day", ["0001-01-01", "2020-01-01", "9999-12-31"])
def test_a_date_out_of_reach_is_brought_into_it(newcomer, day):
    assert times(newcomer, **{"from": day}).status_code == 200


def test_an_unknown_center_shows_one_that_can_help(newcomer):
    response = times(newcomer, center="atlantis")
    assert response.status_code == 400
    assert starts_on(page_of(response))


def test_the_next_day_that_has_times_is_one_link_away(newcomer, world):
    Shift.objects.filter(date=world.days[1]).delete()
    page = page_of(times(newcomer))
    later = page.select_one("a[rel=next]")["href"]
    assert f"from={world.days[2]}" in later
    shown = page_of(newcomer.client.get(later))
    assert shown.select_one("#day-title time")["datetime"] == str(world.days[2])
    assert f"from={world.days[0]}" in shown.select_one("a[rel=prev]")["href"]


def test_the_calendar_says_in_words_how_much_each_day_has_left(newcomer, world):
    world.federal.shifts.filter(date=world.days[1], first_cell__gt=cell(world, 1, 12)).delete()
    page = page_of(times(newcomer))
    full, half = page.select("a.calendar__day")[:2]
    assert "Tuesday 2 March: 24 times" in full.get_text()
    assert full.select_one(".left--many")
    assert "Wednesday 3 March: 10 times" in half.get_text()
    assert half.select_one(".left--some")
    assert "none" in page.select_one(".calendar__day--none").get_text()


def test_a_day_without_times_leads_on_to_the_next(newcomer, world):
    Shift.objects.filter(date=world.days[1]).delete()
    page = page_of(times(newcomer, **{"from": world.days[1]}))
    assert page.select_one("#day-title time")["datetime"] == str(world.days[2])
    assert "Nothing is free on the day you asked for" in page.get_text()


@pytest.mark.parametrize(("part", "first"), [("morning", "08:50"), ("afternoon", "12:50")])
def test_only_a_part_of_the_day(newcomer, part, first):
    page = page_of(times(newcomer, part=part))
    assert first in page.select_one("button.slot").get_text()
    assert len(page.select(".day__part")) == 1
    chosen = page.select_one("nav[aria-label='Part of the day'] a[aria-current]")
    assert chosen.get_text().lower() == part


def test_a_part_of_the_day_that_is_full_leads_to_the_whole_day(newcomer, world):
    Shift.objects.filter(first_cell__lt=cell(world, 0, 12), date=world.days[0]).delete()
    Shift.objects.exclude(date=world.days[0]).delete()
    page = page_of(times(newcomer, part="morning"))
    assert "No free time then" in page.get_text()
    assert "part=" not in page.select_one(".empty a")["href"]


def test_the_first_free_time_stands_on_top_whatever_day_is_open(newcomer, world):
    page = page_of(times(newcomer, **{"from": world.days[2]}))
    assert "Tuesday 2 March, 08:50 to 09:40" in page.select_one("button.first-free").get_text()


def test_only_officers_who_speak_a_language_are_asked(newcomer, world):
    clerk = Officer.objects.create(
        slug="zoe", agency=world.city.agency, name="Zoë", languages=["fr"]
    )
    clerk.procedures.set(world.city.procedures.all())
    world.federal.languages = ["fr", "nl"]
    world.federal.save()
    page = page_of(times(newcomer))
    # By name: Dutch before French.
    assert [option["value"] for option in page.select("#speaks option")] == ["", "nl", "fr"]
    # The clerk who speaks French does not work.
    assert "Any language" in page.get_text()
    french = page_of(times(newcomer, speaks="fr"))
    assert not starts_on(french)
    assert starts_on(page_of(times(newcomer, speaks="nl")))


def test_a_language_nobody_speaks_is_explained_and_others_offered(newcomer):
    page = page_of(times(newcomer, speaks="ja"))
    assert "No officer who can help you speaks this language" in page.get_text()
    assert page.select_one("#speaks option[selected]")["value"] == "ja"


def test_what_is_no_language_is_any(newcomer):
    assert starts_on(page_of(times(newcomer, speaks="klingon")))


def test_a_tap_answers_with_the_finder_alone(newcomer, world):
    address = reverse("permits:times")
    answer = newcomer.client.get(address, world.need(), headers={"HX-Request": "true"})
    page = page_of(answer)
    assert page.select_one("#finder")
    assert not page.select_one("h1")
    assert "24 times" in page.select_one("#finder-status[hx-swap-oob=innerHTML]").get_text()
    assert "HX-Request" in answer["Vary"]


def test_each_person_may_come_for_their_own(newcomer, world):
    page = page_of(times(newcomer, adults=2, children=1, for_3="residence-permit"))
    chosen = [option["value"] for option in page.select(".who option[selected]")]
    assert chosen == [COMBINED, COMBINED, "residence-permit"]
    visit = newcomer.hold(world.at(0, 8, 50), adults=2, children=1, for_3="residence-permit")
    codes = [
        sorted(procedure.slug for procedure in person.procedures.all())
        for person in visit.attendees.order_by("position")
    ]
    assert codes == [["registration", "residence-permit"]] * 2 + [["residence-permit"]]


def test_what_a_person_comes_for_stays_in_every_address(newcomer):
    page = page_of(times(newcomer, adults=2, for_2="registration", part="morning"))
    address = page.select_one("a.calendar__day")["href"]
    assert "for_2=registration" in address
    assert "part=morning" in address
    assert page.select_one("form.times__day input[name=for_2]")["value"] == "registration"


@pytest.mark.parametrize("codes", ["nothing", "registration,\0", "x" * 3000])
def test_an_unknown_wish_of_a_person_is_asked_again(newcomer, codes):
    assert times(newcomer, adults=2, for_2=codes).status_code == 400


def cell(world, day, hour):
    return cell_of(world.at(day, hour))


def test_a_full_center_says_so_with_a_way_on(newcomer, world):
    Shift.objects.all().delete()
    response = times(newcomer)
    assert response.status_code == 200
    assert "No free time" in response.content.decode()
    assert world.gent.get_absolute_url() in response.content.decode()


def test_reading_takes_the_same_queries_however_many_people(
    newcomer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        times(newcomer)
    with django_assert_max_num_queries(12):
        times(newcomer, adults=4, children=4)


def test_only_reads(newcomer):
    assert newcomer.client.post(reverse("permits:times")).status_code == 405
