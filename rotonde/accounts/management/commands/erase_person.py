"""`erase_person EMAIL`: forgets somebody; what law or statistics need stays without the person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rotonde.accounts.personal_data import erase, person_at


class Command(BaseCommand):
    help = "Erase the person with this mail address; coming visits are cancelled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        touched = erase(person_at(options["email"]), at=timezone.now())
        for name, count in touched.items():
            self.stdout.write(f"{name}: {count}")
