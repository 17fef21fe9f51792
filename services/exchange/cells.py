"""Text in the cells of a spreadsheet: never run as a formula, and read back as it was.

What a spreadsheet could take for a formula gets an apostrophe before it, and so does what begins
with apostrophes before such a sign: taking one away again is always right. A cell may also begin
in the middle of a text: where lists are written with semicolons, as in Belgium, a spreadsheet
splits lines there, and at line ends and tabs, whatever was quoted for commas.
"""

import re

_BEGINS = r"(^|[;\t\r\n])"
_RISK = r"[ ']*[=+\-@\t\r\n\u00a0＝＋－＠]"
_RISKY = re.compile(f"{_BEGINS}(?={_RISK})")
_GUARDED = re.compile(f"{_BEGINS}'(?={_RISK})")


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs."""
    return _RISKY.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of; any other cell as it is."""
    return _GUARDED.sub(r"\1", cell)
