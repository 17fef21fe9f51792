"""Names somebody typed but could not send yet: kept with the session, one hire at a time."""

from django.http import HttpRequest

from rotonde.employers.models import Hire

_DRAFT = "hire-names"
_LONGEST = 120


def keep(request: HttpRequest, hire: Hire) -> None:
    """Remember the names, also those that are not valid yet."""
    request.session[_DRAFT] = {
        "hire": hire.public_id,
        "names": {
            name: str(value).replace("\0", "")[:_LONGEST]
            for name, value in request.POST.items()
            if name.startswith("person_")
        },
    }


def kept(request: HttpRequest, hire: Hire) -> dict[str, str]:
    draft = request.session.get(_DRAFT, {})
    names: dict[str, str] = draft.get("names", {}) if draft.get("hire") == hire.public_id else {}
    return names


def forget(request: HttpRequest) -> None:
    request.session.pop(_DRAFT, None)
