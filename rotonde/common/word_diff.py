"""Two versions of a text beside each other, word by word. Knows nothing of Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words, the space between them, and every other sign by itself.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Longer texts than any of ours: comparing all their words would take too long to wait for.
_MOST_TOKENS = 4000


@dataclass(frozen=True)
class Piece:
    """A stretch of one version; `changed` where the other version does not have it."""

    text: str
    changed: bool = False


def word_diff(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both versions in pieces; their texts put together again are `old` and `new`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > _MOST_TOKENS:
        return _joined([(old, old != new)]), _joined([(new, old != new)])
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, from_, to in matcher.get_opcodes():
        left.append(("".join(before[start:end]), kind != "equal"))
        right.append(("".join(after[from_:to]), kind != "equal"))
    return _joined(left), _joined(right)


def _joined(parts: Iterable[tuple[str, bool]]) -> list[Piece]:
    """Neighbours of one kind as one; a space between two changed words changed with them."""
    joined: list[Piece] = []
    for text, changed in parts:
        if not text:
            continue
        if len(joined) > 1 and changed and joined[-1].text.isspace() and joined[-2].changed:
            space, before = joined.pop(), joined.pop()
            joined.append(Piece(before.text + space.text + text, changed=True))
        else:
            joined.append(Piece(text, changed))
    return joined
