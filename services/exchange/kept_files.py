"""A file an editor looked into, kept until they say whether it shall be read."""

from __future__ import annotations

from secrets import token_urlsafe

from django.core.cache import cache

from services.exchange.assuming import Assumed

KEPT_SECONDS = 3600


def keep(user_id: int, name: str, content: bytes, assumed: Assumed) -> str:
    """Keep it for an hour, with what is assumed of it.

    The token is how the same person finds it again.
    """
    token = token_urlsafe(12)
    cache.set(_key(user_id, token), (name, content, assumed), KEPT_SECONDS)
    return token


def kept(user_id: int, token: str) -> tuple[str, bytes, Assumed] | None:
    """The name and the content of the file and what is assumed of it, while it is kept."""
    found: tuple[str, bytes, Assumed] | None = (
        cache.get(_key(user_id, token)) if token.isascii() else None
    )
    return found


def _key(user_id: int, token: str) -> str:
    return f"services-import:{user_id}:{token[:40]}"
