"""Pages that are the same for every stranger are rendered once and kept until something changes.

A page is kept under its address, the minute, and the version of what it tells; who has one of
settings.PERSONAL_COOKIES (a session, a message waiting, a menu) always gets a page of their own.
"""

import hashlib
import zlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# The longest a page may outlive a change its version could not see, the name of a place say.
SECONDS = 60
# Longer addresses are nobody's link; keeping one page for each would push out the others.
_LONGEST_ADDRESS = 200


def kept(
    request: HttpRequest,
    *,
    version: Callable[[], int],
    at: datetime,
    render: Callable[[], HttpResponse],
) -> HttpResponse:
    """The kept page at this address, or what `render` makes, which is kept if it is a whole page.

    `render` may answer with a header `X-Keep: no` to keep nothing; readers never see it.
    """
    if not _is_stranger(request) or len(request.get_full_path()) > _LONGEST_ADDRESS:
        return _told(render())
    key = _key(request, version(), at)
    packed = cache.get(key)
    if packed is not None:
        response = HttpResponse(zlib.decompress(packed))
    else:
        response = render()
        if response.status_code == 200 and "X-Keep" not in response and not response.cookies:
            cache.set(key, zlib.compress(response.content, 1), SECONDS)
    return _told(response)


def _is_stranger(request: HttpRequest) -> bool:
    own = settings.PERSONAL_COOKIES
    return request.method == "GET" and own.isdisjoint(request.COOKIES)


def _told(response: HttpResponse) -> HttpResponse:
    response.headers.pop("X-Keep", None)
    patch_vary_headers(response, ["Cookie"])
    return response


def _key(request: HttpRequest, version: int, at: datetime) -> str:
    told = f"{request.get_full_path()} {version} {at:%Y%m%d%H%M}"
    return f"kept.{hashlib.sha256(told.encode()).hexdigest()}"
