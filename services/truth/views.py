"""Is it still correct? The owner's one button, and anybody's correction."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rotonde.accounts.access import found_or_404
from rotonde.common.languages import CODES
from rotonde.common.private import private
from rotonde.translations.labels import mark_machine
from services.models import OwnersCheck, Service, Suggestion
from services.truth.asking import confirm
from services.truth.forms import SuggestionForm
from services.truth.suggesting import EnoughSuggestions, reply, suggest


@private
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What the owner of an entry is asked; a mail scanner that opens the link answers nothing."""
    found = found_or_404(OwnersCheck.objects.select_related("service__organisation"), code=code)
    if request.method != "POST":
        return _check_page(request, found, SuggestionForm())
    if "correct" in request.POST:
        confirm(check=found, at=timezone.now())
        return redirect(found)
    form = SuggestionForm(request.POST)
    if form.is_valid() and _kept(form, partial(reply, check=found)):
        messages.success(request, _("Thank you. An editor changes the entry."))
        return redirect(found)
    return _check_page(request, found, form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Anybody may say what is wrong with an entry."""
    service = found_or_404(Service.objects.published(), public_id=public_id)
    mark_machine([service], reader=get_language() or CODES[0])
    form = SuggestionForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _kept(form, partial(suggest, service=service))
    ):
        messages.success(request, _("Thank you. An editor looks at it."))
        return redirect(service)
    status = 400 if form.errors else 200
    context = {"service": service, "form": form}
    return render(request, "services/truth/correct.html", context, status=status)


def _kept(form: SuggestionForm, keep: Callable[..., Suggestion]) -> bool:
    try:
        keep(at=timezone.now(), **form.cleaned_data)
    except EnoughSuggestions:
        form.add_error(
            None, _("Several corrections of this entry are waiting. Please try tomorrow.")
        )
        return False
    return True


def _check_page(
    request: HttpRequest, found: OwnersCheck, form: SuggestionForm, **more: Any
) -> HttpResponse:
    mark_machine([found.service], reader=get_language() or CODES[0])
    context = {"check": found, "service": found.service, "form": form}
    return render(request, "services/truth/check.html", context, **more)
