"""The button beside every service and guide: onto my menu, or off it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from rotonde.common.fragments import wants_fragment
from rotonde.common.private import private
from services.guides.models import Guide
from services.menus import mine
from services.menus.asked import asked_change, refuse
from services.menus.refs import MenuFull, ref_of
from services.models import Service


@private
@require_POST
@vary_on_headers("HX-Request")
def put(request: HttpRequest, ref: str) -> HttpResponse:
    """`add` or `remove` this one, then back to where the button stood."""
    asked = asked_change(request.POST)
    try:
        if asked:
            mine.change(request, by=asked, at=timezone.now())
    except MenuFull:
        refuse(request)
        return redirect(back(request)) if not wants_fragment(request) else _fragment(request, ref)
    if wants_fragment(request):
        return mine.kept_by(request, _fragment(request, ref))
    return mine.kept_by(request, redirect(f"{back(request)}#menu-{ref}"))


def back(request: HttpRequest) -> str:
    """The page of ours the form came from, else the menu."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("services:menu")


def _fragment(request: HttpRequest, ref: str) -> HttpResponse:
    context = {"thing": _thing(ref), "next": back(request), "size": request.POST.get("size", "")}
    return render(request, "services/menus/_put.html", context)


def _thing(text: str) -> Service | Guide | None:
    """What readers may see; what is hidden is answered as what never was, without its button."""
    ref = ref_of(text)
    if ref is None:
        return None
    things = Guide.objects.published() if ref.kind == "g" else Service.objects.published()
    found: Service | Guide | None = things.filter(public_id=ref.public_id).first()
    return found
