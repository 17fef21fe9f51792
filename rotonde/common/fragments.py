"""Answers to htmx: a fragment of the page instead of the whole."""

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; after "back" it asks for the whole page.

    A view that looks at this varies by `HX-Request` (`vary_on_headers`), or a cache would show
    a fragment as a page.
    """
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def asked_on_purpose(request: HttpRequest) -> bool:
    """Whether the reader sent the words or followed a link to them, and is not still typing."""
    return not wants_fragment(request) or "X-Submitted" in request.headers
