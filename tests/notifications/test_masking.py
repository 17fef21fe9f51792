import re

import pytest

from rotonde.notifications.masking import MASK, masked

CODE = "x7Kf-92_bQwLmZpR4tVy1A"


@pytest.mark.parametrize(
    ("text", "secrets", "kept"),
    [
        (
            f"Open https://a.example/en/v/{CODE}/ now",
            [],
            f"Open https://a.example/en/v/{MASK}/ now",
        ),
        (f"Key {CODE}", [CODE], f"Key {MASK}"),
        ("1234-5678 is your code", [re.compile(r"[0-9]{4}-[0-9]{4}")], f"{MASK} is your code"),
        (f"https://a.example/?token={CODE}", [], f"https://a.example/?token={MASK}"),
        ("Nothing to hide", [""], "Nothing to hide"),
    ],
)
def test_secrets_become_dots(text, secrets, kept) -> None:
    assert masked(text, secrets) == kept


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/en/events/welcome-of-the-mayor-a1b2c3d4/",
        "https://a.example/en/guides/your-first-registration-in-ghent/",
        "Bring your Verblijfsvergunning2026 along",
    ],
)
def test_what_everybody_may_read_stays(text) -> None:
    assert masked(text, []) == text
