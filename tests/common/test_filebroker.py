"""The folder broker under real processes: nothing lost, doubled or half-read."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from kombu import Exchange, Queue
from kombu.exceptions import ChannelError

from rotonde.supervisor.checkout import ROOT
from tests.common.broker_load import connection

LOAD = Path(__file__).with_name("broker_load.py")
PRODUCERS, CONSUMERS, EACH = 4, 4, 60


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, LOAD, str(folder), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output.split()


@pytest.fixture
def broker(tmp_path):
    with connection(str(tmp_path)) as opened:
        yield opened


@pytest.mark.race
def test_every_message_is_taken_whole_and_once(tmp_path):
    consumers = [start(tmp_path, "consume") for _ in range(CONSUMERS)]
    producers = [start(tmp_path, "produce", f"p{number}", EACH) for number in range(PRODUCERS)]
    for producer in producers:
        finish(producer)
    (tmp_path / "over").touch()
    taken = Counter(name for consumer in consumers for name in finish(consumer))
    assert taken == Counter(
        f"p{number}-{message}" for number in range(PRODUCERS) for message in range(EACH)
    )
    assert not [path for path in (tmp_path / "queue").rglob("*") if path.is_file()]


@pytest.mark.race
def test_processes_that_bind_at_once_lose_no_binding(tmp_path):
    for process in [start(tmp_path, "bind", f"b{number}") for number in range(4)]:
        finish(process)
    rows = json.loads((tmp_path / "control" / "all.exchange").read_text())
    assert sorted(row[2] for row in rows) == sorted(
        f"b{b}-{number}" for b in range(4) for number in range(20)
    )


def test_messages_come_in_the_order_they_were_sent(broker):
    with broker.SimpleQueue("in-order") as queue:
        for number in range(20):
            queue.put(number)
        assert [queue.get(timeout=60).payload for _ in range(20)] == list(range(20))


def test_one_queue_does_not_see_anothers_messages(broker):
    with broker.SimpleQueue("left") as left, broker.SimpleQueue("right") as right:
        left.put("for the left")
        assert right.qsize() == 0
        with pytest.raises(right.Empty):
            right.get(block=False)
        assert left.get(block=False).payload == "for the left"


def test_an_unfinished_draft_is_not_a_message(broker, tmp_path):
    with broker.SimpleQueue("drafts") as queue:
        (tmp_path / "queue" / ".4b1c.draft").write_text('{"half')
        assert queue.qsize() == 0
        with pytest.raises(queue.Empty):
            queue.get(block=False)


def test_a_fanout_reaches_every_bound_queue_until_it_is_deleted(broker):
    everyone = Exchange("everyone", type="fanout")
    first, second = (
        Queue(name, everyone, channel=broker.default_channel) for name in ("first", "second")
    )
    first.declare()
    second.declare()
    broker.Producer().publish("hello", exchange=everyone)
    assert [queue.get().payload for queue in (first, second)] == ["hello", "hello"]

    second.delete()
    broker.Producer().publish("again", exchange=everyone)
    assert first.get().payload == "again"
    assert second.get() is None


def test_a_name_that_would_leave_the_folder_is_refused(broker):
    with pytest.raises(ChannelError):
        Queue(
            "queue", Exchange("../outside", type="fanout"), channel=broker.default_channel
        ).declare()
