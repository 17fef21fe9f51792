"""What every answer of the API needs: the reader's language, whole addresses, and an ETag."""

import hashlib
import json
from typing import Any

from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from rotonde.common.languages import CODES
from rotonde.common.problems import Problem


def reader_of(request: HttpRequest) -> str:
    """The language of the answer: `lang`, else the one the request prefers; made the active one.

    Raises Problem for a language nobody translates to.
    """
    language = request.GET.get("lang") or translation.get_language() or CODES[0]
    if language not in CODES:
        title = _("Unknown language; choose one of: %(codes)s.") % {"codes": " ".join(CODES)}
        raise Problem(422, title, field="lang")
    translation.activate(language)
    return language


def site_of(request: HttpRequest) -> str:
    """The root address before every path."""
    return request.build_absolute_uri("/").rstrip("/")


def paged(request: HttpRequest, page: Page[Any], results: list[Any]) -> dict[str, Any]:
    """`{count, next, previous, results}`: one page of a list, with the ways to its neighbours."""
    return {
        "count": page.paginator.count,
        "next": _page_address(request, page, 1) if page.has_next() else None,
        "previous": _page_address(request, page, -1) if page.has_previous() else None,
        "results": results,
    }


def _page_address(request: HttpRequest, page: Page[Any], step: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page.number + step)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def cached(
    request: HttpRequest, body: bytes, *, content_type: str, seconds: int = 60
) -> HttpResponse:
    """A public answer with its ETag, or 304 for who has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    return get_conditional_response(request, etag=etag, response=response) or response


def cached_json(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """A public JSON answer with its ETag, or 304; dates and times as ISO 8601 writes them."""
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    response = cached(request, text.encode(), content_type="application/json")
    if "lang" not in request.GET:
        # The language was chosen by what the browser asks for, or by what its cookie remembers.
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def refuse_errors(form: BaseForm) -> None:
    """A program is told what was wrong instead of being given another answer than it asked for.

    Raises Problem for the first field in error.
    """
    for field, messages in form.errors.items():
        raise Problem(422, str(messages[0]), field=field)
