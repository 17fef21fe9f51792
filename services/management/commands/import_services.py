"""Read services from a file, each whole or not at all."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rotonde.organisations.models import Organisation
from services.exchange.applying import apply
from services.exchange.assuming import Assumed
from services.exchange.planning import Outcome, plan


class Command(BaseCommand):
    help = "Read services from .csv, .xlsx or HSDS .json; exit 1 when anything was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--kind",
            choices=Organisation.Kind.values,
            default="",
            help="the kind of organisations of which the file tells none",
        )
        parser.add_argument(
            "--theme", default="", help="the theme of services that have none of ours"
        )
        parser.add_argument("--dry-run", action="store_true", help="say it, do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        assumed = Assumed(kind=options["kind"], theme=options["theme"])
        found = plan(content, name=path.name, assumed=assumed)
        if not options["dry_run"]:
            found = apply(found, at=timezone.now())
        for step in found.steps:
            for fault in step.faults:
                self.stderr.write(f"{path}: row {step.row}: {fault.field}: {fault.why}")
            if step.outcome in (Outcome.ADDED, Outcome.CHANGED):
                what = f" ({', '.join(step.changed)})" if step.changed else ""
                self.stdout.write(f"{step.outcome} row {step.row}: {step.name}{what}")
        self.stdout.write(", ".join(f"{number} {name}" for name, number in found.counts.items()))
        if found.refused:
            sys.exit(1)
