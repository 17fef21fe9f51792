"""A visit for somebody who calls, or who walked in: one page, five fields."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from permits.desk import booking_for
from permits.desk.access import center_asked, desk_required, staff_of
from permits.desk.asking import Asking
from permits.desk.forms import BookForm
from permits.desk.views.board import address_of
from permits.desk.words import why
from permits.models import Center, Visit
from permits.parties import Unbookable
from permits.refusals import Refused
from rotonde.common.fragments import wants_fragment


@desk_required
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Ask for the five fields; the times follow what is chosen, the first free one is proposed."""
    center = center_asked(request)

    def process(form: BookForm) -> Visit:
        return booking_for.book_for(center=center, at=timezone.now(), **form.answers)

    return _asked(request, center, process, walk_in=False)


@desk_required
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    """The same for whoever stands there: the first gap of today that fits, and they are here."""
    center = center_asked(request)

    def process(form: BookForm) -> Visit:
        return booking_for.walk_in(
            center=center, at=timezone.now(), by=staff_of(request), **form.answers
        )

    return _asked(request, center, process, walk_in=True)


def _asked(
    request: HttpRequest, center: Center, process: Callable[[BookForm], Visit], *, walk_in: bool
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    asking = Asking(center, given.dict(), timezone.now(), walk_in=walk_in)
    if request.method != "POST":
        proposed = {"language": get_language(), **asking.answers}
        return _page(request, BookForm(asking=asking, initial=proposed))
    form = BookForm(request.POST, asking=asking)
    whole = form.is_valid()
    # Sent twice, its time is no longer free the second time: that is no mistake.
    key, name = (form.cleaned_data.get(each, "") for each in ("form_key", "name"))
    if visit := booking_for.sent_before(key, center=center, name=name):
        return _booked(request, visit)
    if not whole:
        return _page(request, form, status=400)
    try:
        visit = process(form)
    except (Refused, Unbookable) as error:
        form = BookForm(request.POST, asking=Asking(center, given.dict(), timezone.now(), walk_in))
        form.add_error("start", why(error))
        return _page(request, form, status=409)
    return _booked(request, visit)


def _booked(request: HttpRequest, visit: Visit) -> HttpResponse:
    said = _("Booked for %(name)s: ticket %(ticket)s.")
    messages.success(request, said % {"name": visit.name, "ticket": visit.ticket})
    return redirect(address_of(visit.center, visit.date, visit))


def _page(request: HttpRequest, form: BookForm, *, status: int = 200) -> HttpResponse:
    template = "desk/_times.html" if wants_fragment(request) else "desk/book.html"
    asking = form.asking
    context = {
        "form": form,
        "center": asking.center,
        "centers": request.centers,  # type: ignore[attr-defined]
        "refusal": asking.refusal,
        "walk_in": asking.walk_in,
    }
    return render(request, template, context, status=status)
