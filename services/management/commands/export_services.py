"""Write the published services in an open format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from services.exchange.documents import FORMATS, document
from services.models import Service


class Command(BaseCommand):
    help = "Write the published services as HSDS 3.0, CSV or GeoJSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=sorted(FORMATS), default="hsds")
        parser.add_argument("--all", action="store_true", help="the hidden ones, too")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        services = Service.objects.all() if options["all"] else Service.objects.published()
        pieces = document(services, options["format"])
        if options["output"] is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        with options["output"].open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
