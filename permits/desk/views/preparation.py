"""The back office before a visit: the queue, one party's papers, doubts and questions to them."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.desk.access import center_asked, desk_required, staff_of, visit_at_desk
from permits.desk.forms import DayForm
from permits.desk.refusals import DeskRefused
from permits.models import PaperRequest, Visit
from permits.readiness import asking, clocks, doubting
from permits.readiness.employers import may_ask_employer
from permits.readiness.forms import AskForm, DoubtForm
from permits.readiness.queueing import Standing, procedures_of, read_queue
from permits.readiness.reading import readiness_of
from permits.readiness.refusals import OfficeRefused
from permits.readiness.words import STANDINGS, why
from permits.refusals import Refused


@desk_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who comes in the next two weeks: by standing, day and agency."""
    center, form, now = center_asked(request), DayForm(request.GET), timezone.now()
    form.is_valid()
    agency, standing = request.GET.get("agency", ""), request.GET.get("standing", "")
    found = read_queue(center, at=now, day=form.asked_day, agency=agency)
    context = {
        "center": center,
        "centers": request.centers,  # type: ignore[attr-defined]
        "queue": found,
        "coming": found.of(standing),
        "standings": [(each, STANDINGS[each], found.counts[each]) for each in Standing],
        "standing": standing,
        "day": form.asked_day,
        "agency": agency,
        "clock": clocks.running(staff_of(request)),
    }
    with timezone.override(ZoneInfo(center.time_zone)):
        return render(request, "desk/preparation.html", context)


@desk_required
@require_safe
def prepare(request: HttpRequest, key: int) -> HttpResponse:
    return page(request, visit_at_desk(request.user, key))


@desk_required
@require_POST
def doubted(request: HttpRequest, key: int) -> HttpResponse:
    visit, form = visit_at_desk(request.user, key), DoubtForm(request.POST)
    if not form.is_valid():
        return page(request, visit, doubt=form, status=400)
    try:
        doubting.doubt(visit=visit, at=timezone.now(), by=staff_of(request), **form.cleaned_data)
    except DeskRefused as refusal:
        messages.warning(request, why(refusal))
    else:
        messages.success(request, _("Noted as doubtful. The visitor reads why."))
    return redirect("desk:prepare", visit.pk)


@desk_required
@require_POST
def doubt_settled(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    try:
        doubting.settle_doubt(visit=visit, paper=request.POST.get("paper", ""))
    except DeskRefused as refusal:
        messages.warning(request, why(refusal))
    return redirect("desk:prepare", visit.pk)


@desk_required
@require_POST
def asked(request: HttpRequest, key: int) -> HttpResponse:
    """Write to the person, or to the employer, what is missing."""
    visit, form = visit_at_desk(request.user, key), AskForm(request.POST)
    if not form.is_valid():
        return page(request, visit, ask=form, status=400)
    to, words = PaperRequest.To(form.cleaned_data["to"]), form.cleaned_data["words"]
    try:
        asking.ask(visit=visit, to=to, words=words, at=timezone.now(), by=staff_of(request))
    except (OfficeRefused, DeskRefused, Refused) as refusal:
        messages.warning(request, why(refusal))
        return page(request, visit, ask=form, status=409)
    messages.success(request, _("Asked: the mail is on its way."))
    return redirect("desk:prepare", visit.pk)


def page(
    request: HttpRequest,
    visit: Visit,
    *,
    doubt: DoubtForm | None = None,
    ask: AskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """A party's papers; `doubt` and `ask` are what was typed and could not be taken."""
    context = {
        "visit": visit,
        "readiness": readiness_of(visit),
        "doubt": doubt or DoubtForm(),
        "ask": ask or AskForm(),
        "may_ask_employer": may_ask_employer(visit),
        "requests": list(visit.paper_requests.select_related("by")),
        "counted": clocks.counted(visit, procedures_of(visit)),
        "clock": clocks.running(staff_of(request)),
        "back": f"{reverse('desk:preparation')}?center={visit.center.slug}",
    }
    with timezone.override(ZoneInfo(visit.center.time_zone)):
        return render(request, "desk/prepare.html", context, status=status)
