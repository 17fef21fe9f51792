"""An officer's calendar, for the program that holds its secret address."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from permits.feeds.addresses import feed_of
from permits.feeds.writing import feed_file


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The file, or "unchanged" to a program that knows it; kept by nobody in between."""
    content = feed_file(feed_of(token), at=timezone.now())
    etag = f'"{blake2b(content, digest_size=16).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    found: HttpResponse = answer or response
    found.headers["Cache-Control"] = "private, no-cache"
    found.headers["X-Robots-Tag"] = "noindex, nofollow"
    found.headers["Referrer-Policy"] = "no-referrer"
    return found
