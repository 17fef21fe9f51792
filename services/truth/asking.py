"""Asks the owner of each entry once a quarter whether it is still correct, and acts on silence.

After the first mail there are two reminders, two weeks apart. The third reminder says that the
entry is now marked as not confirmed; two weeks later it is hidden. An answer, even a late one,
ends it: what silence has hidden is shown again. A correction is an answer too, and confirms the
entry as soon as an editor has made the change. An editor who checks, hides or shows the entry
meanwhile ends the round as well. An entry without any mail address is left to the
editors (see the data desk).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from services.catalogue import record_change
from services.models import OwnersCheck, Service, Suggestion
from services.truth.mails import queue_check

QUARTER = timedelta(days=91)
BETWEEN_MAILS = timedelta(days=14)
# A sweep that would send more is a mistake or the first day: the rest comes with the next one.
_AT_A_TIME = 200


@dataclass(frozen=True)
class Swept:
    asked: int
    reminded: int
    hidden: int


def ask_owners(*, at: datetime) -> Swept:
    """Begin the rounds that are due and take those that run a step on; safe to run twice."""
    overtaken = OwnersCheck.objects.overtaken()
    if overtaken.exists():  # an update of no row counts as a change of the directory too
        overtaken.update(next_at=None, marked_at=None, hidden_at=None)
    begun = sum(_begin(pk, at) for pk in _unchecked(at)[:_AT_A_TIME])
    due = OwnersCheck.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    steps = [_go_on(pk, at) for pk in due.values_list("pk", flat=True)[:_AT_A_TIME]]
    return Swept(begun, steps.count("reminded"), steps.count("hidden"))


@transaction.atomic
def confirm(*, check: OwnersCheck, at: datetime) -> bool:
    """The owner says that the entry is still correct; whether that was news.

    The entry was checked today, and is shown again if silence had hidden it.
    """
    service = Service.objects.select_for_update().get(pk=check.service_id)
    locked = OwnersCheck.objects.select_for_update().get(pk=check.pk)
    if locked.answered_at is not None:
        return False
    if locked.hidden_at is not None:
        service.state = Service.State.PUBLISHED
    service.checked_on, service.verified = timezone.localdate(at), True
    service.save(update_fields=["state", "checked_on", "verified"])
    OwnersCheck.objects.filter(pk=check.pk).update(
        answered_at=at, next_at=None, marked_at=None, hidden_at=None
    )
    record_change(service, at=at)
    return True


def await_editor(*, check: OwnersCheck, at: datetime) -> None:
    """The owner has sent a correction: they are asked no more, and are not said to be silent.

    What silence has hidden stays so until an editor has made the change.
    """
    of_round = OwnersCheck.objects.filter(pk=check.pk, answered_at=None)
    of_round.update(replied_at=at, next_at=None)
    of_round.filter(hidden_at=None).update(marked_at=None)


def owner_of(service: Service) -> str:
    """Where its owner is reached: the entry's own address, else the organisation's; or nothing."""
    return service.email or service.organisation.email


def _unchecked(at: datetime) -> QuerySet[Service, int]:
    """Published entries that nobody has looked at for a quarter, whose owner can be asked."""
    day = timezone.localdate(at - QUARTER)
    looked_at = Q(checked_on__gt=day) | Q(owners_check__next_at__isnull=False)
    answered = Q(owners_check__answered_at__gt=at - QUARTER)
    answered |= Q(owners_check__replied_at__gt=at - QUARTER)
    correction = Suggestion.objects.waiting().filter(service=OuterRef("pk"), by_owner=True)
    found = Service.objects.published().exclude(looked_at).exclude(answered)
    found = found.exclude(Exists(correction))
    found = found.exclude(owners_check__hidden_at__isnull=False)
    reachable = found.exclude(email="", organisation__email="")
    return reachable.order_by("checked_on", "pk").values_list("pk", flat=True)


@transaction.atomic
def _begin(pk: int, at: datetime) -> bool:
    service = (
        Service.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    )
    known = OwnersCheck.objects.filter(service=service).first()
    if known is not None and known.next_at is not None:
        return False  # another sweep was faster
    check, _made = OwnersCheck.objects.update_or_create(
        service=service,
        defaults={
            "code": secrets.token_urlsafe(16),
            "recipient": owner_of(service),
            "asked_at": at,
            "asks": 1,
            "next_at": at + BETWEEN_MAILS,
            "replied_at": None,
            "answered_at": None,
            "marked_at": None,
            "hidden_at": None,
        },
    )
    queue_check(check, at=at)
    return True


@transaction.atomic
def _go_on(pk: int, at: datetime) -> str:
    found = OwnersCheck.objects.select_for_update(skip_locked=True).filter(pk=pk, next_at__lte=at)
    check = found.first()
    if check is None:
        return "answered"
    if check.asks == OwnersCheck.MOST_ASKS:
        _hide(check, at)
        return "hidden"
    check.asks += 1
    check.next_at = at + BETWEEN_MAILS
    if check.asks == OwnersCheck.MOST_ASKS:
        check.marked_at = at
    check.save(update_fields=["asks", "next_at", "marked_at"])
    queue_check(check, at=at)
    return "reminded"


def _hide(check: OwnersCheck, at: datetime) -> None:
    published = Service.objects.filter(pk=check.service_id, state=Service.State.PUBLISHED)
    hidden = published.update(state=Service.State.HIDDEN)
    # What an editor had hidden already is not ours to show again when the owner answers.
    check.hidden_at, check.next_at = (at if hidden else None), None
    check.save(update_fields=["hidden_at", "next_at"])
    if hidden:
        record_change(Service.objects.get(pk=check.service_id), at=at)
