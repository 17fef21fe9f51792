"""Too many wrong passwords: whose guesses are counted, and what a guesser is told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The same page for every guesser, whether or not there is such an account."""
    return render(request, "errors/429.html", status=429)
