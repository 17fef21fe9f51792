"""Answers as a short text, for addresses and forms: "1~topic.arrive~group.eu"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TEXT = re.compile(r"([1-9][0-9]{0,8})((?:~[a-z0-9-]{1,40}\.[a-z0-9-]{1,40}){1,30})")


@dataclass(frozen=True)
class Given:
    """Answers, and the version of the rules that asked for them."""

    version: int
    answers: Mapping[str, str]

    def __str__(self) -> str:
        return "~".join([str(self.version), *(f"{c}.{v}" for c, v in self.answers.items())])


def given_from(text: str) -> Given | None:
    """Read it; None where it says nothing that could be answers."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    pairs = (pair.partition(".") for pair in found[2].split("~")[1:])
    return Given(int(found[1]), {code: value for code, _dot, value in pairs})
