"""A mail server of our own, and what newcomers do with the codes it delivers."""

import re
from collections.abc import Callable

import pytest

from tests.notifications.conftest import Postbox, postbox

__all__ = ["postbox"]

_CODE = re.compile(r"^\d{4}-\d{4}\b", re.M)


@pytest.fixture
def code(postbox: Postbox) -> Callable[[], str]:
    """Reads the code out of the last mail that arrived."""

    def read() -> str:
        text = postbox.mails[-1].get_body(("plain",)).get_content()
        found = _CODE.search(text)
        assert found, text
        return found[0]

    return read


@pytest.fixture(autouse=True)
def _quick_hashes(settings) -> None:
    """A slow hash is what passwords need, and what tests of signing in do not."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
