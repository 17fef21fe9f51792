"""Minutes are counted once, by one clock each, or by the standard."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from permits.models import StandardTime, WorkKind, WorkTime
from permits.readiness import clocks
from permits.readiness.refusals import AlreadyCounted, ClockRuns, NoClock, NoStandard
from tests.factories.permits import NOW

PREPARATION, HANDLING = WorkKind.PREPARATION, WorkKind.HANDLING


@pytest.fixture
def work(office):
    """What is worked at: a visit, its first procedure, and who does it."""
    return {
        "visit": office.desk.book(),
        "procedure": office.desk.world.registration,
        "by": office.desk.officer,
    }


def minutes(work, kind=PREPARATION):
    (found,) = [
        each for each in clocks.counted(work["visit"], [work["procedure"]]) if each.kind == kind
    ]
    return found.minutes


def test_begun_minutes_count(work):
    clocks.start(**work, kind=PREPARATION, at=NOW)
    clocks.stop(at=NOW + timedelta(minutes=4, seconds=1), by=work["by"])
    assert minutes(work) == 5
    clocks.start(**work, kind=PREPARATION, at=NOW)
    clocks.stop(at=NOW, by=work["by"])
    assert minutes(work) == 6
    assert minutes(work, HANDLING) == 0


def test_one_clock_each(work, office):
    clocks.start(**work, kind=PREPARATION, at=NOW)
    with pytest.raises(ClockRuns) as refused:
        clocks.start(**work, kind=HANDLING, at=NOW)
    assert refused.value.work.kind == PREPARATION
    clocks.start(**{**work, "by": office.desk.host}, kind=HANDLING, at=NOW)
    assert WorkTime.objects.filter(minutes=None).count() == 2


def test_the_database_refuses_a_second_clock(work):
    clocks.start(**work, kind=PREPARATION, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkTime.objects.create(**work, kind=HANDLING, started_at=NOW)


def test_a_forgotten_clock_is_thrown_away(work):
    clocks.start(**work, kind=PREPARATION, at=NOW)
    clocks.throw_away(by=work["by"])
    assert not WorkTime.objects.exists()
    with pytest.raises(NoClock):
        clocks.stop(at=NOW, by=work["by"])


def test_the_standard_counts_once(work):
    clocks.count_standard(**work, kind=PREPARATION, at=NOW)
    with pytest.raises(AlreadyCounted):
        clocks.count_standard(**work, kind=PREPARATION, at=NOW)
    assert minutes(work) == 10
    with pytest.raises(NoStandard):
        clocks.count_standard(**work, kind=HANDLING, at=NOW)


def test_the_standard_is_that_of_the_day_of_the_visit(work):
    day = work["visit"].date
    for minutes_then, since in ((15, day), (99, day + timedelta(1))):
        StandardTime.objects.create(
            procedure=work["procedure"], kind="preparation", minutes=minutes_then, valid_from=since
        )
    assert clocks.count_standard(**work, kind=PREPARATION, at=NOW).minutes == 15
