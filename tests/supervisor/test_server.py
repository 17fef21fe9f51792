"""The embedded server starts, stops, and comes back after every kind of end."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import dj_database_url
import psutil
import psycopg
import pytest

from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.orphans import stop_orphans
from rotonde.supervisor.programs import NoPostgres
from rotonde.supervisor.server import SERVER_ENVIRONMENT, AlreadyRunning, Server

pytestmark = pytest.mark.slow

KEEPER = """
import sys, time
from pathlib import Path
from rotonde.supervisor.programs import programs, server_account
from rotonde.supervisor.server import Server
account = server_account()
server = Server(data=Path(sys.argv[1]), bin=programs(account), account=account)
server.start()
print(server.process.pid, server.sockets, flush=True)
time.sleep(600)
"""


def ask(server: Server, question: str, database: str = "rotonde") -> object:
    with server.connect(database) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def change(server: Server, statement: str) -> None:
    with server.connect("rotonde") as connection:
        connection.execute(statement)


def gone(pid: int) -> bool:
    """Also when nobody has asked for its exit code yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until_gone(pid: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not gone(pid):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_is_a_current_postgres_that_folds_letters_whatever_the_locale(server):
    server.start()
    assert int(ask(server, "show server_version_num")) >= 150000
    assert ask(server, "select lower('ÉŁÇ')") == "éłç"
    assert ask(server, "select datlocale from pg_database where datname = 'rotonde'") == "C.UTF-8"
    assert ask(server, "show server_encoding") == "UTF8"


def test_it_listens_on_no_network_address(server):
    server.start()
    assert ask(server, "show listen_addresses") == ""
    assert not [
        c
        for c in psutil.Process(server.process.pid).net_connections("inet")
        if c.status == "LISTEN"
    ]


def test_its_url_leads_there_however_long_the_data_path(server):
    server.start()
    assert len(str(server.data)) > 108
    assert len(f"{server.sockets}/.s.PGSQL.5432") < 100
    config = dj_database_url.parse(server.url())
    with psycopg.connect(
        host=config["HOST"], user=config["USER"], dbname=config["NAME"]
    ) as connection:
        assert connection.execute("select current_database()").fetchone() == ("rotonde",)


def test_nobody_else_may_enter_the_socket_or_data_folder(server):
    server.start()
    for folder in (server.sockets, server.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_root_runs_it_as_somebody_else(server):
    server.start()
    uid = psutil.Process(server.process.pid).uids().real
    assert uid != 0
    assert uid == (os.geteuid() or server.account.uid)


def test_data_stay_and_starting_twice_is_harmless(server):
    server.start()
    change(server, "create table kept as select 42 as answer")
    pid = server.process.pid
    server.start()
    assert server.process.pid == pid
    server.stop()
    server.start()
    assert server.process.pid != pid
    assert ask(server, "select answer from kept") == 42


def test_stopping_leaves_no_process_and_no_socket(server):
    server.start()
    process, sockets = psutil.Process(server.process.pid), server.sockets
    family = [process, *process.children()]
    client = server.connect()  # someone still connected does not hold it up
    server.stop()
    client.close()
    assert not [member for member in family if member.is_running()]
    assert not sockets.exists()
    server.stop()


def test_a_second_server_on_the_same_data_is_refused(server):
    server.start()
    second = Server(data=server.data, bin=server.bin, account=server.account)
    with pytest.raises(AlreadyRunning):
        second.start()
    assert ask(server, "select 1") == 1


def test_it_comes_back_after_the_server_was_killed(server):
    server.settings = ()  # as kept data are served: what was committed is on the disk
    server.start()
    change(server, "create table kept as select 42 as answer")
    server.process.kill()
    server.process.wait()
    server.start()
    assert ask(server, "select answer from kept") == 42


@pytest.mark.skipif(sys.platform != "linux", reason="the leash is the Linux kernel's")
def test_it_ends_with_its_starter_and_comes_back(server):
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, server.data], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as keeper:
        pid, sockets = keeper.stdout.readline().split()
        keeper.send_signal(signal.SIGKILL)
    wait_until_gone(int(pid))
    assert not (server.data / "postmaster.pid").exists()  # it had time to shut down cleanly
    server.start()
    assert ask(server, "select 1") == 1
    assert not Path(sockets).exists()


def test_an_orphan_on_the_same_data_is_stopped_first(server):
    server.start()
    server.stop()
    who = (
        {} if server.account is None else {"user": server.account.uid, "group": server.account.gid}
    )
    server.sockets.mkdir()
    if server.account is not None:
        server.account.own(server.sockets)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={server.sockets}"]
    orphan = subprocess.Popen(
        [server.bin / "postgres", "-D", server.data, *options],
        env=SERVER_ENVIRONMENT,
        stderr=subprocess.DEVNULL,
        **who,
    )
    while not (server.sockets / ".s.PGSQL.5432").exists():
        time.sleep(0.05)
    server.sockets.joinpath("seen").touch()
    left = server.sockets
    server.start()
    assert orphan.wait(30) == 0
    assert ask(server, "select 1") == 1
    left.joinpath("seen").unlink()
    left.rmdir()


def test_a_pid_file_that_names_a_stranger_harms_nobody(server):
    server.start()
    server.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n")
        assert stop_orphans(server.data) == 0
        server.start()
        assert stranger.poll() is None
        stranger.kill()
    assert ask(server, "select 1") == 1


def test_an_interrupted_first_start_is_begun_anew(server):
    draft = server.data.with_name("data.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    server.start()
    assert ask(server, "select 1") == 1
    assert not draft.exists()


def test_a_start_that_fails_says_why_and_leaves_nothing(server):
    server.settings = ("no_such_setting=1",)
    with pytest.raises(NoPostgres, match="no_such_setting"):
        server.start()
    assert server.process is None
    assert not server.sockets.exists()


def test_no_folder_above_changes_its_mode(server):
    above = {
        path: path.stat().st_mode
        for place in (server.data, server.bin, ROOT)
        for path in place.parents
    }
    above[ROOT] = ROOT.stat().st_mode
    server.start()
    assert {path: path.stat().st_mode for path in above} == above
