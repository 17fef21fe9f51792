"""Text in the cells of a spreadsheet: never run as a formula, and read back as it was.

What a spreadsheet could take for a formula gets an apostrophe before it, and so does what begins
with apostrophes before such a sign: taking one away again is always right.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n\u00a0＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\u00a0＝＋－＠]")


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of; any other cell as it is."""
    return cell[1:] if _GUARDED.match(cell) else cell
