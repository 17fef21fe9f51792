"""Let the translation service write what is missing in a language; nothing else is touched."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rotonde.common.languages import CODES
from rotonde.translations.filling import AT_ONCE, fill, gaps
from rotonde.translations.machine import NotTranslated, is_on

_BREATH = 1.0  # seconds between requests: the service serves others, too


class Command(BaseCommand):
    help = "Fills texts that are missing in a language by machine; each stays marked as such."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", required=True, choices=CODES)
        parser.add_argument("--limit", type=int, default=100, help="how many texts at most")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_on():
            raise CommandError("No translation service is set up: see TRANSLATION_URL.")
        found = gaps(language=options["language"], limit=options["limit"])
        done = 0
        for start in range(0, len(found), AT_ONCE):
            if start:
                time.sleep(_BREATH)
            try:
                done += fill(found[start : start + AT_ONCE], at=timezone.now())
            except NotTranslated as problem:
                self.stdout.write(f"{done} of {len(found)} texts written.")
                raise CommandError(f"The service stopped: {type(problem).__name__}.") from None
        self.stdout.write(f"{done} of {len(found)} texts written.")
