"""Let the rules that come with the portal count, where no editor has published others."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from permits.eligibility.refusals import BrokenRules
from permits.eligibility.seeding import Seeded, seed_rules


class Command(BaseCommand):
    help = "Publish the shipped rules of eligibility as a new version, where they have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seeded = seed_rules(at=timezone.now())
        except BrokenRules as broken:
            for fault in broken.faults:
                self.stderr.write(f"{fault.what} {fault.where} {fault.detail}".rstrip())
            sys.exit(1)
        self.stdout.write(seeded.words)
        if seeded.outcome not in (Seeded.PUBLISHED, Seeded.UNCHANGED):
            sys.exit(1)
