"""What the appointment desk says on other pages: the next free visit, and how to book one."""

from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from permits.access import visits_of
from permits.models import Center, Visit
from permits.practices.page import how_it_goes
from permits.presentation.first_free import first_start, usual_quest
from permits.presentation.needs import offered
from permits.presentation.quests import centers_for
from permits.waiting.personal_data import parties_of
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import person_of
from rotonde.common.panels import Panel, register
from rotonde.region.models import Municipality
from services.models import Guide, Service

# A page that many read asks the timetable once a minute; the times page itself is always fresh.
_FRESH_SECONDS = 60
_MOST_VISITS = 50


def register_panels() -> None:
    register("home", next_free_visit)
    register("municipality.main", how_it_goes)
    register("municipality.aside", booking_where_you_live)
    register("service.aside", booking_at_this_desk)
    register("service.popup", first_free_here)
    register("guide.aside", booking_after_reading)
    register("my.coming", my_visits)


def next_free_visit(request: HttpRequest, subject: Any) -> Panel | None:
    """The first free combined visit at the first center, for those who live in its city."""
    return cache.get_or_set("permits.next-free-visit", _next_free_visit, _FRESH_SECONDS) or None


def _next_free_visit() -> Panel | bool:
    # False and not None: nothing free is an answer worth a minute too.
    center = Center.objects.select_related("municipality", "place").first()
    quest = usual_quest(center.municipality) if center else None
    if center is None or quest is None:
        return False
    first = first_start(center, quest, at=timezone.now())
    if first is None:
        return False
    return Panel(
        "permits/panels/next_free.html",
        {"center": center, "start": first, "query": quest.query(center=center.slug)},
    )


def booking_where_you_live(request: HttpRequest, subject: Municipality) -> Panel | None:
    """Where a center may act for this municipality: book there."""
    quest = usual_quest(subject)
    centers = centers_for(quest) if quest else []
    if quest is None or not centers:
        return None
    return Panel(
        "permits/panels/where_you_live.html",
        {"municipality": subject, "center": centers[0], "query": quest.query()},
    )


def booking_at_this_desk(request: HttpRequest, subject: Service) -> Panel | None:
    """A service given at the address of a center: the combined visit is booked here."""
    center = _center_at(subject)
    quest = usual_quest(center.municipality) if center else None
    if center is None or quest is None:
        return None
    return Panel("permits/panels/at_this_desk.html", {"center": center, "query": quest.query()})


def first_free_here(request: HttpRequest, subject: Service) -> Panel | None:
    """In the popup of such a service: the first time that is free."""
    center = _center_at(subject)
    if center is None:
        return None
    key = f"permits.first-free-here.{center.slug}"
    return cache.get_or_set(key, lambda: _first_free_at(center), _FRESH_SECONDS) or None


def _first_free_at(center: Center) -> Panel | bool:
    quest = usual_quest(center.municipality)
    first = first_start(center, quest, at=timezone.now()) if quest else None
    if quest is None or first is None:
        return False
    context = {"center": center, "start": first, "query": quest.query(center=center.slug)}
    return Panel("permits/panels/popup.html", context)


def _center_at(subject: Service) -> Center | None:
    """The center at the address of one of the channels of `subject`."""
    addresses = [
        Q(place__street_address=channel.place.street_address)
        & Q(place__postal_code=channel.place.postal_code)
        for channel in subject.channels.all()
        if channel.place and channel.place.street_address
    ]
    if not addresses:
        return None
    centers = Center.objects.filter(reduce(or_, addresses)).select_related("municipality", "place")
    return centers.first()


def booking_after_reading(request: HttpRequest, subject: Guide) -> Panel | None:
    """Beside a guide: the procedures it is about, each one tap from a visit."""
    about = set(subject.procedures)
    needs = [need for need in offered() if about.issuperset(p.slug for p in need.procedures)]
    return Panel("permits/panels/after_reading.html", {"needs": needs}) if needs else None


def my_visits(request: HttpRequest, subject: User) -> Panel:
    """On my rotonde: the visits of this account, the next one first."""
    now = timezone.now()
    own = visits_of(person_of(subject)).select_related("center")
    shown = own.filter(state__in=[Visit.State.BOOKED, Visit.State.CANCELLED])
    visits = list(shown.order_by("-first_cell")[:_MOST_VISITS])
    coming = [v for v in visits if v.state == Visit.State.BOOKED and v.ends_at > now]
    past = [visit for visit in visits if visit not in coming]
    waiting = list(parties_of(person_of(subject)).waiting().select_related("center"))
    context = {"coming": coming[::-1], "past": past, "waiting": waiting}
    return Panel("permits/panels/my_visits.html", context)
