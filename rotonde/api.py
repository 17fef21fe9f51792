"""The public API: each app's router under one roof, one form of error (RFC 9457)."""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from events.api import router as events
from permits.api import router as permits
from rotonde.common.problems import Problem, answer
from services.api import router as services

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

# Where pydantic's location begins with the part of the request, not with the field.
_PARTS = frozenset({"query", "path", "body", "form", "header", "cookie"})


@api.exception_handler(Problem)
def problem(request: HttpRequest, exc: Problem) -> HttpResponse:
    return answer(**exc.members)


@api.exception_handler(ValidationError)
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


@api.exception_handler(Http404)
def not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return answer(404, _("There is nothing at this address."))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
    return answer(413, _("The request is too large."))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
def suspicious(request: HttpRequest, exc: Exception) -> HttpResponse:
    return answer(400, _("The request could not be understood."))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    if exc.status_code == 400:
        return answer(400, _("The request could not be understood."), detail=str(exc))
    return answer(exc.status_code, str(exc))
