"""What a reader sees when something cannot be done: in their language, with a way on."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rotonde.common.problems import answer, asked_by_a_program

_TEMPLATES = {status: f"errors/{status}.html" for status in (400, 403, 404, 413)}


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if asked_by_a_program(request):
        return answer(status, _titles()[status])
    return render(request, _TEMPLATES[status], status=status)


def _titles() -> dict[int, str]:
    return {
        400: _("The request could not be understood."),
        403: _("This is not allowed."),
        404: _("There is nothing at this address."),
        413: _("The request is too large."),
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request nobody can read; one that is simply too large is told so."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form too old, or cookies refused: say which, so that the reader can go on."""
    return render(request, "errors/403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """No database, no context processor: this page must stand when nothing else does."""
    return render(None, "errors/500.html", status=500)
