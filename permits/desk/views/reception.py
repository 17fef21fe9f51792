"""What a manager keeps of reception: the waiting room's screen, and what people said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.desk import displays, feedback
from permits.desk.access import MANAGERS, View, desk_required, managed_center, staff_of
from permits.models import Center
from rotonde.common.links import whole


def manager_required(view: View) -> View:
    """For managers of a center."""
    return desk_required(view, MANAGERS)


@manager_required
@require_safe
def reception(request: HttpRequest) -> HttpResponse:
    center = managed_center(request)
    live = displays.live_display(center)
    page = reverse("permits:display", args=[live.token]) if live else ""
    context = {
        "center": center,
        "centers": request.centers,  # type: ignore[attr-defined]
        "screen": whole(page) if live else "",
        "report": feedback.report(center, at=timezone.now()),
        "fewest": feedback.FEWEST,
    }
    return render(request, "desk/reception.html", context)


@manager_required
@require_POST
def open_display(request: HttpRequest) -> HttpResponse:
    center = managed_center(request)
    displays.open_display(center=center, at=timezone.now(), by=staff_of(request))
    messages.success(request, _("The screen has a new address; the old one shows nothing."))
    return redirect(_address(center))


@manager_required
@require_POST
def revoke_display(request: HttpRequest) -> HttpResponse:
    center = managed_center(request)
    displays.revoke_display(center=center, at=timezone.now())
    messages.success(request, _("The screen shows nothing any more."))
    return redirect(_address(center))


def _address(center: Center) -> str:
    return f"{reverse('desk:reception')}?center={center.slug}"
