"""The screen in the waiting room: which ticket goes where, and nothing about anybody."""

import hashlib
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from permits.days import local_day
from permits.desk.calling import Call, calls
from permits.models import Center, Display
from rotonde.accounts.access import found_or_404
from rotonde.common.private import private


@private
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    center = _center(token)
    return _shown(request, "permits/display.html", token, center, _calls(center))


@private
@require_safe
def called(request: HttpRequest, token: str) -> HttpResponse:
    """What changes on the screen; 204 as long as nothing has, so that nothing moves."""
    center = _center(token)
    found = _calls(center)
    if request.headers.get("If-None-Match") == f'"{_version(found)}"':
        return HttpResponse(status=204, headers={"ETag": f'"{_version(found)}"'})
    return _shown(request, "permits/_called.html", token, center, found)


def _center(token: str) -> Center:
    live = Display.objects.filter(revoked_at=None).select_related("center")
    return found_or_404(live, token=token).center


def _calls(center: Center) -> list[Call]:
    now = timezone.now()
    return calls(center, local_day(center, now), at=now)


def _version(found: list[Call]) -> str:
    told = [(each.ticket, each.officer.pk, each.at.isoformat()) for each in found]
    return hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()


def _shown(
    request: HttpRequest, template: str, token: str, center: Center, found: list[Call]
) -> HttpResponse:
    context = {"center": center, "calls": found, "token": token, "version": _version(found)}
    with timezone.override(ZoneInfo(center.time_zone)):
        response = render(request, template, context)
    response.headers["ETag"] = f'"{context["version"]}"'
    return response
