"""Fills an empty portal: the real content, and for a demo the people and visits to try it with."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from modeltranslation.translator import translator

from events.demo import seed_registrations
from events.schedule import roll as roll_dates
from events.search import index_events
from permits import rosters
from permits.deadlines.demo import seed_deadlines
from permits.demo import seed_visits
from permits.eligibility.seeding import SeededRules, seed_rules
from rotonde.accounts.demo import seed_accounts
from rotonde.employers.demo import seed_hires
from rotonde.employers.demo_menus import seed_menu
from rotonde.organisations.demo import seed_memberships
from rotonde.pages.models import Seeding
from rotonde.region.glossary import index_terms
from rotonde.translations.recording import record
from services.catalogue import index_services
from services.guides.search import index_guides
from services.laying_out import lay_out
from services.models import Channel
from services.proposals.demo import seed_proposals

# In the order of their references to each other.
_FOLDERS = (
    "region",
    "search",
    "services/themes.yaml",
    "services",
    "guides",
    "permits",
    "events/places.yaml",
    "events",
)


def fixture_files(folder: Path) -> list[Path]:
    """All fixture files below `folder`, what is referred to before what refers."""
    files: dict[Path, None] = {}
    for name in _FOLDERS:
        path = folder / name
        files |= dict.fromkeys([path] if path.is_file() else sorted(path.glob("*.yaml")))
    return list(files)


def seed_content(*, at: datetime) -> bool:
    """Load the fixtures, unless this database holds this revision already; whether it did.

    Objects are recognised by their natural keys, so loading again changes what changed.
    """
    files = fixture_files(settings.BASE_DIR / "fixtures")
    digest = _digest(files)
    if Seeding.objects.filter(digest=digest).exists():
        return False
    with transaction.atomic():
        call_command("loaddata", *files, verbosity=0)
        index_everything()
        for model in translator.get_registered_models(abstract=False):
            record(model._default_manager.all())
        Seeding.objects.all().delete()
        Seeding.objects.create(digest=digest, seeded_at=at)
    return True


def index_everything() -> None:
    """Let all there is be found anew: its words, the parts of its compounds, its other names."""
    index_terms()
    index_services()
    index_guides()
    index_events()


def seed_demo(*, at: datetime) -> tuple[bool, SeededRules]:
    """Content, rosters, dates, the demo's people and what they booked.

    Whether content is new, and what became of the rules.
    """
    loaded = seed_content(at=at)
    lay_out(Channel.objects.all(), at=at)
    rosters.roll(at=at)
    roll_dates(at=at)
    seed_accounts(at=at)
    seed_memberships(on=at.date())
    rules = seed_rules(at=at)
    seed_visits(at=at)
    seed_deadlines(at=at)
    seed_registrations(at=at)
    seed_hires(at=at)
    seed_menu(at=at)
    seed_proposals(at=at)
    return loaded, rules


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
