"""The private link: see, move, cancel, calendar."""

from datetime import UTC, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.models import Fee, Tick, Visit
from rotonde.notifications.models import Message
from tests.factories.centers import World
from tests.permits.views.conftest import NOW


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def url(name, visit):
    return reverse(f"permits:{name}", args=[visit.code])


@pytest.fixture
def booked(newcomer, world: World) -> Visit:
    return newcomer.book(world.at(0, 9), adults=1, children=1)


def test_whoever_has_the_link_sees_the_visit(booked, stranger):
    response = stranger.client.get(url("visit", booked))
    assert response.status_code == 200
    text = page_of(response).get_text()
    assert "Tuesday, 2 March 2027 at 09:00" in text
    assert booked.ticket in text
    assert "Plein 1" in text
    assert "Europe/Brussels" in text
    assert "Person 2" in text
    assert "Paspoort" in text
    assert "no-store" in response["Cache-Control"]


def test_the_itinerary_has_every_person_at_every_desk(booked, stranger):
    page = page_of(stranger.client.get(url("visit", booked)))
    ways = [
        [leg.get_text(" ", strip=True) for leg in way.select(".way__leg")]
        for way in page.select(".way")
    ]
    assert [way[0] for way in ways] == ["09:00–09:10 Reception"] * 2
    assert ways[0][1:] == [
        "09:10–09:35 Officer of the municipality: Registration",
        "09:35–09:50 Federal officer: Residence permit",
    ]
    assert ways[1][1:] == [
        "09:10–09:35 Waits",
        "09:35–09:40 Officer of the municipality: Registration",
        "09:40–09:50 Waits",
        "09:50–09:55 Federal officer: Residence permit",
    ]
    summaries = [" ".join(way.get_text().split()) for way in page.select(".way__summary")]
    assert "done at 09:50, no waiting" in summaries[0]
    assert "done at 09:55, waits 35 minutes" in summaries[1]


def test_the_lanes_tell_the_same_in_words(booked, stranger):
    rows = page_of(stranger.client.get(url("visit", booked))).select(".lanes tbody tr")
    assert [[int(lane["colspan"]) for lane in row.select(".lane")] for row in rows] == [
        [2, 5, 3, 1],
        [2, 5, 1, 2, 1],
    ]
    assert "09:10–09:35 Waits" in " ".join(rows[1].get_text().split())


def test_in_arabic_it_reads_from_the_right_in_the_time_of_the_center(booked, stranger):
    with override("ar"):
        response = stranger.client.get(url("visit", booked))
    page = page_of(response)
    assert page.html["dir"] == "rtl"
    assert "الثلاثاء" in page.h1.get_text()
    assert "09:00" in page.h1.get_text()


def test_an_unknown_code_is_not_found(stranger):
    for name in ("visit", "calendar", "move", "cancel"):
        address = reverse(f"permits:{name}", args=["x" * 22])
        assert stranger.client.get(address).status_code == 404


def test_reading_changes_nothing(booked, stranger):
    before = Visit.objects.values().get(pk=booked.pk)
    for name in ("visit", "calendar", "move", "cancel"):
        assert stranger.client.get(url(name, booked)).status_code == 200
        assert stranger.client.head(url(name, booked)).status_code == 200
    assert Visit.objects.values().get(pk=booked.pk) == before
    for name in ("visit", "calendar"):
        assert stranger.client.post(url(name, booked)).status_code == 405


def test_a_hold_leads_its_own_browser_to_the_form(newcomer, stranger):
    visit = newcomer.hold()
    assert newcomer.client.get(url("visit", visit)).url == url("held", visit)
    assert stranger.client.get(url("visit", visit), follow=True).status_code == 404
    assert newcomer.client.get(url("calendar", visit)).status_code == 302


