"""`export_person EMAIL`: everything the portal knows about somebody, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from rotonde.accounts.personal_data import export, person_at


class Command(BaseCommand):
    help = "Print everything known about the person with this mail address, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        told = export(person_at(options["email"]))
        self.stdout.write(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
