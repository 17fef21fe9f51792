"""Fill a database with synthetic load for measurements."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events.load import make_load as make_events
from permits.load import make_load as make_visits
from services.load import make_load as make_services


class Command(BaseCommand):
    help = "Make synthetic services, officers and visits; the same seed makes the same load."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--services", type=int, default=0)
        parser.add_argument("--officers", type=int, default=0, help="per agency")
        parser.add_argument("--days", type=int, default=0)
        parser.add_argument("--visits", type=int, default=0)
        parser.add_argument("--events", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        at, seed = timezone.now(), options["seed"]
        if options["services"]:
            made = make_services(services=options["services"], seed=seed, at=at)
            self.stdout.write(f"services: {made}")
        if options["officers"]:
            load = make_visits(
                officers=options["officers"],
                days=options["days"],
                visits=options["visits"],
                seed=seed,
                at=at,
            )
            self.stdout.write(f"visits: {load.visits}, steps: {load.steps}")
        if options["events"]:
            dates = make_events(events=options["events"], seed=seed, at=at)
            self.stdout.write(f"events: {options['events']}, dates: {dates}")
