"""The menu of a browser without an account: a cookie that holds public ids and nothing else.

A cookie and not the browser's own storage, because the server then writes the pages that know it:
everything works without scripts, and a button says at once whether its service is on the list. It
names no person and no browser, is read by no other site, is first-party and functional, and is
bounded (refs.MOST entries). It is signed, so that no page of another site can plant a list.

Every page shows the number of entries in its header and therefore varies by cookie; pages kept for
all strangers are not kept for who has this one (settings.PERSONAL_COOKIES, rotonde.common.kept).
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from services.menus.refs import Refs, parsed, written

_SALT = "services.menus"
KEPT = timedelta(days=365)


def refs_in_cookie(request: HttpRequest) -> Refs:
    """The list this browser keeps; empty where there is none or where somebody changed it."""
    text = request.get_signed_cookie(settings.MENU_COOKIE_NAME, default="", salt=_SALT)
    return parsed(text or "")


def keep_in_cookie(response: HttpResponse, refs: Refs) -> None:
    """Let the browser keep `refs` for a year from now, or forget the list when it is empty."""
    if not refs:
        response.delete_cookie(settings.MENU_COOKIE_NAME, samesite="Lax")
        return
    response.set_signed_cookie(
        settings.MENU_COOKIE_NAME,
        written(refs),
        salt=_SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
