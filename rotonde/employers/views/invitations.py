"""The hire's own pages: who invites, what they may see; nothing happens before the button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rotonde.accounts.access import account_of, signed_in
from rotonde.common.private import private
from rotonde.employers import hiring
from rotonde.employers.access import invited_hire, menus_for_hire, own_hire_for
from rotonde.employers.forms import ShareForm
from rotonde.employers.models import Hire
from rotonde.employers.refusals import AlreadyAccepted, Refused
from rotonde.employers.views.readers import reader
from rotonde.employers.wording import why


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the private link: accept, and later change one's mind. Reading it does nothing."""
    hire = invited_hire(code)
    if closed := _closed(request, hire):
        return closed
    return _decide(request, hire, back=reverse("employers:invitation", args=[code]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for whoever is signed in as the hire, from my rotonde."""
    hire = own_hire_for(reader(request), public_id)
    if closed := _closed(request, hire):
        return closed
    return _decide(request, hire, back=reverse("employers:sharing", args=[public_id]))


@private
@require_POST
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """No, thank you: the employer is told nothing but that."""
    hire = invited_hire(code)
    try:
        hiring.decline(hire=hire, at=timezone.now())
    except AlreadyAccepted as refusal:
        messages.warning(request, why(refusal))
        return redirect("employers:invitation", code)
    except Refused:
        return _gone(request, hire)
    return render(request, "employers/declined.html", {"hire": hire})


def _decide(request: HttpRequest, hire: Hire, *, back: str) -> HttpResponse:
    if request.method != "POST":
        initial = {"shares": hire.shares} if hire.has_accepted else {}
        return _page(request, hire, ShareForm(initial=initial), back)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, hire, form, back, status=400)
    shares, at = form.cleaned_data["shares"], timezone.now()
    try:
        if hire.has_accepted:
            hiring.decide_consent(hire=hire, shares=shares, at=at)
            messages.success(request, _("Saved. It holds from now on."))
        else:
            hiring.accept(hire=hire, shares=shares, account=account_of(request), at=at)
            messages.success(request, _("You accepted. You can change your choice here."))
    except Refused:
        return _gone(request, hire)
    return redirect(back)


def _closed(request: HttpRequest, hire: Hire) -> HttpResponse | None:
    """What to say where nothing can be decided any more."""
    lapsed = not hire.has_accepted and hire.invitation_expires_at <= timezone.now()
    return _gone(request, hire) if lapsed or not hire.is_open else None


def _gone(request: HttpRequest, hire: Hire) -> HttpResponse:
    return render(request, "employers/gone.html", {"hire": hire}, status=410)


def _page(
    request: HttpRequest, hire: Hire, form: ShareForm, back: str, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "hire": hire,
        "form": form,
        "here": back,
        "by_link": back == reverse("employers:invitation", args=[hire.code]),
        "account": account_of(request),
        "visit": hire.visit,
        "menus": menus_for_hire(Hire.objects.filter(pk=hire.pk)),
    }
    return render(request, "employers/invitation.html", context, status=status)
