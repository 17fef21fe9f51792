"""Fill the portal with its content and the demo's people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rotonde.pages.seeding import seed_demo


class Command(BaseCommand):
    help = "Load the content, the rosters and the demo accounts (only where DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts have a public password: set DEMO=1 to allow them.")
        loaded, rules = seed_demo(at=timezone.now())
        self.stdout.write("content loaded" if loaded else "content was there already")
        self.stdout.write(rules.words)
