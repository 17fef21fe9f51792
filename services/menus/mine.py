"""The menu of whoever asks: their account's, or else their browser's."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from rotonde.accounts.access import account_of
from services.menus import keeping
from services.menus.browser import keep_in_cookie, refs_in_cookie
from services.menus.reading import published
from services.menus.refs import Change, Refs

_KNOWN = "_menu_refs"
_CHANGED = "_menu_changed"


def refs_of(request: HttpRequest) -> Refs:
    """What stands on the reader's menu; read once for a page, however many buttons ask."""
    known: Refs | None = getattr(request, _KNOWN, None)
    if known is None:
        account = account_of(request)
        known = keeping.refs_of_account(account) if account else refs_in_cookie(request)
        setattr(request, _KNOWN, known)
    return known


def change(request: HttpRequest, *, by: Change, at: datetime) -> Refs:
    """Change the reader's menu and return what it is now; the answer goes through `kept_by`.

    What is no published service or guide is not taken up. Raises what `by` raises.
    """
    account = account_of(request)
    if account:
        after = keeping.change_of_account(account=account, by=by, at=at)
    else:
        before = refs_of(request)
        after = by(before)
        new = published(tuple(ref for ref in after if ref not in before))
        after = tuple(ref for ref in after if ref in before or ref in new)
        setattr(request, _CHANGED, True)
    setattr(request, _KNOWN, after)
    return after


def kept_by(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response`, with which a browser without an account keeps what was changed."""
    if getattr(request, _CHANGED, False):
        keep_in_cookie(response, refs_of(request))
    return response
