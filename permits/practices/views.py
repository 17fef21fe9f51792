"""The staff table: where procedures differ between municipalities."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from permits.models import Procedure
from permits.practices.reading import compared
from permits.practices.table import Table, as_lines, table_of
from rotonde.accounts.access import role_required
from rotonde.accounts.roles import Role

editors = role_required(Role.EDITOR, Role.MANAGER)


@editors
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """One procedure at a time; the choice stands in the address."""
    procedures = compared()
    chosen, only = _asked(request, procedures), request.GET.get("only") == "differences"
    context = {
        "procedures": procedures,
        "chosen": chosen,
        "only": only,
        "table": _table(chosen, only=only) if chosen else None,
    }
    return render(request, "desk/municipalities/table.html", context)


@editors
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    chosen = _asked(request, compared())
    if chosen is None:
        raise Http404
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="municipalities-{chosen.slug}.csv"'
    only = request.GET.get("only") == "differences"
    csv.writer(response).writerows(as_lines(chosen, _table(chosen, only=only)))
    return response


def _table(procedure: Procedure, *, only: bool) -> Table:
    return table_of(procedure, on=timezone.localdate(), only_differences=only)


def _asked(request: HttpRequest, procedures: list[Procedure]) -> Procedure | None:
    """The one in the address, else the first. Raises Http404 for one nobody knows."""
    slug = request.GET.get("procedure")
    if not slug:
        return procedures[0] if procedures else None
    for each in procedures:
        if each.slug == slug:
            return each
    raise Http404
