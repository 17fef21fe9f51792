"""What the worker does for appointments; when it does, stands in rotonde.celery."""

from celery import shared_task
from django.utils import timezone

from permits import booking, reminders, rosters
from permits.deadlines import cases
from permits.deadlines import reminders as deadline_reminders
from permits.rostering import proposals
from permits.waiting import offering


@shared_task
def expire_holds() -> None:
    booking.expire_holds(at=timezone.now())


@shared_task
def offer_freed_times() -> None:
    offering.offer_freed(at=timezone.now())


@shared_task
def queue_reminders() -> None:
    reminders.queue_reminders(at=timezone.now())


@shared_task
def roll_rosters() -> None:
    rosters.roll(at=timezone.now())


@shared_task
def sweep_proposals() -> None:
    proposals.sweep(at=timezone.now())


@shared_task
def queue_deadline_reminders() -> None:
    deadline_reminders.queue_deadline_reminders(at=timezone.now())


@shared_task
def reckon_deadlines() -> None:
    cases.reckon_anew(at=timezone.now())
