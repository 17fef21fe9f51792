"""Synthetic events with many dates, for measurements; the same seed makes the same load."""

import random
from datetime import datetime, timedelta

from django.db import transaction

from events.catalogue import public_id_for
from events.models import Event, Occurrence
from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.models import Place, Theme

DATES_PER_EVENT = 20
_WORDS = ("welcome", "walk", "taster", "workshop", "meetup", "drinks")


@transaction.atomic
def make_load(*, events: int, seed: int, at: datetime) -> int:
    """Add `events` published events with twenty dates each, from tomorrow on; the dates made.

    Raises ValueError where this load exists already.
    """
    slug = f"load-{seed}"
    if Event.objects.filter(slug__startswith=f"{slug}-").exists():
        raise ValueError(f"the events {slug} exist already")
    chance = random.Random(seed)  # noqa: S311 - invented events need no secrecy
    organiser = Organisation.objects.create(
        slug=f"events-{slug}", name=f"Organiser {seed}", kind=Organisation.Kind.PUBLIC
    )
    place = Place.objects.create(
        slug=f"events-{slug}",
        name=f"Hall {seed}",
        locality="Gent",
        municipality=Municipality.objects.order_by("nis_code").first(),
    )
    made = Event.objects.bulk_create(
        _event(f"{slug}-{number}", number, organiser, place, chance) for number in range(events)
    )
    themes = list(Theme.objects.filter(parent__isnull=False)) or list(Theme.objects.all())
    if themes:
        link = Event.themes.through
        link.objects.bulk_create(
            link(event_id=event.pk, theme_id=chance.choice(themes).pk) for event in made
        )
    dates = [_date(event, chance, at) for event in made for _ in range(DATES_PER_EVENT)]
    Occurrence.objects.bulk_create(dates, batch_size=1_000)
    return len(dates)


def _event(
    slug: str, number: int, organiser: Organisation, place: Place, chance: random.Random
) -> Event:
    word = chance.choice(_WORDS)
    texts = {}
    for code in CODES:
        texts[f"name_{code}"] = f"{word.capitalize()} {number} ({code})"
        texts[f"summary_{code}"] = f"A {word} for newcomers, number {number}, told in {code}."
        texts[f"description_{code}"] = f"What happens at {word} {number}. " * 10
    return Event(
        public_id=public_id_for(slug),
        slug=slug,
        organisation=organiser,
        place=place,
        kind=chance.choice(Event.Kind.values),
        state=Event.State.PUBLISHED,
        spoken_languages=sorted({"nl", chance.choice(["en", "fr", "ar"])}),
        capacity=chance.choice([20, 60, 120]),
        verified=chance.random() < 0.5,
        source="synthetic load",
        **texts,
    )


def _date(event: Event, chance: random.Random, at: datetime) -> Occurrence:
    starts_at = at.replace(minute=0, second=0, microsecond=0) + timedelta(
        days=chance.randint(1, 365), hours=chance.randint(0, 11)
    )
    return Occurrence(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=event.capacity,
        seats_taken=chance.randint(0, event.capacity or 0),
        changed_at=at,
    )
