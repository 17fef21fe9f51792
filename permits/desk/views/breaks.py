"""What keeps an officer from the desk within a shift: typed in, listed, given back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permits.breaks import block, unblock
from permits.days import local_day
from permits.desk.access import break_managed, managed_center
from permits.desk.break_forms import BreakForm
from permits.desk.views.reception import manager_required
from permits.desk.views.roster import officer_of, shown
from permits.models import Officer
from permits.refusals import TimeTaken


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """The breaks of one officer that are not over, and a form for the next. Twice is one break."""
    center, at = managed_center(request), timezone.now()
    posted = request.method == "POST"
    officer = officer_of(center, (request.POST if posted else request.GET).get("officer", ""))
    form = BreakForm(request.POST if posted else None, center=center, officer=officer, at=at)
    if posted and form.is_valid():
        try:
            block(officer=officer, at=at, **form.wanted)
        except TimeTaken:
            form.add_error("starts", _("Somebody is booked then, or something else is."))
        else:
            messages.success(request, _("This time is kept free."))
            return redirect(_address(officer))
    today = local_day(center, at)
    context = {
        "officer": officer,
        "form": form,
        "breaks": officer.breaks.filter(date__gte=today).order_by("first_cell"),
    }
    return shown(request, "breaks", center, context, 400 if form.errors else 200)


@manager_required
@require_POST
def ended(request: HttpRequest, key: int) -> HttpResponse:
    """The time is given back: it can be booked again."""
    away = break_managed(request.user, key)
    unblock(break_time=away)
    messages.success(request, _("The time can be booked again."))
    return redirect(_address(away.officer))


def _address(officer: Officer) -> str:
    center = officer.agency.center
    return f"{reverse('desk:breaks')}?center={center.slug}&officer={officer.slug}"
