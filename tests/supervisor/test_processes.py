"""All processes run, or none does: also with one that does not listen."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from rotonde.supervisor.checkout import ROOT

pytestmark = pytest.mark.slow

PATIENCE = 60  # seconds, for a laden machine
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
SUPERVISOR = """
import os, sys
from rotonde.supervisor.processes import run_household
commands = {name: [sys.executable, "-c", code] for name, code in zip("abc", sys.argv[1:])}
sys.exit(run_household(commands, environment=os.environ, when_started=lambda: print("up")))
"""


def supervise(*codes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", SUPERVISOR, *codes],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_that_does_not_listen_is_killed_in_the_end():
    with supervise(STUBBORN, STUBBORN) as supervisor:
        while "up" not in supervisor.stdout.readline():
            pass
        time.sleep(1)  # it must have learnt not to listen
        family = psutil.Process(supervisor.pid).children(recursive=True)
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(PATIENCE) == 128 + signal.SIGTERM
        assert not [member for member in family if member.is_running()]


def test_a_stop_before_all_have_started_is_not_forgotten():
    with supervise(*["import time; time.sleep(600)"] * 3) as supervisor:
        while "started" not in supervisor.stdout.readline():
            pass
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(PATIENCE) == 128 + signal.SIGTERM


def test_nobody_reading_along_any_more_stops_all():
    talkative = "import time\nwhile True: print('x'); time.sleep(0.1)"
    with supervise(talkative, STUBBORN) as supervisor:
        for _process in range(2):
            while "started" not in supervisor.stdout.readline():
                pass
        family = psutil.Process(supervisor.pid).children(recursive=True)
        supervisor.stdout.close()
        assert supervisor.wait(PATIENCE)
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


def test_one_that_ends_well_is_a_failure_too():
    with supervise("import time; time.sleep(600)", "pass") as supervisor:
        output, _ = supervisor.communicate(timeout=PATIENCE)
        assert supervisor.returncode == 1, output


def test_one_whose_relay_is_gone_is_noticed():
    with supervise(*["import time; time.sleep(600)"] * 2) as supervisor:
        while "up" not in supervisor.stdout.readline():
            pass
        time.sleep(0.5)
        psutil.Process(supervisor.pid).children()[-1].kill()
        assert supervisor.wait(PATIENCE) == 128 + signal.SIGTERM  # the other one was told to stop
