"""Before a hold, when very many are asked for: a page that works, or waits, and then goes on."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from permits.models import Center
from permits.pressure.challenge import Proof, WorkAsked
from permits.pressure.earning import check_earned
from rotonde.common.addresses import address_of

# What the page adds to what was sent.
_OWN = ("csrfmiddlewaretoken", "challenge", "solution")


def earn_first(request: HttpRequest, center: Center, start: datetime) -> HttpResponse | None:
    """The page that asks for work before this hold; None where none is asked or it was done."""
    now = timezone.now()
    proof = Proof(request.POST.get("challenge", ""), request.POST.get("solution", ""))
    try:
        check_earned(center, address_of(request), proof, at=now)
    except WorkAsked as asked:
        wait = asked.challenge.wait_seconds(at=now)
        context = {
            "challenge": asked.challenge,
            "center": center,
            "start": start,
            "wait": wait,
            "fields": [(name, value) for name, value in request.POST.items() if name not in _OWN],
        }
        response = render(request, "permits/pressure.html", context, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    return None
