"""The public API: each app's router under one roof, one form of error (RFC 9457)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from events.api import router as events
from permits.api import router as permits
from rotonde.common.problems import Problem, answer
from services.api import router as services
from services.exchange.api import router as hsds_services

api = NinjaAPI(
    title="Rotonde",
    version="1",
    description="Services, appointments, availability and events of the digital rotonde.",
    urls_namespace="api",
    docs_url="docs",
    openapi_url="openapi.json",
)
api.add_router("", services)
api.add_router("", permits)
api.add_router("", events)

hsds = NinjaAPI(
    title="Rotonde, HSDS 3.0",
    version="3.0",
    description=(
        "The directory as the Human Services Data Specification 3.0 has it. What the standard has "
        "no room for stands under the key x_rotonde: public ids, texts in eight languages with "
        "the state of each translation, languages by time and level, how to get in."
    ),
    urls_namespace="hsds",
    docs_url=None,
    openapi_url="openapi.json",
)
hsds.add_router("", hsds_services)

# Where pydantic's location begins with the part of the request, not with the field.
_PARTS = frozenset({"query", "path", "body", "form", "header", "cookie"})


def _explains(kind: type[Exception]) -> Callable[[Any], Any]:
    """Both APIs tell what is wrong in the same form."""

    def register(handler: Any) -> Any:
        for each in (api, hsds):
            each.add_exception_handler(kind, handler)
        return handler

    return register


@_explains(Problem)
def problem(request: HttpRequest, exc: Problem) -> HttpResponse:
    return answer(**exc.members)


@_explains(ValidationError)
def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": ".".join(str(part) for part in error["loc"][1:] if part not in _PARTS),
            "detail": error["msg"],
        }
        for error in exc.errors
    ]
    field = errors[0]["field"] if errors else ""
    return answer(
        422, _("Something in the request is missing or wrong."), field=field, errors=errors
    )


@_explains(Http404)
def not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return answer(404, _("There is nothing at this address."))


@_explains(RequestDataTooBig)
def too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
    return answer(413, _("The request is too large."))


@_explains(SuspiciousOperation)
@_explains(BadRequest)
def suspicious(request: HttpRequest, exc: Exception) -> HttpResponse:
    return answer(400, _("The request could not be understood."))


@_explains(HttpError)
def http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    if exc.status_code == 400:
        return answer(400, _("The request could not be understood."), detail=str(exc))
    return answer(exc.status_code, str(exc))
