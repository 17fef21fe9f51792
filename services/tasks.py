"""What the worker does for the services map; when it does, stands in rotonde.celery."""

from celery import shared_task
from django.utils import timezone

from services.laying_out import lay_out
from services.models import Channel
from services.truth.asking import ask_owners as ask
from services.truth.links import check_links as look_at_links


@shared_task
def lay_out_hours() -> None:
    lay_out(Channel.objects.filter(schedules__isnull=False).distinct(), at=timezone.now())


@shared_task
def ask_owners() -> None:
    ask(at=timezone.now())


@shared_task
def check_links() -> None:
    look_at_links(at=timezone.now())
