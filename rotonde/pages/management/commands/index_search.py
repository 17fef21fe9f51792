"""Lets everything be found anew, after the search itself has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from rotonde.pages.seeding import index_everything
from rotonde.search.models import Entry


class Command(BaseCommand):
    help = "Write the search entries of all services, guides, events and terms anew."

    def handle(self, *args: Any, **options: Any) -> None:
        index_everything()
        self.stdout.write(f"{Entry.objects.count()} entries")
