"""What the portal knows about me: to read, to take along, to erase."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rotonde.accounts.access import owner_of, signed_in
from rotonde.accounts.forms import EraseForm
from rotonde.accounts.personal_data import erase, export, person_of


@signed_in
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "my/data.html")


@signed_in
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything, as one JSON file."""
    told = export(person_of(owner_of(request)))
    body = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="rotonde.json"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask, then forget everything and sign out."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "my/erase.html", {"form": form}, status=400 if form.is_bound else 200
        )
    person = person_of(owner_of(request))
    logout(request)
    erase(person, at=timezone.now())
    messages.success(request, _("Your account and everything about you is erased."))
    return redirect("home")
