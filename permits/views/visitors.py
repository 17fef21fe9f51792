"""Who is asking: the browser's session knows which visit it holds."""

import secrets
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from permits.models import Visit
from permits.models.visits import VisitQuerySet

_VISITOR = "visitor"


def token_of(request: HttpRequest) -> str:
    """Stays the same while the session lives, also over a sign-in; made at the first hold."""
    if _VISITOR not in request.session:
        request.session[_VISITOR] = secrets.token_hex(16)
    token: str = request.session[_VISITOR]
    return token


def own_visit(request: HttpRequest, code: str) -> Visit:
    """The visit this browser held, in whatever state. Raises Http404 for everybody else."""
    token = request.session.get(_VISITOR)
    visit = _visits().filter(code=code, session_key=token).first() if token else None
    if visit is None:
        raise Http404
    return visit


def linked_visit(code: str) -> Visit:
    """The visit of a private link. Raises Http404."""
    visit = _visits().filter(code=code).first()
    if visit is None:
        raise Http404
    return visit


def held_by(request: HttpRequest) -> Visit | None:
    """The time this browser holds now."""
    token = request.session.get(_VISITOR)
    if not token:
        return None
    held = _visits().filter(session_key=token, state=Visit.State.HELD)
    return held.live(at=timezone.now()).first()


def is_held(visit: Visit, *, at: datetime) -> bool:
    """Held, and the minutes have not run out."""
    if visit.state != Visit.State.HELD or visit.hold_expires_at is None:
        return False
    return visit.hold_expires_at > at


def _visits() -> VisitQuerySet:
    return Visit.objects.select_related(
        "center__place", "center__municipality", "municipality", "rule_set"
    )
