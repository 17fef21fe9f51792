"""What events say on the pages of others: who welcomes you, and what happens near by."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from events.access import registrations_of
from events.filters import Filters
from events.models import Occurrence
from events.querysets import OccurrenceQuerySet
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import person_of
from rotonde.common.languages import CODES
from rotonde.common.panels import Panel, register
from rotonde.organisations.access import organisations_of
from rotonde.organisations.models import Membership
from rotonde.region.models import Municipality
from rotonde.translations.labels import mark_machine
from services.models import Service

AT_HOME = 3
ASIDE = 3
MOST_ORGANISERS = 10


def register_panels() -> None:
    register("home", who_welcomes_me)
    register("municipality.aside", in_your_municipality)
    register("service.aside", from_this_organisation)
    register("my.coming", my_events)
    register("my.coming", events_i_run)
    register("visit.closing", after_the_visit)
    register("visit.mail.html", in_the_mail)
    register("visit.mail.txt", in_the_mail_as_text)


def who_welcomes_me(request: HttpRequest, subject: Any) -> Panel | None:
    """The next dates of all events; a kind that is on every week does not fill the list."""
    found = _coming(Filters())[: 4 * AT_HOME]
    first_of_each = {each.event_id: each for each in reversed(found)}
    dates = sorted(first_of_each.values(), key=lambda each: each.starts_at)[:AT_HOME]
    if not dates:
        return None
    return Panel("events/panels/home.html", {"dates": _marked(dates), "at": timezone.now()})


def in_your_municipality(request: HttpRequest, subject: Municipality) -> Panel | None:
    """What happens in this municipality; where nothing does, what happens in the region."""
    local = list(_coming(Filters(municipality=subject.pk))[:ASIDE])
    dates = local or list(_coming(Filters())[:ASIDE])
    if not dates:
        return None
    context = {"dates": _marked(dates), "municipality": subject, "is_local": bool(local)}
    return Panel("events/panels/municipality.html", context)


def from_this_organisation(request: HttpRequest, subject: Service) -> Panel | None:
    """The next events of who offers this service."""
    dates = list(_coming(Filters(organiser=subject.organisation_id))[:ASIDE])
    if not dates:
        return None
    context = {"dates": _marked(dates), "organisation": subject.organisation}
    return Panel("events/panels/organisation.html", context)


def my_events(request: HttpRequest, subject: User) -> Panel:
    """On my rotonde: what a person is registered for, and waits for."""
    own = registrations_of(person_of(subject)).live().told()
    coming = own.filter(occurrence__ends_at__gt=timezone.now()).order_by("occurrence__starts_at")
    found = list(coming)
    _marked([each.occurrence for each in found])
    return Panel("events/panels/my.html", {"coming": found})


def events_i_run(request: HttpRequest, subject: User) -> Panel | None:
    """On my rotonde of who speaks for an organiser: the way to its events."""
    own = organisations_of(subject, Membership.Role.ORGANISER, on=timezone.localdate())
    organisers = list(own[:MOST_ORGANISERS])
    return (
        Panel("events/panels/organisers.html", {"organisers": organisers}) if organisers else None
    )


def after_the_visit(request: HttpRequest, subject: str) -> Panel | None:
    """What the host tells somebody who speaks the language `subject`: what is held in it next."""
    return _spoken("events/panels/closing.html", subject)


def in_the_mail(request: HttpRequest, subject: str) -> Panel | None:
    """The same, in the mail about what they took home."""
    return _spoken("events/panels/mail.html", subject)


def in_the_mail_as_text(request: HttpRequest, subject: str) -> Panel | None:
    return _spoken("events/panels/mail.txt", subject)


def _spoken(template: str, language: str) -> Panel | None:
    """Where nothing is held in it, what is on at all: people meet with hands and feet too."""
    spoken = list(_coming(Filters(language=language))[:ASIDE])
    dates = spoken or list(_coming(Filters())[:ASIDE])
    if not dates:
        return None
    return Panel(template, {"dates": _marked(dates), "is_spoken": bool(spoken)})


def _marked(dates: list[Occurrence]) -> list[Occurrence]:
    """These dates, of whose events is known what a machine wrote."""
    mark_machine([each.event for each in dates], reader=get_language() or CODES[0])
    return dates


def _coming(filters: Filters) -> OccurrenceQuerySet:
    at = timezone.now()
    reader = get_language() or CODES[0]
    matching = Occurrence.objects.matching(filters, reader=reader).taking_place()
    return matching.filter(starts_at__gt=at).in_order().listed()
