"""At sign-in the browser's menu moves into the account's: at its end, nothing twice."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from rotonde.accounts.arrivals import register
from rotonde.accounts.models import User
from services.menus.browser import keep_in_cookie, refs_in_cookie
from services.menus.keeping import change_of_account
from services.menus.refs import MOST, Refs, added, removed


def move_in(request: HttpRequest, response: HttpResponse, user: User, at: datetime) -> None:
    """Safe to repeat: an answer that got lost leaves the cookie, and the next time adds nothing.

    What the account's menu has no room for stays in the browser.
    """
    brought = refs_in_cookie(request)
    if not brought:
        return
    left = brought

    def with_what_fits(refs: Refs) -> Refs:
        nonlocal left
        new = removed(brought, *refs)
        fits = new[: max(MOST - len(refs), 0)]
        left = removed(new, *fits)
        return added(refs, *fits)

    change_of_account(account=user, by=with_what_fits, at=at)
    keep_in_cookie(response, left)


def register_arrival() -> None:
    register(move_in)
