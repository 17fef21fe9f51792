from datetime import timedelta

import pytest

from permits import booking
from permits.desk.finding import find_visits, ticket_in
from permits.presentation.tickets import address_at_desk
from tests.factories.permits import DAY, NOW, at_local


@pytest.mark.parametrize(
    ("typed", "ticket"),
    [("A07", "A07"), (" a7 ", "A07"), ("a-07", "A07"), ("A 7", "A07"), ("Ada", ""), ("A123", "")],
)
def test_a_ticket_however_it_is_typed(typed, ticket) -> None:
    assert ticket_in(typed) == ticket


def test_a_ticket_finds_the_visit_of_the_day(desk) -> None:
    visit = desk.book()
    at = at_local("09:00")
    assert find_visits(visit.ticket, center=desk.world.center, day=DAY, at=at) == [visit]
    tomorrow = DAY + timedelta(days=1)
    assert find_visits(visit.ticket, center=desk.world.center, day=tomorrow, at=at) == []


def test_a_name_finds_whoever_comes_around_the_day(desk) -> None:
    visit, other = desk.book(), desk.book("10:00", "Li Wu")
    find = {"center": desk.world.center, "at": at_local("09:00")}
    assert find_visits("ng ada", day=DAY, **find) == [visit]
    assert find_visits("example.org", day=DAY, **find) == [visit, other]
    assert find_visits("ng", day=DAY + timedelta(days=3), **find) == [visit]
    assert find_visits("ng", day=DAY + timedelta(days=30), **find) == []
    assert find_visits("%", day=DAY, **find) == []


def test_cancelled_visits_and_other_centers_are_not_found(desk) -> None:
    visit = desk.book()
    other = desk.elsewhere.desks.get().center
    assert find_visits("ng", center=other, day=DAY, at=NOW) == []
    booking.cancel(code=visit.code, at=NOW)
    assert find_visits("ng", center=desk.world.center, day=DAY, at=NOW) == []


def test_a_scanner_types_the_address_of_the_ticket(desk) -> None:
    visit = desk.book()
    find = {"day": DAY, "at": at_local("09:00")}
    scanned = address_at_desk(visit)
    assert find_visits(scanned, center=desk.world.center, **find) == [visit]
    other = desk.elsewhere.desks.get().center
    assert find_visits(scanned, center=other, **find) == []
