"""The roster of a center, for its manager: see a week, change it, and first see who is hit."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permits.days import local_day
from permits.desk.access import managed_center, staff_of
from permits.desk.forms import DayForm
from permits.desk.roster_forms import FORMS, ChangeForm, usual_week
from permits.desk.roster_told import told
from permits.desk.views.reception import manager_required
from permits.models import Center, Officer
from permits.rostering.changes import Away
from permits.rostering.planning import Outcome, Plan, plan
from permits.rostering.reseating import PlanOutdated, carry_out
from permits.rostering.week import read_week
from rotonde.accounts.access import found_or_404


@manager_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    center, form, now = managed_center(request), DayForm(request.GET), timezone.now()
    form.is_valid()
    day = form.asked_day or local_day(center, now)
    context = {"week": read_week(center, day, at=now), "today": local_day(center, now)}
    return shown(request, "week", center, context)


@manager_required
@require_POST
def absent_today(request: HttpRequest) -> HttpResponse:
    """The one button at 08:05: done on the spot, and told what came of it."""
    center = managed_center(request)
    officer, now = officer_of(center, request.POST.get("officer", "")), timezone.now()
    today = local_day(center, now)
    done = carry_out(change=Away(officer, today, today), at=now, by=staff_of(request))
    return _done(request, done)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Type a change; see what would become of whom; let exactly that happen."""
    center, form_class = managed_center(request), FORMS.get(kind)
    if form_class is None:
        raise Http404
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    officer = officer_of(center, given.get("officer", "")) if form_class.about_an_officer else None
    form = form_class(
        request.POST if posted else None,
        center=center,
        officer=officer,
        at=timezone.now(),
        initial={} if posted else _initial(request, center, officer),
    )
    if not posted or not form.is_valid():
        return shown(request, "change", center, {"form": form}, 400 if posted else 200)
    if "digest" in request.POST:
        return _carry_out(request, form)
    return _preview(request, form, plan(form.change, at=timezone.now()))


def _carry_out(request: HttpRequest, form: ChangeForm) -> HttpResponse:
    try:
        done = carry_out(
            change=form.change,
            at=timezone.now(),
            by=staff_of(request),
            expected=request.POST["digest"],
        )
    except PlanOutdated as outdated:
        return _preview(request, form, outdated.plan, outdated=True)
    return _done(request, done)


def _preview(
    request: HttpRequest, form: ChangeForm, found: Plan, *, outdated: bool = False
) -> HttpResponse:
    fields = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = {"form": form, "fields": fields, "told": told(found), "outdated": outdated}
    return shown(request, "preview", form.center, context, 409 if outdated else 200)


def _done(request: HttpRequest, done: Plan) -> HttpResponse:
    seated = len(done.of(Outcome.SAME_TIME, Outcome.LATER))
    asked = len(done.of(Outcome.PROPOSED, Outcome.NOTHING_FREE))
    messages.success(request, _("The roster is changed."))
    if seated:
        said = ngettext(
            "%(n)d visit has another officer.", "%(n)d visits have another officer.", seated
        )
        messages.success(request, said % {"n": seated})
    if asked:
        said = ngettext(
            "%(n)d visitor needs another time: see below.",
            "%(n)d visitors need another time: see below.",
            asked,
        )
        messages.warning(request, said % {"n": asked})
    return redirect(f"{reverse('desk:roster')}?center={done.center.slug}")


def officer_of(center: Center, slug: str) -> Officer:
    """Raises Http404."""
    officers = Officer.objects.filter(agency__center=center).select_related("agency__center")
    return found_or_404(officers, slug=slug)


def _initial(request: HttpRequest, center: Center, officer: Officer | None) -> dict[str, Any]:
    today = local_day(center, timezone.now())
    days = dict.fromkeys(("first_day", "last_day", "since"), today)
    usual = usual_week(officer, today) if officer else {}
    return {**days, **usual, **request.GET.dict()}


def shown(
    request: HttpRequest, page: str, center: Center, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the roster, in the time of its center."""
    context |= {"center": center, "centers": request.centers}  # type: ignore[attr-defined]
    with timezone.override(ZoneInfo(center.time_zone)):
        return render(request, f"desk/roster/{page}.html", context, status=status)
