"""Pages without what is random in them."""

import re

_KEYS = re.compile(r"[\w-]{20,}")


def keyless(html: str) -> str:
    """`html` without its tokens and private links, in which a short word may stand by chance."""
    return _KEYS.sub("", html)
