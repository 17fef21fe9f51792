"""An officer's calendar by a secret address: what it tells, what it never tells, how it ends."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from icalendar import Calendar

from permits import booking, breaks
from permits.feeds.addresses import renew, revoke
from permits.models import CenterStaff, Feed
from permits.parties import Party, Person
from tests.factories.permits import NOW, at_local
from tests.permits.desk.conftest import steps_of

VISITS, EVERYTHING = Feed.Kind.VISITS, Feed.Kind.EVERYTHING
PAGE = "/en/desk/calendar/"


@pytest.fixture
def officer(desk):
    """The city's officer, who signs in as `desk.officer`."""
    found = desk.world.city[0]
    found.user = desk.officer
    found.save()
    return found


def address(feed):
    return f"/en/appointments/feeds/{feed.token}.ics"


def made(desk, officer, kind=VISITS):
    return renew(officer=officer, kind=kind, at=NOW, by=desk.officer)


def events(response):
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_it_tells_tickets_and_procedures_in_local_time_and_nobodys_name(desk, officer):
    visit = desk.book("09:00", "Secret Person")
    feed = made(desk, officer)
    response = desk.browser("anonymous").get(address(feed))
    calendar = Calendar.from_ical(response.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Brussels"
    (event,) = events(response)
    step = steps_of(visit)[0]
    assert event["SUMMARY"] == f"{visit.ticket} · registration"
    assert event.decoded("DTSTART") == step.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event["SEQUENCE"] == visit.sequence
    text = response.content.decode()
    for secret in ("Secret", visit.email, visit.code):
        assert secret not in text


def test_a_family_with_one_officer_is_one_entry(desk, officer):
    family = Party((Person("adult", ("registration", "residence-permit")),) * 3)
    visit = desk.book("09:00", party=family)
    (event,) = events(desk.browser("anonymous").get(address(made(desk, officer))))
    assert event["SUMMARY"] == f"{visit.ticket} · registration ×3"


def test_a_moved_visit_keeps_its_uid_and_a_cancelled_one_goes(desk, officer):
    visit, browser = desk.book("09:00"), desk.browser("anonymous")
    feed = made(desk, officer)
    (before,) = events(browser.get(address(feed)))
    booking.move(code=visit.code, start=at_local("14:00"), at=NOW)
    (after,) = events(browser.get(address(feed)))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    booking.cancel(code=visit.code, at=NOW)
    assert events(browser.get(address(feed))) == []


def test_blockers_stand_in_the_other_address_without_their_reason(desk, officer):
    breaks.block(
        officer=officer,
        start=at_local("14:00"),
        minutes=60,
        reason="Doctor",
        at=NOW,
    )
    browser = desk.browser("anonymous")
    assert events(browser.get(address(made(desk, officer)))) == []
    everything = browser.get(address(made(desk, officer, EVERYTHING)))
    (event,) = events(everything)
    assert event.decoded("DTEND") == at_local("15:00")
    assert "Doctor" not in everything.content.decode()


def test_unchanged_is_said_without_the_file(desk, officer):
    visit, browser = desk.book("09:00"), desk.browser("anonymous")
    feed = made(desk, officer)
    first = browser.get(address(feed))
    assert first["Cache-Control"] == "private, no-cache"
    again = browser.get(address(feed), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    booking.cancel(code=visit.code, at=NOW)
    changed = browser.get(address(feed), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("visits", [1, 3])
@pytest.mark.parametrize("asked", [(VISITS, 2), (EVERYTHING, 3)])
def test_the_queries_are_the_same_however_many_visits(
    desk, officer, visits, asked, django_assert_num_queries
):
    kind, queries = asked
    for start in ("09:00", "10:00", "14:00")[:visits]:
        desk.book(start, f"Ada{start[:2]} Ng")
    feed, browser = made(desk, officer, kind), desk.browser("anonymous")
    with django_assert_num_queries(queries):
        assert len(events(browser.get(address(feed)))) == visits


def test_a_renewed_or_revoked_address_opens_nothing(desk, officer):
    first, browser = made(desk, officer), desk.browser("anonymous")
    second = made(desk, officer)
    assert first.token != second.token
    assert browser.get(address(first)).status_code == 404
    assert browser.get(address(second)).status_code == 200
    assert revoke(officer=officer, kind=VISITS, at=NOW)
    assert not revoke(officer=officer, kind=VISITS, at=NOW)
    assert browser.get(address(second)).status_code == 404


@pytest.mark.parametrize("change", ["left", "inactive", "another"])
def test_who_no_longer_works_there_reads_nothing(desk, officer, change):
    feed = made(desk, officer)
    if change == "left":
        CenterStaff.objects.filter(user=desk.officer).delete()
    else:
        officer.active = change != "inactive"
        officer.user = desk.host if change == "another" else desk.officer
        officer.save()
    assert desk.browser("anonymous").get(address(feed)).status_code == 404


def test_the_database_keeps_one_address_of_a_kind(desk, officer):
    made(desk, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.create(officer=officer, kind=VISITS, token="x", at=NOW, by=desk.officer)


def test_it_is_only_read(desk, officer):
    feed, browser = made(desk, officer), desk.browser("anonymous")
    assert browser.post(address(feed)).status_code == 405
    assert browser.get("/en/appointments/feeds/unknown.ics").status_code == 404


def test_an_officer_renews_and_revokes_their_own(desk, officer):
    browser = desk.browser("officer")
    assert "no address yet" in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}visits/renew/")
    feed = Feed.objects.get(revoked_at=None)
    page = BeautifulSoup(browser.get(PAGE).content, "html.parser")
    assert page.select_one(f"a[href$='/feeds/{feed.token}.ics']")
    assert browser.get(f"{PAGE}visits/renew/").status_code == 405
    browser.post(f"{PAGE}visits/revoke/")
    assert not Feed.objects.filter(revoked_at=None).exists()
    assert browser.post(f"{PAGE}holidays/renew/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("host", 404), ("manager", 404), ("elsewhere", 404)],
)
def test_nobody_else_has_such_a_page(desk, officer, who, status):
    browser = desk.browser(who)
    assert browser.get(PAGE).status_code == status
    assert browser.post(f"{PAGE}visits/renew/").status_code == status
    assert not Feed.objects.exists()
