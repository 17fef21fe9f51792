"""Two questions after a visit: by a link, without an account, once."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from permits.desk import feedback
from permits.desk.feedback import AlreadyAnswered, can_answer
from permits.desk.forms import FeedbackForm
from permits.models import Closing
from rotonde.accounts.access import found_or_404
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, code: str) -> HttpResponse:
    closing = found_or_404(Closing.objects.select_related("visit__center"), code=code)
    now = timezone.now()
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with suppress(AlreadyAnswered):  # the page says so
            feedback.answer(closing=closing, at=now, **form.cleaned_data)
        return redirect("permits:feedback", code)
    context = {"closing": closing, "form": form, "open": can_answer(closing, at=now)}
    return render(request, "permits/feedback.html", context, status=400 if form.errors else 200)
