"""Refusals that Django answers with an empty page get words and a way on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rotonde.common.problems import asked_by_a_program

_TEMPLATES = {status: f"errors/{status}.html" for status in (405, 410, 413, 429)}


class ExplainRefusals:
    """Fills an empty answer of a page (not of the API or a probe) with the page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        template = _TEMPLATES.get(response.status_code)
        if template is None or response.streaming or response.content or _for_programs(request):
            return response
        page = render(request, template, status=response.status_code)
        if "Allow" in response.headers:
            page.headers["Allow"] = response.headers["Allow"]
        return page


def _for_programs(request: HttpRequest) -> bool:
    return request.method == "HEAD" or asked_by_a_program(request)
