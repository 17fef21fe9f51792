"""What is due when: told to anyone, kept for whoever has an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.access import deadline_for
from permits.deadlines import cases
from permits.deadlines.calendar import calendar_of
from permits.deadlines.forms import SituationForm
from permits.deadlines.situations import Situation, reckoning, situation_of
from permits.models import Case
from permits.presentation.deadlines import fallback_of, items, long_past, missing, upcoming
from rotonde.accounts.access import account_of, signed_in
from rotonde.common.languages import CODES
from rotonde.common.links import whole
from rotonde.common.private import private
from rotonde.translations.labels import mark_machine


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The empty form is for everyone; with dates in it, it is somebody's own."""
    anonymous = account_of(request) is None and not request.GET
    show = _page if anonymous else private(_page)
    return show(request, _form(request))


@private
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """All dates still to come of the list at the same address."""
    form = _form(request)
    situation = form.situation
    if situation is None or form.errors:
        return _page(request, form)
    today = timezone.localdate(timezone=cases.ZONE)
    found = items(reckoning(situation, on=today), today=today)
    coming = [item for item in found if item.days_left >= 0]
    if not coming:
        messages.info(request, _("There is no date to put into a calendar yet."))
        return redirect(_address(situation))
    link = whole(reverse("deadlines:list"))
    return HttpResponse(
        calendar_of(coming, link=link, at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="deadlines.ics"'},
    )


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    form = SituationForm(request.POST)
    situation = form.situation
    if situation is None or form.errors:
        return _page(request, form)
    cases.keep(account=request.user, situation=situation, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Your deadlines are saved. We remind you by email."))
    return redirect(_address(situation))


@signed_in
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    cases.forget(account=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Your deadlines are no longer saved here."))
    return redirect("deadlines:list")


@signed_in
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, or not done after all; back to where the button was pressed."""
    deadline = deadline_for(request.user, pk)  # type: ignore[arg-type]
    cases.settle(deadline=deadline, done="done" in request.POST, at=timezone.now())
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "my:overview")


def _form(request: HttpRequest) -> SituationForm:
    """Filled by the address, else by what is kept, else with the arrival the account knows."""
    if any(name in request.GET for name in SituationForm.base_fields):
        return SituationForm(request.GET)
    account = account_of(request)
    if account is None:
        return SituationForm()
    case = Case.objects.select_related("municipality").filter(account=account).first()
    if case is not None:
        return SituationForm(situation_of(case).fields())
    return SituationForm(initial={"arrival": account.arrived_on})


def _page(request: HttpRequest, form: SituationForm) -> HttpResponse:
    situation = form.situation
    context: dict[str, Any] = {
        "form": form,
        "situation": situation,
        "saved": _is_saved(request, situation),
    }
    if situation is not None:
        today = timezone.localdate(timezone=cases.ZONE)
        found = reckoning(situation, on=today)
        told = items(found, today=today)
        guides = [rule.guide for rule in found.rules.values() if rule.guide]
        mark_machine(guides, reader=get_language() or CODES[0], only="title")
        context |= {
            "today": today,
            "items": upcoming(told),
            "past": long_past(told),
            "missing": missing(found),
            "address": _address(situation),
            "fallback": fallback_of(found.rules.values()),
        }
    return render(
        request, "permits/deadlines/page.html", context, status=400 if form.errors else 200
    )


def _is_saved(request: HttpRequest, situation: Situation | None) -> bool:
    """Whether exactly this is what the account keeps."""
    account = account_of(request)
    if account is None or situation is None:
        return False
    case = Case.objects.select_related("municipality").filter(account=account).first()
    return case is not None and situation_of(case) == situation


def _address(situation: Situation) -> str:
    return f"{reverse('deadlines:list')}?{situation.query()}"
