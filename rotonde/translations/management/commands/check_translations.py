"""Fail on a stale, empty or fuzzy entry in any of the eight catalogues."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rotonde.common.languages import CODES
from rotonde.translations.catalogues import ExtractionFailed, faults


class Command(BaseCommand):
    help = "Check that every catalogue holds exactly what the source asks for, translated."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = faults(settings.BASE_DIR)
        except ExtractionFailed as error:
            raise CommandError(f"GNU gettext could not extract the messages: {error}") from error
        for fault in found:
            self.stderr.write(str(fault))
        if found:
            raise CommandError(f"{len(found)} faults in the catalogues")
        self.stdout.write(f"{len(CODES)} catalogues whole")
