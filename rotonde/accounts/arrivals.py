"""What a browser has gathered before somebody signs in, taken over by the apps that know of it.

An app registers a function in its `apps.ready()`; it is called with the request, the answer that
will be sent (for its cookies), the account and the instant, whatever the way of signing in.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from rotonde.accounts.models import User

Arrival = Callable[[HttpRequest, HttpResponse, User, datetime], None]
_arrivals: list[Arrival] = []


def register(arrival: Arrival) -> None:
    """Call `arrival` at each sign-in; each function once."""
    if arrival not in _arrivals:
        _arrivals.append(arrival)


def arrived(request: HttpRequest, response: HttpResponse, user: User, *, at: datetime) -> None:
    """Somebody has just signed in."""
    for arrival in _arrivals:
        arrival(request, response, user, at)
