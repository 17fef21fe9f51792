"""Details somebody typed but could not send yet: kept with the session, forgotten once booked."""

from django.http import HttpRequest

_DRAFT = "visit-draft"
_LONGEST = 254


def keep(request: HttpRequest) -> None:
    """Remember what was typed, also what is not valid yet."""
    request.session[_DRAFT] = {
        name: value[:_LONGEST]
        for name, value in request.POST.items()
        if name in ("email", "language") or name.startswith(("person_", "companion_"))
    }


def kept(request: HttpRequest) -> dict[str, str]:
    draft: dict[str, str] = request.session.get(_DRAFT, {})
    return draft


def forget(request: HttpRequest) -> None:
    request.session.pop(_DRAFT, None)
