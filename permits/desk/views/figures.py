"""What a manager sees of their center in numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from permits.desk.access import managed_center
from permits.desk.views.reception import manager_required
from permits.figures.chart import chart_of
from permits.figures.door_to_door import PROMISED_MINUTES, WEEKS, door_to_door
from permits.figures.work import minutes_spent


@manager_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    center, now = managed_center(request), timezone.now()
    single, family = door_to_door(center, at=now)
    context = {
        "center": center,
        "centers": request.centers,  # type: ignore[attr-defined]
        "groups": [
            ("single", _("One person"), single, chart_of(single.weeks)),
            ("family", _("Families"), family, chart_of(family.weeks)),
        ],
        "promised": PROMISED_MINUTES,
        "weeks": WEEKS,
        "spent": minutes_spent(center, at=now),
    }
    return render(request, "desk/figures.html", context)
