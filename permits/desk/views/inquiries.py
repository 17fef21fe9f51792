"""Questions of people without a visit: taken down, and listed for the day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permits.days import local_day
from permits.desk.access import center_asked, desk_required, inquiry_at_desk, staff_of
from permits.desk.forms import InquiryForm
from permits.desk.inquiries import inquiries, settle_inquiry, take_down
from permits.models import Center, Inquiry


@desk_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    center, now = center_asked(request), timezone.now()
    form = InquiryForm(
        request.POST if request.method == "POST" else None, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        take_down(center=center, at=now, by=staff_of(request), **form.cleaned_data)
        messages.success(request, _("Noted."))
        return redirect(_address(center))
    context = {
        "center": center,
        "form": form,
        "inquiries": inquiries(center, local_day(center, now)),
        "outcomes": [each for each in Inquiry.Outcome if each != Inquiry.Outcome.OPEN],
    }
    return render(request, "desk/questions.html", context, status=400 if form.errors else 200)


@desk_required
@require_POST
def settled(request: HttpRequest, key: int) -> HttpResponse:
    """What came of an open question in the end."""
    inquiry = inquiry_at_desk(request.user, key)
    outcome = request.POST.get("outcome", "")
    if outcome not in Inquiry.Outcome.values or outcome == Inquiry.Outcome.OPEN:
        raise Http404
    if settle_inquiry(inquiry=inquiry, outcome=Inquiry.Outcome(outcome)):
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("This was noted already."))
    return redirect(_address(inquiry.center))


def _address(center: Center) -> str:
    return f"{reverse('desk:questions')}?center={center.slug}"
