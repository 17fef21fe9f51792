import json
from datetime import UTC, datetime, timedelta

from permits.arrangements import arrangements
from permits.availability import Start
from permits.cells import cell_of
from permits.parties import Act, Task
from permits.presentation.starts_as_json import starts_as_json
from permits.representation import starts_told

ADVICE = Act(3, "100%-advice", "federal", 9)
REGISTER = Act(1, "registration", "municipal", 1)


def test_it_is_what_is_told_also_in_either_order_and_where_the_clock_changes():
    tasks = [Task(0, REGISTER, 5), Task(0, ADVICE, 3), Task(1, ADVICE, 1)]
    ways = arrangements(tasks, reception=2)
    night = cell_of(datetime(2027, 10, 31, 0, 0, tzinfo=UTC))
    starts = [Start(night + n, 2, ways[n % len(ways)]) for n in range(40)]
    told = starts_told(starts, "Europe/Brussels")
    assert len({start["start"][-6:] for start in told}) == 2
    assert json.loads(starts_as_json(starts, "Europe/Brussels")) == told


def test_no_starts_are_an_empty_list():
    assert starts_as_json([], "Europe/Brussels") == "[]"


def test_the_same_cell_is_written_in_each_zone():
    start = Start(
        cell_of(datetime(2027, 3, 1, 8, tzinfo=UTC)),
        0,
        arrangements([Task(0, ADVICE, 3)], reception=0)[0],
    )
    for zone, hour in (("Europe/Brussels", "09:00"), ("Europe/Lisbon", "08:00")):
        (told,) = json.loads(starts_as_json([start], zone))
        assert told["start"][11:16] == hour
        assert datetime.fromisoformat(told["end"]) - datetime.fromisoformat(
            told["start"]
        ) == timedelta(minutes=15)
