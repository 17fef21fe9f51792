"""A time held for some minutes: taken, kept longer, given back, or confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permits import booking, refusals
from permits.eligibility.telling import told_from
from permits.forms import DetailsForm, TimeForm
from permits.free_times import nearest_instead
from permits.models import Visit
from permits.parties import Unbookable
from permits.presentation.facts import facts, names_of
from permits.presentation.quests import quest_from, quest_of
from permits.presentation.refusals import why
from permits.views import drafts
from permits.views.pressure import earn_first
from permits.views.start import start_page
from permits.views.times import times_page
from permits.views.visitors import held_by, is_held, own_visit, token_of
from rotonde.accounts.access import account_of
from rotonde.accounts.models import User
from rotonde.common.addresses import address_of
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Take the time that was tapped; opened by hand, lead on to the one being held."""
    if request.method == "POST":
        return _take(request)
    visit = held_by(request)
    return redirect("permits:held", visit.code) if visit else redirect("permits:start")


def _take(request: HttpRequest) -> HttpResponse:
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, form)
    quest, center = quest_from(form.cleaned_data), form.cleaned_data["center"]
    if unearned := earn_first(request, center, form.cleaned_data["start"]):
        return unearned
    told = told_from(quest.told, on=timezone.localdate())
    try:
        visit = booking.hold(
            center=center,
            party=quest.party,
            start=form.cleaned_data["start"],
            municipality=quest.municipality,
            origin=Visit.Origin.WEB,
            language=get_language() or "en",
            session_key=token_of(request),
            address=address_of(request),
            rule_set=told.rule_set if told else None,
            answers=told.answers if told else None,
            at=timezone.now(),
        )
    except (refusals.Refused, Unbookable) as refusal:
        nearest = getattr(refusal, "nearest", None)
        status = _STATUS.get(type(refusal), 409)
        return times_page(
            request, quest, center=center, problem=why(refusal), nearest=nearest, status=status
        )
    return redirect("permits:held", visit.code)


_STATUS: dict[type[Exception], int] = {refusals.TooManyHolds: 429, refusals.TooManyVisits: 429}


def _ask_again(request: HttpRequest, form: TimeForm) -> HttpResponse:
    """Back to the times when only the time is at fault, else to the questions."""
    if set(form.errors) <= {"start", "center"}:
        problem = str(next(iter(form.errors.values()))[0])
        center = form.cleaned_data.get("center")
        return times_page(
            request, quest_from(form.cleaned_data), center=center, problem=problem, status=400
        )
    return start_page(request, form, status=400)


@private
@require_safe
def held(request: HttpRequest, code: str) -> HttpResponse:
    visit = own_visit(request, code)
    if elsewhere := _settled(request, visit):
        return elsewhere
    language = get_language() or "en"
    known = _known(account_of(request))
    initial = {"language": language, **known, **drafts.kept(request)}
    return _held_page(request, visit, DetailsForm(initial=initial, labels=names_of(visit)))


def _known(account: User | None) -> dict[str, str]:
    """What whoever is signed in need not type again."""
    if account is None:
        return {}
    return {"email": account.email, "person_1": account.get_full_name()}


def _settled(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Where to go when `visit` is no longer just held."""
    if visit.state in (Visit.State.BOOKED, Visit.State.CANCELLED):
        return redirect("permits:visit", visit.code)
    if is_held(visit, at=timezone.now()):
        return None
    return expired_page(request, visit)


def _held_page(
    request: HttpRequest, visit: Visit, form: DetailsForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "visit": visit,
        "form": form,
        "facts": facts(visit),
        "quest": quest_of(visit),
        "extensions_left": booking.MOST_EXTENSIONS - visit.extensions,
    }
    return render(request, "permits/held.html", context, status=status)


def expired_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The time went back; the nearest ones are one tap away, and what was typed is kept."""
    nearest = nearest_instead(visit, at=timezone.now())
    context = {"visit": visit, "quest": quest_of(visit), "center": visit.center, "nearest": nearest}
    return render(request, "permits/expired.html", context, status=410)


@private
@require_POST
def extend(request: HttpRequest, code: str) -> HttpResponse:
    visit = own_visit(request, code)
    drafts.keep(request)
    try:
        booking.extend(code=code, at=timezone.now())
    except refusals.HoldExpired:
        return expired_page(request, visit)
    except refusals.NoMoreExtensions as refusal:
        messages.warning(request, why(refusal))
    except refusals.AlreadyBooked:
        return redirect("permits:visit", code)
    else:
        messages.success(request, _("You have five more minutes."))
    return redirect("permits:held", code)


@private
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    visit = own_visit(request, code)
    drafts.keep(request)
    try:
        booking.release(code=code, at=timezone.now())
    except refusals.AlreadyBooked:
        return redirect("permits:visit", code)
    messages.success(request, _("You gave the time back. Choose another one whenever you like."))
    return redirect(f"{reverse('permits:times')}?{quest_of(visit).query(center=visit.center.slug)}")


@private
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Book what is held. Posted twice, it leads to the same visit."""
    visit = own_visit(request, code)
    drafts.keep(request)
    if elsewhere := _settled(request, visit):
        return elsewhere
    form = DetailsForm(request.POST, labels=names_of(visit))
    if not form.is_valid():
        return _held_page(request, visit, form, status=400)
    try:
        _book(code, form, account=account_of(request))
    except refusals.HoldExpired:
        return expired_page(request, visit)
    except (refusals.TooManyVisits, refusals.HasVisit) as refusal:
        form.add_error("email", why(refusal))
        return _held_page(request, visit, form, status=_STATUS.get(type(refusal), 409))
    drafts.forget(request)
    return redirect("permits:visit", code)


def _book(code: str, form: DetailsForm, *, account: User | None) -> None:
    booking.confirm(
        code=code,
        name=form.names[0],
        names=form.names,
        email=form.cleaned_data["email"],
        language=form.cleaned_data["language"],
        companion=form.companion,
        account=account,
        at=timezone.now(),
    )
