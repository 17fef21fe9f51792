"""Whoever is signed in, as the access functions know them."""

from typing import cast

from django.http import HttpRequest

from rotonde.accounts.models import User


def reader(request: HttpRequest) -> User:
    """The account behind a request; for views behind `signed_in` only."""
    return cast(User, request.user)
