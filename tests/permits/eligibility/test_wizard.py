"""One question after another, and what follows from the answers, into the booking."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Officer, Procedure, RuleSet, Visit

ANSWERS = {"topic": "arrive", "group": "eu"}


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def ask(newcomer, status: int = 200, **given: object) -> BeautifulSoup:
    response = newcomer.client.get(reverse("permits:what-you-need"), given)
    assert response.status_code == status
    return page_of(response)


def links(page) -> list[str]:
    return [link["href"] for link in page.select(".choice--link")]


def test_without_rules_the_start_page_asks(newcomer) -> None:
    response = newcomer.client.get(reverse("permits:what-you-need"))
    assert response["Location"] == reverse("permits:start")


def test_the_first_question_then_the_next_that_is_asked(newcomer, rules) -> None:
    first = links(ask(newcomer))
    assert [link.partition("?")[2] for link in first] == ["topic=arrive", "topic=tax"]
    assert links(ask(newcomer, topic="arrive"))[1].endswith("?topic=arrive&group=other")
    # Whom it does not concern is not asked: where they live comes next.
    assert ask(newcomer, topic="tax").select("input[name=municipality]")


def test_a_question_asked_anew_keeps_the_other_answers(newcomer, rules) -> None:
    page = ask(newcomer, **ANSWERS, municipality="44021", adults=2, children=0)
    change = page.select(".answers a")[0]["href"]
    assert "topic=" not in change
    assert "group=eu" in change
    assert "municipality=44021" in change


@pytest.mark.parametrize(
    "nonsense",
    [
        {"topic": "<script>"},
        {"topic": "x" * 3000},
        {"municipality": "99999"},
        {"municipality": "٤٤٠٢١"},
        {"adults": "-1", "children": "999999999999"},
    ],
)
def test_nonsense_in_the_address_counts_as_not_said(newcomer, rules, nonsense) -> None:
    assert len(links(ask(newcomer, **nonsense))) == 2


def test_a_place_is_found_by_its_postcode(newcomer, rules) -> None:
    page = ask(newcomer, topic="tax", municipality="other", place="9041")
    assert "/municipalities/gent/" in page.select_one(".panel--accent .button")["href"]
    page = ask(newcomer, 400, topic="tax", municipality="other", place="nowhere")
    assert page.select_one("[data-error-summary]")
    assert page.select_one("input[name=topic]")["value"] == "tax"


def test_a_party_of_nobody_is_asked_again(newcomer, rules) -> None:
    page = ask(newcomer, 400, **ANSWERS, municipality="44021", adults=0, children=0)
    assert page.select_one("[data-error-summary]")


def outcome(newcomer, **changes: object) -> BeautifulSoup:
    given = {**ANSWERS, "municipality": "44021", "adults": 1, "children": 1, **changes}
    return ask(newcomer, **given)


def test_the_outcome_tells_papers_terms_and_where_it_comes_from(newcomer, rules) -> None:
    page = outcome(newcomer)
    text = page.get_text()
    assert "Adult 1" in text
    assert "Child 1" in text
    assert "somewhere.be" in text
    assert "we don't advise" in text
    assert page.select(".badge--unverified")
    assert len(page.select(".panel--accent .button")) == 1


def test_one_button_carries_the_answers_into_the_booking(newcomer, rules) -> None:
    address = outcome(newcomer).select_one(".panel--accent a.button")["href"]
    times = page_of(newcomer.client.get(address))
    fields = {each["name"]: each["value"] for each in times.select("#day-times input[type=hidden]")}
    assert fields["need"] == "registration,residence-permit"
    assert (fields["adults"], fields["children"]) == ("1", "1")
    assert fields["told"] == "1~topic.arrive~group.eu"
    visit = newcomer.book(**{name: fields[name] for name in ("adults", "children", "told")})
    assert (visit.rule_set, visit.answers) == (rules, ANSWERS)
    page = newcomer.client.get(reverse("permits:visit", args=[visit.code])).content.decode()
    assert "What you told us" in page


def test_answers_nobody_can_have_given_are_not_kept(newcomer, rules) -> None:
    for told in ("7~topic.arrive", "1~topic.nothing", "nonsense", "1~" + "a" * 5000):
        visit = newcomer.hold(told=told)
        assert (visit.rule_set, visit.answers) == (None, {})


def test_a_draft_cannot_be_answered_from_outside(newcomer, rules) -> None:
    RuleSet.objects.create(version=2, document=rules.document, created_at=rules.created_at)
    assert newcomer.hold(told="2~topic.arrive~group.eu").rule_set is None


def test_answers_go_with_the_person_when_they_are_erased(newcomer, rules) -> None:
    from permits.personal_data import _make_nameless

    visit = newcomer.book(told="1~topic.arrive~group.eu")
    _make_nameless(Visit.objects.filter(pk=visit.pk))
    assert Visit.objects.get(pk=visit.pk).answers == {}


def test_a_resident_of_lochristi_is_led_to_ghent(newcomer, rules) -> None:
    page = outcome(newcomer, municipality="44087")
    assert "Center Ghent may act" in " ".join(page.get_text().split())


def test_where_nobody_may_act_the_municipality_shows_the_way(newcomer, rules) -> None:
    page = outcome(newcomer, municipality="45041")
    assert "/municipalities/ronse/" in page.select_one(".panel--accent .button")["href"]


def test_who_needs_no_visit_is_shown_the_way_on(newcomer, rules) -> None:
    page = ask(newcomer, topic="tax", municipality="44021")
    assert "No visit needed now" in page.get_text()
    assert page.select_one(".panel--accent .button")


def test_advice_by_an_officer_is_the_way_out(newcomer, rules) -> None:
    advice = Procedure.objects.create(
        slug="permit-advice", agency_kind="federal", name_en="Advice", position=9
    )
    farah = Officer.objects.get(name="Farah")
    farah.procedures.add(advice)
    page = outcome(newcomer)
    assert "Farah" in page.get_text()
    assert any("need=permit-advice" in link["href"] for link in page.select("a"))


def test_a_large_party_still_learns_what_to_bring(newcomer, rules) -> None:
    assert outcome(newcomer, adults=6, children=8).select(".bundle")


def test_only_reads(newcomer, rules) -> None:
    assert newcomer.client.post(reverse("permits:what-you-need")).status_code == 405
    assert not newcomer.client.session.keys()


def test_the_start_page_and_home_lead_here(newcomer, rules) -> None:
    address = reverse("permits:what-you-need")
    for name in ("permits:start", "home"):
        assert address in newcomer.client.get(reverse(name)).content.decode()


def test_queries_do_not_grow_with_the_party(newcomer, rules, django_assert_max_num_queries):
    for people in ({"adults": 1}, {"adults": 4, "children": 4}):
        with django_assert_max_num_queries(20):
            outcome(newcomer, **people)
