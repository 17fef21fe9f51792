"""The admin takes nothing from booked visits: it says how many need it, when, and where to go.

What is allowed is decided by permits.rostering.staffing and, for procedures, by as_booked.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permits.models import Center, Visit
from permits.rostering import as_booked, staffing


class KeepsVisitsSeated:
    """For the admin of whatever says who may see to a visit."""

    def watched(self, obj: Any, form: Any) -> Iterable[Center]:
        """The centers whose visits the change of `obj` may concern, before and after it."""
        raise NotImplementedError

    def needing(self, objs: Iterable[Any]) -> models.QuerySet[Visit]:
        """The visits that cannot do without these."""
        return Visit.objects.none()

    def watch(self, obj: Any, form: Any) -> staffing.Watch | as_booked.Watch:
        return staffing.watch(self.watched(obj, form), at=timezone.now())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The form belongs to this request alone; the admin to all of them.
        form.watch = self.watch(obj, form) if change else None
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if form.watch:
            form.watch.check()

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | HttpResponseRedirect:
        """The whole form is one transaction: what is refused has not happened."""
        try:
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except staffing.VisitsNeedIt as needed:
            messages.error(request, told(needed))
        except as_booked.BookedOtherwise as booked:
            messages.error(request, told_of_bookings(booked))
        else:
            return response
        return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Django refuses to delete what steps are with; here it also says where to go."""
        try:
            staffing.refuse_if_needed(self.needing(objs), at=timezone.now())
        except staffing.VisitsNeedIt as needed:
            messages.error(request, told(needed))
        return super().get_deleted_objects(objs, request)  # type: ignore[misc]


def told(needed: staffing.VisitsNeedIt) -> str:
    """How many visits, from when, and the week of the roster where that is put right."""
    text = ngettext(
        "Not done: %(count)d visit to come, on %(day)s, would have nobody."
        " First see in the roster who takes it.",
        "Not done: %(count)d visits to come, the first on %(day)s, would have nobody."
        " First see in the roster who takes them.",
        needed.count,
    ) % {"count": needed.count, "day": date_format(needed.first_day)}
    return _with_link(text, "desk:roster", needed, _("Open the roster"))


def told_of_bookings(booked: as_booked.BookedOtherwise) -> str:
    """How many visits stand in the way and until when, and the first day they are on."""
    if isinstance(booked, as_booked.BookedInOtherOrder):
        text = ngettext(
            "Not done: %(count)d visit to come, on %(day)s, is booked in the other order."
            " Change the order once it is over or has moved.",
            "Not done: %(count)d visits to come, until %(day)s, are booked in the other order."
            " Change the order once they are over or have moved.",
            booked.count,
        )
    else:
        text = ngettext(
            "Not done: %(count)d visit to come, on %(day)s, is booked with the duration as it"
            " was. Let the new one be valid from a later day on.",
            "Not done: %(count)d visits to come, until %(day)s, are booked with the duration as"
            " it was. Let the new one be valid from a later day on.",
            booked.count,
        )
    text %= {"count": booked.count, "day": date_format(booked.last_day)}
    return _with_link(text, "desk:board", booked, _("Open the day board"))


def _with_link(
    text: str,
    page: str,
    refusal: staffing.VisitsNeedIt | as_booked.BookedOtherwise,
    words: str,
) -> str:
    return format_html(
        '{} <a href="{}?center={}&amp;day={}">{}</a>',
        text,
        reverse(page),
        refusal.center.slug,
        refusal.first_day.isoformat(),
        words,
    )
