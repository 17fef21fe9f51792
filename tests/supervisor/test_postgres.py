"""The two kinds of embedded PostgreSQL: kept and thrown away."""

import os
import stat
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from rotonde.supervisor import programs
from rotonde.supervisor.checkout import checkout_id
from rotonde.supervisor.postgres import kept_postgres, throwaway_postgres

pytestmark = pytest.mark.slow


def connect(url: str) -> psycopg.Connection:
    config = dj_database_url.parse(url)
    return psycopg.connect(host=config["HOST"], user=config["USER"], dbname=config["NAME"])


def scalar(connection: psycopg.Connection, question: str) -> str:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_a_thrown_away_one_takes_its_data_with_it():
    with throwaway_postgres() as url, connect(url) as connection:
        data = Path(scalar(connection, "show data_directory"))
        assert scalar(connection, "show fsync") == "off"
    assert not data.parent.exists()


def test_two_thrown_away_ones_do_not_meet():
    with throwaway_postgres() as one, throwaway_postgres() as other:
        with connect(one) as connection:
            connection.execute("create table mine ()")
        with connect(other) as connection:
            assert scalar(connection, "select to_regclass('mine')::text") is None


def test_a_kept_one_keeps_its_data_in_a_place_per_version(home, monkeypatch):
    monkeypatch.setattr(programs, "VAR", home)
    monkeypatch.setattr(programs, "LOCKED_HOME", home / "locked")
    places = set()
    for expected in (None, "kept"):
        with kept_postgres("purpose") as server, connect(server.url()) as connection:
            assert scalar(connection, "select to_regclass('kept')::text") == expected
            assert scalar(connection, "show fsync") == "on"
            connection.execute("create table if not exists kept ()")
            places.add(Path(scalar(connection, "show data_directory")))
            major = int(scalar(connection, "show server_version_num")) // 10000
    parent = home if os.geteuid() else home / "locked" / checkout_id()
    assert places == {parent / "purpose" / str(major)}


def test_roots_own_places_can_be_entered_whatever_the_umask(home):
    before = os.umask(0o077)
    try:
        made = programs.made_for_all_to_enter(home / "one" / "two")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)] == [0o755, 0o755]
