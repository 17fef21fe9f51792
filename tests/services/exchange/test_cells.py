import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exchange.cells import guarded, unguarded

RISKY = "=+-@\t\r\n"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+32 9", "-1+1", "@SUM(1)", "\t=1"])
def test_nothing_a_spreadsheet_would_run(text: str) -> None:
    assert guarded(text)[0] == "'"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'s Gravensteen", "Help", "", "1+1", "a=b", "nl; en good"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("text", ["a;=1+1", "a; =1+1", "a\n=1+1", "a;'=1", " =1+1", ";;+1"])
def test_nothing_runs_where_a_spreadsheet_splits_at_semicolons(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    parts = re.split(r"[;\r\n\t]", cell)
    assert not [part for part in parts if part.lstrip(" ")[:1] in [*RISKY]]


@given(st.text(alphabet=[*"'=+-@\t\r\n a\",;＝"]))
def test_every_text_reads_back_as_the_same(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell or cell[0] not in RISKY
    line = io.StringIO()
    csv.writer(line).writerow([cell, "end"])
    (row,) = csv.reader(io.StringIO(line.getvalue(), newline=""))
    assert row == [cell, "end"]
