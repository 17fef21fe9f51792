"""A time held for a hire: taken, kept longer, given back, or booked with names.

Its code stays on the server: the private link to the visit is the hire's alone.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permits import booking
from permits import refusals as visit_refusals
from permits.free_times import nearest_instead
from permits.models import Visit
from permits.parties import Unbookable
from permits.presentation.facts import facts, names_of
from permits.presentation.quests import quest_from, quest_of
from rotonde.accounts.access import signed_in
from rotonde.employers import bookings
from rotonde.employers.forms import HireTimeForm, NamesForm
from rotonde.employers.models import Hire
from rotonde.employers.refusals import NothingHeld, Refused
from rotonde.employers.views import drafts
from rotonde.employers.views.hires import fetched
from rotonde.employers.views.times import ask_page, refused, times_page
from rotonde.employers.wording import why


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the time that was tapped; opened by hand, lead on to the one being held."""
    hire = fetched(request, public_id)
    if request.method != "POST":
        return redirect("employers:confirm", public_id)
    if elsewhere := refused(request, hire):
        return elsewhere
    form = HireTimeForm(request.POST, hire=hire)
    if not form.is_valid():
        return _ask_again(request, hire, form)
    quest, center = quest_from(form.cleaned_data), form.cleaned_data["center"]
    try:
        bookings.hold_visit(
            hire=hire,
            center=center,
            party=quest.party,
            municipality=quest.municipality,
            start=form.cleaned_data["start"],
            at=timezone.now(),
        )
    except (visit_refusals.Refused, Unbookable) as refusal:
        return times_page(request, hire, quest, center=center, refusal=refusal, status=409)
    except Refused as refusal:
        return _back(request, hire, refusal)
    return redirect("employers:confirm", public_id)


def _ask_again(request: HttpRequest, hire: Hire, form: HireTimeForm) -> HttpResponse:
    """Back to the times when only the time is at fault, else to the question."""
    if set(form.errors) <= {"start", "center"}:
        problem = str(next(iter(form.errors.values()))[0])
        quest, center = quest_from(form.cleaned_data), form.cleaned_data.get("center")
        return times_page(request, hire, quest, center=center, problem=problem, status=400)
    return ask_page(request, hire, form, status=400)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who comes, then book. Posted twice, it leads to the same hire with the same visit."""
    hire = fetched(request, public_id)
    if request.method == "POST":
        drafts.keep(request, hire)
    visit = bookings.held_visit(hire)
    if visit is None:
        return redirect("employers:times", public_id)
    if elsewhere := _settled(request, hire, visit):
        return elsewhere
    labels = names_of(visit)
    if request.method != "POST":
        initial = {"person_1": hire.name, **drafts.kept(request, hire)}
        return _page(request, hire, visit, NamesForm(initial=initial, labels=labels))
    form = NamesForm(request.POST, labels=labels)
    if not form.is_valid():
        return _page(request, hire, visit, form, status=400)
    return _book(request, hire, visit, form)


def _book(request: HttpRequest, hire: Hire, visit: Visit, form: NamesForm) -> HttpResponse:
    try:
        bookings.book_visit(hire=hire, names=form.names, at=timezone.now())
    except visit_refusals.HoldExpired:
        return _expired_page(request, hire, visit)
    except visit_refusals.TooManyVisits as refusal:
        form.add_error(None, why(refusal))
        return _page(request, hire, visit, form, status=429)
    except (Refused, visit_refusals.Refused) as refusal:
        return _back(request, hire, refusal)
    drafts.forget(request)
    messages.success(request, _("The visit is booked. They get the confirmation by email."))
    return redirect(hire)


@signed_in
@require_POST
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    def longer(code: str) -> None:
        booking.extend(code=code, at=timezone.now())
        messages.success(request, _("You have five more minutes."))

    return _change(request, public_id, longer, then="employers:confirm")


@signed_in
@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    def back(code: str) -> None:
        booking.release(code=code, at=timezone.now())
        messages.success(request, _("You gave the time back."))

    return _change(request, public_id, back, then="employers:times")


def _change(
    request: HttpRequest, public_id: str, change: Callable[[str], None], *, then: str
) -> HttpResponse:
    hire = fetched(request, public_id)
    drafts.keep(request, hire)
    visit = bookings.held_visit(hire)
    if visit is None:
        return redirect("employers:times", public_id)
    try:
        change(visit.code)
    except visit_refusals.HoldExpired:
        return _expired_page(request, hire, visit)
    except visit_refusals.NoMoreExtensions as refusal:
        messages.warning(request, why(refusal))
    except visit_refusals.Refused:
        return redirect(hire)
    return redirect(then, public_id)


def _settled(request: HttpRequest, hire: Hire, visit: Visit) -> HttpResponse | None:
    """Where to go when `visit` is no longer just held."""
    if visit.state in (Visit.State.BOOKED, Visit.State.CANCELLED):
        return redirect(hire)
    if visit.state == Visit.State.HELD and _time_left(visit):
        return refused(request, hire)
    return _expired_page(request, hire, visit)


def _time_left(visit: Visit) -> bool:
    return bool(visit.hold_expires_at and visit.hold_expires_at > timezone.now())


def _page(
    request: HttpRequest, hire: Hire, visit: Visit, form: NamesForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "hire": hire,
        "visit": visit,
        "form": form,
        "facts": facts(visit),
        "quest": quest_of(visit),
        "extensions_left": booking.MOST_EXTENSIONS - visit.extensions,
    }
    return render(request, "employers/confirm.html", context, status=status)


def _expired_page(request: HttpRequest, hire: Hire, visit: Visit) -> HttpResponse:
    """The time went back; the nearest ones are one tap away, and the names are kept."""
    nearest = nearest_instead(visit, at=timezone.now())
    context: dict[str, Any] = {
        "hire": hire,
        "visit": visit,
        "quest": quest_of(visit),
        "center": visit.center,
        "nearest": nearest,
    }
    return render(request, "employers/expired.html", context, status=410)


def _back(request: HttpRequest, hire: Hire, refusal: Exception) -> HttpResponse:
    messages.warning(request, why(refusal))
    there = "employers:times" if isinstance(refusal, NothingHeld) else "employers:hire"
    return redirect(reverse(there, args=[hire.public_id]))
