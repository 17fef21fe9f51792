"""The goodbye at reception: what came of the visit, what goes along, what is on next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.desk import closing
from permits.desk.access import desk_required, staff_of, visit_at_desk
from permits.desk.closing import rack_for
from permits.desk.forms import ClosingForm
from permits.desk.refusals import DeskRefused
from permits.desk.views.board import address_of
from permits.desk.words import why
from permits.models import Visit
from rotonde.common.panels import panels


@desk_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    form = ClosingForm(request.POST if request.method == "POST" else None, rack=rack_for(visit))
    if request.method != "POST" or not form.is_valid():
        return _page(request, visit, form, status=400 if form.errors else 200)
    try:
        closing.close(visit=visit, cards=form.cards, at=timezone.now(), by=staff_of(request))
    except DeskRefused as refusal:
        messages.warning(request, why(refusal))
    else:
        said = _("%(ticket)s has gone home.") % {"ticket": visit.ticket}
        messages.success(request, said)
    return redirect(address_of(visit.center, visit.date, visit))


def _page(request: HttpRequest, visit: Visit, form: ClosingForm, *, status: int) -> HttpResponse:
    steps = visit.steps.select_related("attendee", "procedure").order_by("first_cell")
    context = {
        "visit": visit,
        "steps": list(steps),
        "follow_ups": list(visit.follow_ups.filter(state=Visit.State.BOOKED)),
        "form": form,
        "panels": panels("visit.closing", request, visit.language),
        "back": address_of(visit.center, visit.date, visit),
    }
    return render(request, "desk/closing.html", context, status=status)
