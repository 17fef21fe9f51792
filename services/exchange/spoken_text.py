"""Spoken languages in one cell: "nl; en good; ar fluent tue 14:00-16:00"."""

import re

from services.exchange.records import Values

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEVELS = ("basic", "good", "fluent")
_PART = re.compile(
    rf"(?P<language>\S+?)(?:\s+(?P<level>{'|'.join(_LEVELS)}))?"
    rf"(?:\s+(?P<day>{'|'.join(DAYS)})\s+(?P<starts>[0-9]{{2}}:[0-9]{{2}})"
    rf"-(?P<ends>[0-9]{{2}}:[0-9]{{2}}))?"
)


def written_languages(rows: list[Values]) -> str:
    """What `parse_languages` reads as the same rows."""
    return "; ".join(_part(row) for row in rows)


def parse_languages(text: str) -> list[Values]:
    """The rows of a cell; whether a code is one of a language is not judged here.

    Raises ValueError with the part that could not be read.
    """
    return [_row(part.strip()) for part in text.split(";") if part.strip()]


def _part(row: Values) -> str:
    words = [row["language"], row["level"]]
    if row["weekday"] is not None:
        words += [DAYS[row["weekday"] - 1], f"{row['starts_at']}-{row['ends_at']}"]
    return " ".join(word for word in words if word)


def _row(part: str) -> Values:
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(part)
    day = match["day"]
    return {
        "language": match["language"],
        "level": match["level"] or "",
        "weekday": DAYS.index(day) + 1 if day else None,
        "starts_at": match["starts"],
        "ends_at": match["ends"],
    }
