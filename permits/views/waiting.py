"""The waiting list: joined, answered and left. Opening a link changes nothing; buttons do."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permits.forms import NeedForm, WindowForm
from permits.models import Center, Visit, WaitingParty
from permits.parties import Unbookable
from permits.presentation.offers import thinned
from permits.presentation.people import labels
from permits.presentation.quests import Quest, centers_for, quest_from, quest_of
from permits.presentation.refusals import why
from permits.refusals import Refused
from permits.views.start import start_page
from permits.views.visitors import linked_visit
from permits.waiting import answering, joining
from permits.waiting.forms import JoinForm, WishForm
from permits.waiting.refusals import FreeAlready, NoSuchOffer
from permits.waiting.standing import standing, waiting_linked
from rotonde.accounts.access import account_of
from rotonde.common.private import private

READ_OR_CHANGE = ["GET", "HEAD", "POST"]
_SHOWN = 6


@private
@require_http_methods(READ_OR_CHANGE)
def join(request: HttpRequest) -> HttpResponse:
    """A party without a visit puts itself on the list."""
    asked = request.POST if request.method == "POST" else request.GET
    need = NeedForm(asked)
    if not need.is_valid():
        return start_page(request, need, status=400)
    quest = quest_from(need.cleaned_data)
    centers = centers_for(quest)
    if not centers:
        return render(request, "permits/nobody.html", {"quest": quest})
    center = WindowForm(asked, centers=centers).chosen
    people = labels(person.kind for person in quest.persons)
    first, last = _days(center)
    if request.method != "POST":
        account = account_of(request)
        known = {"email": account.email, "person_1": account.get_full_name()} if account else {}
        initial = {"language": get_language() or "en", **known}
        form = JoinForm(labels=people, today=first, last=last, initial=initial)
        return _join_page(request, quest, center, form)
    form = JoinForm(request.POST, labels=people, today=first, last=last)
    if not form.is_valid():
        return _join_page(request, quest, center, form, status=400)
    return _join(request, quest, center, form)


def _join(request: HttpRequest, quest: Quest, center: Center, form: JoinForm) -> HttpResponse:
    try:
        waiting = joining.join(
            center=center,
            municipality=quest.municipality,
            party=quest.party,
            names=form.names,
            wish=form.wish,
            email=form.cleaned_data["email"],
            language=form.cleaned_data["language"],
            form_key=form.cleaned_data["form_key"],
            account=account_of(request),
            at=timezone.now(),
        )
    except (Refused, Unbookable) as refusal:
        return _join_page(request, quest, center, form, refusal=refusal, status=409)
    messages.success(request, _("We sent you the link to this page by email."))
    return redirect("permits:waiting", waiting.code)


def _join_page(
    request: HttpRequest,
    quest: Quest,
    center: Center,
    form: JoinForm,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"quest": quest, "center": center, "form": form, **_refused(refusal)}
    return render(request, "permits/waiting/join.html", context, status=status)


@private
@require_http_methods(READ_OR_CHANGE)
def earlier(request: HttpRequest, code: str) -> HttpResponse:
    """A booked visit waits for an earlier time."""
    visit = linked_visit(code)
    if visit.state != Visit.State.BOOKED:
        return redirect("permits:visit", code)
    known = WaitingParty.objects.waiting().filter(visit=visit).first()
    if known:
        return redirect("permits:waiting", known.code)
    first, _last = _days(visit.center)
    last = max(first, visit.date)
    if request.method != "POST":
        return _earlier_page(request, visit, WishForm(today=first, last=last))
    form = WishForm(request.POST, today=first, last=last)
    if not form.is_valid():
        return _earlier_page(request, visit, form, status=400)
    try:
        waiting = joining.join_for_earlier(
            visit=visit,
            wish=form.wish,
            language=get_language() or visit.language,
            form_key=form.cleaned_data["form_key"],
            at=timezone.now(),
        )
    except (Refused, Unbookable) as refusal:
        return _earlier_page(request, visit, form, refusal=refusal, status=409)
    messages.success(request, _("We sent you the link to this page by email."))
    return redirect("permits:waiting", waiting.code)


def _earlier_page(
    request: HttpRequest,
    visit: Visit,
    form: WishForm,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "visit": visit,
        "center": visit.center,
        "quest": quest_of(visit),
        "form": form,
        **_refused(refusal),
    }
    return render(request, "permits/waiting/earlier.html", context, status=status)


@private
@require_safe
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    context = {"standing": standing(_linked(code), at=timezone.now())}
    return render(request, "permits/waiting/page.html", context)


@private
@require_POST
def accept(request: HttpRequest, code: str, offer: int) -> HttpResponse:
    """Take the offered time: one button, nothing else is asked."""
    _linked(code)
    try:
        visit = answering.accept(code=code, offer=offer, at=timezone.now())
    except NoSuchOffer:
        raise Http404 from None
    except (Refused, Unbookable) as refusal:
        messages.error(request, why(refusal))
        return redirect("permits:waiting", code)
    messages.success(request, _("This time is yours. We sent you a confirmation by email."))
    return redirect("permits:visit", visit.code)


@private
@require_POST
def decline(request: HttpRequest, code: str, offer: int) -> HttpResponse:
    _linked(code)
    try:
        answering.decline(code=code, offer=offer, at=timezone.now())
    except NoSuchOffer:
        raise Http404 from None
    messages.success(request, _("Thank you: the next in line has it now. You stay on the list."))
    return redirect("permits:waiting", code)


@private
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    _linked(code)
    joining.leave(code=code, at=timezone.now())
    return redirect("permits:waiting", code)


def _linked(code: str) -> WaitingParty:
    found = waiting_linked(code)
    if found is None:
        raise Http404
    return found


def _days(center: Center) -> tuple[date, date]:
    today = timezone.now().astimezone(ZoneInfo(center.time_zone)).date()
    return today, today + timedelta(center.horizon_days)


def _refused(refusal: Exception | None) -> dict[str, object]:
    """Why, and what can be booked instead."""
    free = thinned(refusal.starts)[:_SHOWN] if isinstance(refusal, FreeAlready) else []
    return {"problem": why(refusal) if refusal else "", "nearest": free}
