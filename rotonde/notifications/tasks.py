"""The worker's side of the outbox."""

from celery import shared_task
from django.utils import timezone

from rotonde.notifications import canary, delivery


@shared_task
def deliver() -> None:
    delivery.deliver_due(at=timezone.now())


@shared_task
def sing() -> None:
    canary.move(at=timezone.now())