def test_moving_takes_the_new_time_and_frees_the_old(booked, stranger, world):
    start = world.at(1, 10)
    response = stranger.client.post(url("move", booked), {"start": start.isoformat()}, follow=True)
    assert "has moved" in response.content.decode()
    booked.refresh_from_db()
    assert booked.starts_at == start
    assert booked.sequence == 1
    assert Message.objects.filter(kind="visit-moved").count() == 1
    assert not Tick.objects.filter(cell=world.at(0, 9, 10).timestamp() // 300).exists()


def test_a_visit_may_move_into_its_own_time(booked, stranger, world):
    page = page_of(stranger.client.get(url("move", booked)))
    offered = {button["value"] for button in page.select("button[name=start]")}
    quarter_later = world.at(0, 9, 15).astimezone(UTC).isoformat()
    assert quarter_later in offered
    stranger.client.post(url("move", booked), {"start": quarter_later})
    booked.refresh_from_db()
    assert booked.starts_at == world.at(0, 9, 15)


def test_moving_to_a_taken_time_keeps_the_old_and_shows_others(booked, newcomer, stranger, world):
    stranger.hold(world.at(1, 10))
    response = newcomer.client.post(url("move", booked), {"start": world.at(1, 10).isoformat()})
    assert response.status_code == 409
    assert page_of(response).select(".nearest button")
    booked.refresh_from_db()
    assert booked.starts_at == world.at(0, 9)


@pytest.mark.parametrize("start", ["", "soon", "9999-12-31T23:55:00+00:00", "2027-03-02T09:01:00Z"])
def test_an_unreadable_time_moves_nothing(booked, stranger, start):
    response = stranger.client.post(url("move", booked), {"start": start})
    assert response.status_code == 400
    assert page_of(response).select("button[name=start]")


def test_cancelling_asks_first_and_happens_once(booked, stranger):
    assert page_of(stranger.client.get(url("cancel", booked))).select_one("form[method=post]")
    response = stranger.client.post(url("cancel", booked), {"reason": "ill"}, follow=True)
    assert "is cancelled" in response.content.decode()
    booked.refresh_from_db()
    assert (booked.state, booked.reason) == ("cancelled", "ill")
    assert stranger.client.post(url("cancel", booked)).url == url("visit", booked)
    assert Message.objects.filter(kind="visit-cancelled").count() == 1
    assert not Tick.objects.exists()


def test_a_reason_that_cannot_be_kept_is_asked_again(booked, stranger):
    for reason in ("x" * 301, "nul\0"):
        assert stranger.client.post(url("cancel", booked), {"reason": reason}).status_code == 400
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_a_cancelled_visit_is_told_but_not_changed(booked, stranger, world):
    stranger.client.post(url("cancel", booked))
    assert "Nobody expects you" in stranger.client.get(url("visit", booked)).content.decode()
    start = {"start": world.at(1, 10).isoformat()}
    assert stranger.client.post(url("move", booked), start).url == url("visit", booked)
    assert b"STATUS:CANCELLED" in stranger.client.get(url("calendar", booked)).content


def test_a_visit_that_has_begun_is_not_changed(booked, stranger, world, clock):
    clock.move_to(booked.starts_at + timedelta(minutes=5))
    page = page_of(stranger.client.get(url("visit", booked)))
    assert not page.select(f'a[href="{url("cancel", booked)}"]')
    for name, data in (("cancel", {}), ("move", {"start": world.at(1, 10).isoformat()})):
        response = stranger.client.post(url(name, booked), data, follow=True)
        assert "has begun" in response.content.decode()
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_the_calendar_file_is_a_download(booked, stranger):
    response = stranger.client.get(url("calendar", booked))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "visit.ics" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_fees_of_one_source_show_it_once(newcomer, world):
    """Each amount stands; what is unverified says so beside its own source."""
    visit = newcomer.book()
    procedure = visit.attendees.get().procedures.first()
    Fee.objects.all().delete()
    seen = {"source": "stad.gent/fees", "checked_on": NOW.date(), "procedure": procedure}
    Fee.objects.create(slug="card", name_en="Card", amount=30, verified=True, **seen)
    Fee.objects.create(slug="urgent", name_en="Urgent card", amount=133, verified=True, **seen)
    Fee.objects.create(slug="file", name_en="File", amount=7, **seen)
    page = BeautifulSoup(
        newcomer.client.get(reverse("permits:visit", args=[visit.code])).content, "html.parser"
    )
    groups = page.select(".fees")
    assert [len(group.select("dt")) for group in groups] == [2, 1]
    assert [len(group.select(".source-line")) for group in groups] == [1, 1]
    assert ["Not verified" in group.text for group in groups] == [False, True]
