"""`purge_personal_data [--dry-run]`: removes what is past its retention period."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rotonde.accounts.personal_data import purge


class Command(BaseCommand):
    help = "Remove personal data that is past its retention period (see the settings)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in purge(at=timezone.now(), dry_run=options["dry_run"]).items():
            self.stdout.write(f"{name}: {count}")
