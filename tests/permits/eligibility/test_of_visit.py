"""Whoever booked without the questions answers them from the page of the visit."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits import booking
from permits.eligibility.attaching import attach
from permits.eligibility.publishing import publish
from permits.eligibility.telling import told_from, told_of
from permits.models import PaperCheck, Visit
from permits.readiness.reading import readiness_of
from permits.refusals import NotBooked, VisitStarted
from rotonde.notifications.kinds import Mail, kind_of
from rotonde.notifications.models import Message
from tests.permits.eligibility.books import bookable, draft
from tests.permits.views.conftest import NOW

ARRIVES = "1~topic.arrive~group.eu"


@pytest.fixture
def visit(newcomer, rules) -> Visit:
    return newcomer.book(adults=1, children=1)


def page_of(newcomer, visit, query="") -> BeautifulSoup:
    return read(newcomer.client.get(reverse("permits:answers", args=[visit.code]) + query))


def read(response) -> BeautifulSoup:
    assert response.status_code == 200, response.content.decode()[:500]
    return BeautifulSoup(response.content, "html.parser")


def own_page(newcomer, visit) -> BeautifulSoup:
    return read(newcomer.client.get(reverse("permits:visit", args=[visit.code])))


def keep(newcomer, visit, told=ARRIVES, **more):
    return newcomer.client.post(
        reverse("permits:answers", args=[visit.code]), {"told": told}, **more
    )


def mail_of(visit) -> Mail:
    """The confirmation, as it would be written now."""
    message = Message.objects.get(kind="visit-confirmed", target=f"visit:{visit.pk}")
    return kind_of(message).render(message)


def documents(visit) -> list[str]:
    visit = Visit.objects.select_related("rule_set").get(pk=visit.pk)
    return [paper.document.slug for paper in readiness_of(visit).people[0].papers]


def test_the_list_is_folded_and_leads_to_the_questions(newcomer, visit):
    papers = own_page(newcomer, visit).select_one("#papers")
    assert papers.select_one("a.button")["href"] == reverse("permits:answers", args=[visit.code])
    assert len(papers.select("details.bundle")) == 2
    assert not papers.select("details.bundle[open]")
    assert "up to 2 documents" in papers.select_one(".bundle__summary").text


def test_one_question_after_another_until_what_to_bring(newcomer, visit):
    """Where they live and who comes is known, and asked no more."""
    page, asked = page_of(newcomer, visit), []
    for _question in range(9):
        links = page.select(".answers-list a")
        if not links:
            break
        asked.append(page.h1.text)
        assert not page.select("main form")
        assert links[0]["href"].startswith(reverse("permits:answers", args=[visit.code]) + "?")
        page = read(newcomer.client.get(links[0]["href"]))
    assert asked
    assert page.select_one("input[name=told]")["value"].startswith("1~topic.arrive")
    titles = [row.dt.text for row in page.select(".answers .summary__row")]
    assert "Where you live" not in titles
    assert "Who comes" not in titles


def test_looking_changes_nothing(newcomer, visit):
    page_of(newcomer, visit, "?topic=arrive&group=eu")
    visit.refresh_from_db()
    assert (visit.rule_set, visit.answers) == (None, {})


def test_kept_the_list_holds_only_what_applies(newcomer, visit, rules):
    assert documents(visit) == ["passport", "lease"]
    response = keep(newcomer, visit)
    assert response["Location"].endswith("#papers")
    visit.refresh_from_db()
    assert (visit.rule_set, visit.answers) == (rules, {"topic": "arrive", "group": "eu"})
    assert documents(visit) == ["passport"]
    page = own_page(newcomer, visit)
    assert page.select_one("#papers details.bundle[open]")
    assert not page.select_one("#papers a.button")
    assert "lease" not in page.select_one("#papers").text


def test_nothing_else_of_the_visit_changes(newcomer, visit):
    before = Visit.objects.filter(pk=visit.pk).values().get()
    keep(newcomer, visit)
    after = Visit.objects.filter(pk=visit.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"rule_set_id", "answers"}


def test_what_was_ticked_stays_ticked(newcomer, visit):
    paper = readiness_of(visit).people[0].papers[0]
    PaperCheck.objects.create(
        attendee=paper.attendee, requirement=paper.requirement, answer="have", answered_at=NOW
    )
    keep(newcomer, visit)
    visit.refresh_from_db()
    assert readiness_of(visit).people[0].papers[0].answer == "have"


def test_answers_can_be_corrected(newcomer, visit):
    """Who chose wrongly would come without a paper."""
    keep(newcomer, visit)
    page = own_page(newcomer, visit)
    link = reverse("permits:answers", args=[visit.code])
    assert page.select(f'a[href="{link}"]')
    corrected = page_of(newcomer, visit)
    assert corrected.select_one("input[name=told]")["value"] == ARRIVES
    change = corrected.select_one(".answers .summary__change a")["href"]
    assert read(newcomer.client.get(change)).select(".answers-list a")


def test_it_is_for_this_visit_and_no_other(newcomer, stranger, visit, world):
    other = stranger.hold(world.at(0, 11))
    assert stranger.confirm(other, email="bob@example.org").status_code == 302
    keep(newcomer, visit)
    other.refresh_from_db()
    assert other.rule_set is None


def test_without_the_link_nobody_answers(stranger, visit):
    path = reverse("permits:answers", args=[visit.code[:-1] + "x"])
    assert stranger.client.get(path).status_code == 404
    assert stranger.client.post(path, {"told": ARRIVES}).status_code == 404


def test_its_pages_are_private(newcomer, visit):
    response = newcomer.client.get(reverse("permits:answers", args=[visit.code]))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert not BeautifulSoup(response.content, "html.parser").select("link[rel=alternate]")


@pytest.mark.parametrize(
    "told", ["", "1", "9~topic.arrive", "1~topic.nonsense", "\x00", "1~" * 400]
)
def test_what_makes_no_sense_is_not_kept(newcomer, visit, told):
    response = keep(newcomer, visit, told, follow=True)
    assert "could not be read" in response.content.decode()
    visit.refresh_from_db()
    assert visit.rule_set is None


def test_answers_that_lead_elsewhere_say_so(newcomer, visit, rules):
    """The visit stays; its list too, for it is about other procedures."""
    page = page_of(newcomer, visit, "?topic=tax")
    assert page.select_one(".notice--warn")
    assert not page.select(".bundle")
    page = page_of(newcomer, visit, "?topic=arrive&group=eu")
    assert not page.select_one(".notice--warn")
    assert page.select(".bundle")
    keep(newcomer, visit, "1~topic.tax")
    assert documents(visit) == ["passport", "lease"]


def test_a_visit_that_is_over_or_cancelled_is_not_asked(newcomer, visit, clock):
    told = told_from(ARRIVES, on=NOW.date())
    clock.move_to(visit.starts_at)
    path = reverse("permits:answers", args=[visit.code])
    assert newcomer.client.get(path).status_code == 302
    keep(newcomer, visit)
    with pytest.raises(VisitStarted):
        attach(visit=visit, told=told, at=visit.starts_at)
    booking.cancel(code=visit.code, at=NOW)
    with pytest.raises(NotBooked):
        attach(visit=visit, told=told, at=NOW)
    visit.refresh_from_db()
    assert visit.rule_set is None


def test_the_mail_leads_there_too(newcomer, visit):
    path = reverse("permits:answers", args=[visit.code])
    assert path in mail_of(visit).text
    assert f'{path}"' in mail_of(visit).html
    keep(newcomer, visit)
    assert path not in mail_of(visit).text


def test_without_rules_the_list_is_as_it_was(newcomer, world):
    visit = newcomer.book()
    page = own_page(newcomer, visit)
    assert page.select_one("#papers details.bundle[open]")
    assert not page.select_one("#papers a.button")


def test_rules_that_would_leave_everything_do_not_ask(newcomer, world, rules):
    """A shorter list is promised only where there is one."""
    document = bookable()
    for outcome in document["outcomes"]:
        outcome["documents"] = []
    publish(version=draft(document, version=2).version, revision=0, by=None, at=NOW)
    assert not own_page(newcomer, newcomer.book()).select_one("#papers a.button")


def test_what_was_told_is_read_by_the_rules_it_met(newcomer, visit, rules):
    publish(version=draft(bookable(), version=2).version, revision=0, by=None, at=NOW)
    keep(newcomer, visit)
    visit.refresh_from_db()
    assert told_of(visit).rule_set == rules
