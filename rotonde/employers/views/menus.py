"""What an employer puts together for its newcomers: made, filled, ordered, shared, thrown away."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rotonde.accounts.access import signed_in
from rotonde.common.languages import CODES
from rotonde.employers.access import menu_for
from rotonde.employers.forms import MenuForm
from rotonde.employers.views.readers import reader
from rotonde.organisations.access import employer_for
from rotonde.organisations.models import Organisation
from services.menus import companies, keeping
from services.menus.asked import asked_change, refuse
from services.menus.finding import found_by
from services.menus.links import link_to
from services.menus.models import Menu
from services.menus.reading import told
from services.menus.refs import MenuFull

_LONGEST = 200


@signed_in
@require_safe
def menus(request: HttpRequest, slug: str) -> HttpResponse:
    employer = employer_for(reader(request), slug, on=timezone.localdate())
    own = Menu.objects.of_company(employer).counted()
    return render(request, "employers/menus/menus.html", {"employer": employer, "menus": own})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Posted twice, it leads to the same menu."""
    employer = employer_for(reader(request), slug, on=timezone.localdate())
    language = get_language() or CODES[0]
    form = MenuForm(request.POST or None, initial={"language": language})
    if form.is_valid():
        try:
            menu = companies.begin(organisation=employer, at=timezone.now(), **form.cleaned_data)
            return redirect(_page(employer, menu))
        except companies.TooManyMenus:
            form.add_error(None, _("You have as many menus as there may be. Delete one first."))
    context = {"employer": employer, "form": form}
    return render(
        request, "employers/menus/begin.html", context, status=400 if form.errors else 200
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def menu(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One menu: what stands on it, what could, and, when posted, its title and welcome."""
    employer, found = menu_for(reader(request), slug, key, on=timezone.localdate())
    initial = {"title": found.title, "welcome": found.welcome, "language": found.language}
    form = MenuForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        form.cleaned_data.pop("form_key")
        companies.describe(menu=found, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_page(employer, found))
    context = _context(request, employer, found, form)
    status = 400 if form.errors else 200
    return render(request, "employers/menus/menu.html", context, status=status)


@signed_in
@require_POST
def change(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Something goes onto the menu, off it, up or down."""
    employer, found = menu_for(reader(request), slug, key, on=timezone.localdate())
    asked = asked_change(request.POST)
    try:
        if asked:
            keeping.change(menu=found, by=asked, at=timezone.now())
    except MenuFull:
        refuse(request)
    searched = f"?{urlencode({'q': request.POST['q']})}#find" if "q" in request.POST else "#entries"
    return redirect(_page(employer, found) + searched)


@signed_in
@require_POST
def share(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """From now on newcomers see it; or, with `stop`, nobody does and the link is dead."""
    employer, found = menu_for(reader(request), slug, key, on=timezone.localdate())
    act = keeping.withdraw if "stop" in request.POST else keeping.share
    act(menu=found, at=timezone.now())
    return redirect(_page(employer, found) + "#share")


@signed_in
@require_POST
def discard(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    employer, found = menu_for(reader(request), slug, key, on=timezone.localdate())
    companies.discard(menu=found)
    messages.success(request, _("The menu is deleted."))
    return redirect("employers:menus", employer.slug)


def _page(employer: Organisation, menu: Menu) -> str:
    return reverse("employers:menu", args=[employer.slug, menu.pk])


def _context(
    request: HttpRequest, employer: Organisation, menu: Menu, form: MenuForm
) -> dict[str, Any]:
    text = request.GET.get("q", "")[:_LONGEST]
    standing = keeping.refs_in(menu)
    found = found_by(text, reader=get_language() or CODES[0])
    return {
        "employer": employer,
        "menu": menu,
        "form": form,
        "told": told(standing),
        "q": text,
        "found": [entry for entry in found if entry.ref not in standing],
        "link": link_to(menu) if menu.code else "",
    }
