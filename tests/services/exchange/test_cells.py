import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exchange.cells import guarded, unguarded

RISKY = "=+-@\t\r\n"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+32 9", "-1+1", "@SUM(1)", "\t=1"])
def test_nothing_a_spreadsheet_would_run(text: str) -> None:
    assert guarded(text)[0] == "'"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'s Gravensteen", "Help", "", "1+1", "a=b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.text(alphabet=[*"'=+-@\t\r\n a\",＝"]))
def test_every_text_reads_back_as_the_same(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell or cell[0] not in RISKY
    line = io.StringIO()
    csv.writer(line).writerow([cell, "end"])
    (row,) = csv.reader(io.StringIO(line.getvalue(), newline=""))
    assert row == [cell, "end"]
