"""Errors of the API as problem details (RFC 9457): what is wrong, where, and a way on."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse


class Problem(Exception):
    """Answered as `application/problem+json` with `status` and a translated `title`.

    `field` names the offending input; further members (nearest free starts, a link) are added
    as they are.
    """

    def __init__(self, status: int, title: str, *, field: str = "", **members: Any) -> None:
        super().__init__(title)
        self.status = status
        named = {"field": field} if field else {}
        self.members: dict[str, Any] = {"status": status, "title": str(title), **named, **members}


def answer(status: int, title: str, **members: Any) -> HttpResponse:
    """A problem as an HTTP answer."""
    body = {"type": "about:blank", "title": title, "status": status, **members}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        content_type="application/problem+json",
    )


def asked_by_a_program(request: HttpRequest) -> bool:
    """Whether the asker reads problem details rather than pages."""
    return request.path.startswith(("/api/", "/health/", "/hsds/"))
