"""A changed rule is saved only after every date people come to is decided."""

from datetime import time

import pytest
from django.urls import reverse

from events import schedule
from events.models import Event
from rotonde.notifications.models import Message
from tests.factories.events import NOW, EventFactory, comes


@pytest.fixture
def event(db, clock) -> Event:
    made = EventFactory(
        rule="FREQ=WEEKLY;BYDAY=SU", start_time=time(10), duration_minutes=90, changed_at=NOW
    )
    schedule.roll(at=NOW)
    return made


def url(event: Event) -> str:
    return reverse("events:organising:rhythm", args=[event.public_id])


def rhythm(**changes) -> dict[str, object]:
    given = {"day": "2027-03-09", "begins": "10:00", "ends": "11:30", "repeats": "weekly"}
    return {**given, **changes}


def first(event: Event):
    return event.occurrences.filter(starts_at__gt=NOW).in_order().first()


def test_without_registrations_it_is_saved_at_once(browser, event) -> None:
    response = browser.post(url(event), rhythm())
    assert response.status_code == 302
    event.refresh_from_db()
    assert event.rule == "FREQ=WEEKLY;BYDAY=TU"
    assert first(event).local_start.weekday() == 1


def test_the_form_as_it_is_changes_nothing(browser, event) -> None:
    page = browser.get(url(event)).context["form"].initial
    before = list(event.occurrences.filter(starts_at__gt=NOW).in_order().values())
    posted = {**page, "until": "", "begins": "10:00", "ends": "11:30"}
    assert browser.post(url(event), posted).status_code == 302
    after = list(event.occurrences.filter(starts_at__gt=NOW).in_order().values())
    assert after == before


def test_with_registrations_it_asks_first(browser, event) -> None:
    comes(first(event), adults=2)
    response = browser.post(url(event), rhythm())
    assert response.status_code == 200
    page = response.content.decode()
    assert "Nothing is saved yet" in page
    assert "2 of 10 seats" in page
    event.refresh_from_db()
    assert event.rule == "FREQ=WEEKLY;BYDAY=SU"


def test_and_wants_an_answer_for_each(browser, event) -> None:
    comes(first(event))
    response = browser.post(url(event), rhythm(decided="yes"))
    assert response.status_code == 400
    event.refresh_from_db()
    assert event.rule == "FREQ=WEEKLY;BYDAY=SU"


@pytest.mark.parametrize(
    ("answer", "state", "mails"), [("keep", "planned", 0), ("follow", "cancelled", 1)]
)
def test_decided_it_is_saved(browser, event, answer, state, mails) -> None:
    date = first(event)
    comes(date)
    response = browser.post(url(event), rhythm(decided="yes", **{f"date_{date.pk}": answer}))
    assert response.status_code == 302
    date.refresh_from_db()
    assert date.state == state
    assert Message.objects.filter(kind="event-cancelled").count() == mails


def test_a_rule_nobody_could_choose_here_may_stay(browser, event) -> None:
    rule = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=2SA"
    Event.objects.update(rule=rule)
    schedule.roll(at=NOW)
    page = browser.get(url(event))
    assert rule in page.content.decode()
    browser.post(url(event), rhythm(day="2027-03-13", begins="12:00", repeats="as-it-is"))
    event.refresh_from_db()
    assert (event.rule, event.start_time) == (rule, time(12))


def test_it_may_end(browser, event) -> None:
    browser.post(url(event), rhythm(repeats=""))
    event.refresh_from_db()
    assert event.rule == ""
    assert first(event) is None


def test_bad_input(browser, event) -> None:
    response = browser.post(url(event), rhythm(day="soon"))
    assert response.status_code == 400
    assert "year-month-day" in response.content.decode()
