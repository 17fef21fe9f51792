"""My menu: see, order, empty, print and share it, and read what others share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from rotonde.accounts.access import account_of, found_or_404, owner_of, signed_in
from rotonde.common.answers import cached
from rotonde.common.fragments import wants_fragment
from rotonde.common.private import private
from services.guides.qr import qr_code
from services.menus import keeping, mine
from services.menus.asked import asked_change, refuse
from services.menus.links import OF, link_of, link_to
from services.menus.models import Menu
from services.menus.reading import told
from services.menus.refs import MenuFull, Refs, parsed, written

_DAY = 86_400


@private
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """The reader's own menu, or the one that is written in the link."""
    if OF in request.GET:
        return _shared(request, parsed(request.GET[OF]))
    return render(request, "services/menus/menu.html", _own(request))


@private
@require_POST
@vary_on_headers("HX-Request")
def change(request: HttpRequest) -> HttpResponse:
    """One change of the reader's own menu, as its page offers it."""
    before = mine.refs_of(request)
    asked = asked_change(request.POST)
    try:
        after = mine.change(request, by=asked, at=timezone.now()) if asked else before
    except MenuFull:
        refuse(request)
        return redirect("services:menu")
    lost = before if set(before) - set(after) else ()
    if wants_fragment(request):
        context = {**_own(request), "undo": written(lost), "swapped": True}
        return mine.kept_by(request, render(request, "services/menus/_swapped.html", context))
    undo = f"?undo={written(lost)}" if lost else ""
    return mine.kept_by(request, redirect(reverse("services:menu") + undo + "#entries"))


@private
@require_safe
def shared(request: HttpRequest, code: str) -> HttpResponse:
    """A menu whose owner has given the link away; an account's shows no name."""
    found = found_or_404(Menu.objects.shared().select_related("organisation"), code=code)
    return _shared(request, keeping.refs_in(found), menu=found)


@signed_in
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Make a link that shows what the menu is then, or with `stop` close it for good."""
    own = found_or_404(Menu.objects.of_account(owner_of(request)))
    act = keeping.withdraw if "stop" in request.POST else keeping.share
    act(menu=own, at=timezone.now())
    return redirect(reverse("services:menu") + "#share")


@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The code of the link that holds the entries."""
    address = link_of(parsed(request.GET.get(OF, "")))
    return cached(request, qr_code(address), content_type="image/svg+xml", seconds=_DAY)


@private
@require_safe
def shared_qr(request: HttpRequest, code: str) -> HttpResponse:
    found = found_or_404(Menu.objects.shared(), code=code)
    return HttpResponse(qr_code(link_to(found)), content_type="image/svg+xml")


def _own(request: HttpRequest) -> dict[str, Any]:
    account = account_of(request)
    found = told(mine.refs_of(request))
    kept = Menu.objects.of_account(account).first() if account else None
    return {
        "told": found,
        "of": written(found.refs),
        "link": link_of(found.refs),
        "undo": written(parsed(request.GET.get("undo", ""))),
        "living_link": link_to(kept) if kept and kept.code else "",
        "code": kept.code if kept else None,
    }


def _shared(request: HttpRequest, refs: Refs, menu: Menu | None = None) -> HttpResponse:
    found = told(refs)
    own = set(mine.refs_of(request))
    context = {
        "told": found,
        "of": written(found.refs),
        "menu": menu,
        "link": link_to(menu) if menu else link_of(found.refs),
        "new": len(set(found.refs) - own),
    }
    return render(request, "services/menus/shared.html", context)
