"""Questions of people without a visit: taken down in a line, so that the center knows of them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from permits.days import local_day
from permits.models import Center, Inquiry, Procedure
from rotonde.accounts.models import User


@transaction.atomic
def take_down(
    *,
    center: Center,
    question: str,
    language: str,
    about: Procedure | None,
    outcome: Inquiry.Outcome,
    at: datetime,
    by: User,
    form_key: str = "",
) -> Inquiry:
    """Keep the question and what came of it; nobody's name. The same `form_key` is one question."""
    if form_key:
        # One at a time: a second sending of the form finds what the first one kept.
        Center.objects.select_for_update(no_key=True).get(pk=center.pk)
        if known := Inquiry.objects.filter(center=center, form_key=form_key).first():
            return known
    return Inquiry.objects.create(
        center=center,
        date=local_day(center, at),
        question=question,
        language=language,
        about=about,
        outcome=outcome,
        at=at,
        by=by,
        form_key=form_key or None,
    )


def settle_inquiry(*, inquiry: Inquiry, outcome: Inquiry.Outcome) -> bool:
    """Say what came of an open question in the end; whether nobody was faster."""
    still_open = Inquiry.objects.filter(pk=inquiry.pk, outcome=Inquiry.Outcome.OPEN)
    return bool(still_open.update(outcome=outcome))


def inquiries(center: Center, day: date) -> QuerySet[Inquiry]:
    """Those of a day, the latest first, and what is still open from before."""
    of_center = Inquiry.objects.filter(center=center).select_related("about", "by")
    return of_center.filter(date=day) | of_center.filter(outcome=Inquiry.Outcome.OPEN, date__lt=day)
