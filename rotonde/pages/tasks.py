"""Housekeeping that belongs to no single app."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from rotonde.accounts import personal_data
from rotonde.search import misses, vocabulary
from rotonde.translations.tally import bring_up_to_date


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task
def purge_personal_data() -> None:
    personal_data.purge(at=timezone.now())


@shared_task
def forget_misses() -> None:
    misses.forget_misses(at=timezone.now())


@shared_task
def forget_unused_words() -> None:
    vocabulary.forget_unused_words()


@shared_task
def tally_texts() -> None:
    """So that no editor waits for all that was imported since."""
    bring_up_to_date()
