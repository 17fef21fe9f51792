"""Where you live, what you come for, how many you are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from permits.forms import ELSEWHERE, NeedForm
from permits.presentation.residence import served
from permits.views.visitors import held_by
from rotonde.region.models import Municipality


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Empty, or filled with what the address already says (links that change an answer)."""
    given = {name: request.GET[name] for name in NeedForm.base_fields if name in request.GET}
    return start_page(request, NeedForm(initial={"adults": 1, "children": 0, **given}))


def start_page(request: HttpRequest, form: NeedForm, *, status: int = 200) -> HttpResponse:
    needs = list(form.needs.values())
    chosen = form["need"].value()
    if chosen not in form.needs and needs:
        chosen = needs[0].value
    return render(
        request,
        "permits/start.html",
        {
            "form": form,
            "needs": needs,
            "chosen": chosen,
            "served": served(),
            "elsewhere": ELSEWHERE,
            "municipalities": Municipality.objects.all(),
            "held": held_by(request),
        },
        status=status,
    )
