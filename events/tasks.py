"""What the worker does for events; when it does, stands in rotonde.celery."""

from celery import shared_task
from django.utils import timezone

from events import schedule


@shared_task
def roll_dates() -> None:
    schedule.roll(at=timezone.now())
