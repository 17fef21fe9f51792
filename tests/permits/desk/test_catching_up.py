import pytest

from permits import breaks
from permits.desk.catching_up import catch_up, next_fit
from permits.desk.noting import check_in, settle
from permits.desk.refusals import NotHere
from permits.models import Step, Tick, Visit
from permits.parties import Party, Person
from permits.refusals import NothingFits, StillOnTime
from permits.schedule_check import check
from tests.factories.permits import COMBINED, NOW, OfficerFactory, at_local, shift
from tests.permits.desk.conftest import steps_of

FAMILY = Party((Person("adult", ("registration", "residence-permit")),) * 2)


def late(desk, clock: str, **more) -> Visit:
    """A visit at nine whose party comes at `clock`."""
    visit = desk.book(**more)
    return check_in(visit=visit, at=at_local(clock), by=desk.host)


def times(visit) -> list[str]:
    return [
        f"{step.starts_at.astimezone(at_local('09:00').tzinfo):%H:%M}" for step in steps_of(visit)
    ]


@pytest.fixture(autouse=True)
def _schedule_holds(desk):
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


def test_who_is_late_is_seen_next_and_told_the_honest_end(desk) -> None:
    visit = late(desk, "09:40")
    changed = catch_up(visit=visit, at=at_local("09:42"), by=desk.host)
    assert times(visit) == ["09:45", "10:10"]
    assert changed.ends_at == at_local("10:25")
    assert changed.starts_at == at_local("09:00")
    assert changed.ticket == visit.ticket
    assert Tick.objects.filter(step__visit=visit).count() == 8
    assert list(visit.entries.values_list("action", flat=True)) == ["arrived", "re-planned"]


def test_others_keep_their_times(desk) -> None:
    visit = late(desk, "09:40")
    other = desk.book("09:50", "Li Wu")
    before = times(other)
    changed = catch_up(visit=visit, at=at_local("09:42"), by=desk.host)
    assert times(other) == before == ["10:00", "10:25"]
    assert times(visit) == ["10:25", "10:50"]
    assert changed.ends_at == at_local("11:05")


def test_only_what_is_left_moves(desk) -> None:
    visit = late(desk, "09:00")
    first, second = steps_of(visit)
    settle(step=first, outcome=Step.Outcome.DONE, at=at_local("10:00"), by=desk.officer)
    catch_up(visit=visit, at=at_local("10:01"), by=desk.officer)
    assert times(visit) == ["09:10", "10:05"]
    second.refresh_from_db()
    assert second.outcome == ""


def test_a_family_keeps_together_what_is_left(desk) -> None:
    visit = late(desk, "10:00", party=FAMILY)
    assert len(steps_of(visit)) == 4
    catch_up(visit=visit, at=at_local("10:00"), by=desk.host)
    assert times(visit)[0] == "10:00"
    visit.refresh_from_db()
    assert visit.end_cell == max(s.first_cell + s.cell_count for s in steps_of(visit))


def test_a_plan_that_holds_is_not_touched(desk) -> None:
    visit = late(desk, "09:04")
    assert next_fit(visit, at=at_local("09:04")) is None
    with pytest.raises(StillOnTime):
        catch_up(visit=visit, at=at_local("09:04"), by=desk.host)
    visit.refresh_from_db()
    assert visit.replanned_at is None


def test_when_the_day_is_full_nothing_changes(desk) -> None:
    visit = late(desk, "15:40")
    before = times(visit)
    assert next_fit(visit, at=at_local("15:40")) is None
    with pytest.raises(NothingFits):
        catch_up(visit=visit, at=at_local("15:40"), by=desk.host)
    assert times(visit) == before
    assert not visit.entries.filter(action="re-planned").exists()


def test_who_is_not_here_keeps_the_time(desk) -> None:
    with pytest.raises(NotHere):
        catch_up(visit=desk.book(), at=at_local("09:40"), by=desk.host)


def test_who_asked_for_a_language_waits_for_somebody_who_speaks_it(desk) -> None:
    """Somebody else would be free sooner."""
    speaks = desk.world.officers
    for officer in speaks:
        officer.languages = ["nl", "tr"]
        officer.save()
    visit = late(desk, "09:40", party=Party(COMBINED.people, "tr"))
    colleague = OfficerFactory(agency=speaks[0].agency, skills=[desk.world.registration])
    shift(colleague, "09:00", "12:00")
    breaks.block(officer=speaks[0], start=at_local("09:45"), minutes=30, at=NOW)
    assert next_fit(visit, at=at_local("09:42")).start == at_local("10:15")
    catch_up(visit=visit, at=at_local("09:42"), by=desk.host)
    assert [step.officer for step in steps_of(visit)] == speaks


def test_what_is_proposed_is_what_happens(desk) -> None:
    visit = late(desk, "11:45")
    proposed = next_fit(visit, at=at_local("11:45"))
    changed = catch_up(visit=visit, at=at_local("11:45"), by=desk.host)
    assert proposed.start == at_local("13:00")
    assert proposed.end == changed.ends_at
