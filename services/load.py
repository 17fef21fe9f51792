"""Synthetic services at plausible points, for measurements; the same seed makes the same load."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.catalogue import index_services, public_id_for
from services.laying_out import lay_out
from services.models import (
    Channel,
    OpeningHours,
    Place,
    Schedule,
    Service,
    SpokenLanguage,
    Theme,
)

_BATCH = 1000
_PER_ORGANISATION = 4
_SPREAD = 0.03  # degrees around the middle of a municipality, about 3 km
_GHENT = (51.05, 3.72)
_SPOKEN = ("nl", "en", "fr", "de", "es", "pl", "tr", "ar", "uk", "ti", "so", "ps")

# What a synthetic service is about; every language has its own word, so that search has work.
_WORDS = {
    "en": ("housing", "advice", "permit", "language", "course", "health", "bank", "tax"),
    "nl": ("wonen", "advies", "vergunning", "taal", "cursus", "gezondheid", "bank", "belasting"),
    "fr": ("logement", "conseil", "permis", "langue", "cours", "santé", "banque", "impôt"),
    "de": ("Wohnung", "Beratung", "Erlaubnis", "Sprache", "Kurs", "Gesundheit", "Bank", "Steuer"),
    "es": ("vivienda", "consejo", "permiso", "idioma", "curso", "salud", "banco", "impuesto"),
    "pl": ("mieszkanie", "porada", "pozwolenie", "język", "kurs", "zdrowie", "bank", "podatek"),
    "tr": ("konut", "danışma", "izin", "dil", "kurs", "sağlık", "banka", "vergi"),
    "ar": ("سكن", "استشارة", "تصريح", "لغة", "دورة", "صحة", "بنك", "ضريبة"),
}


@dataclass(frozen=True)
class _World:
    """What the load is built from; an empty portal has no themes and no municipalities."""

    chance: random.Random
    seed: int
    themes: list[Theme]
    municipalities: list[Municipality]


def make_load(*, services: int, seed: int, at: datetime, findable: bool = True) -> int:
    """Add `services` published services, each at its own place; how many were made.

    Searching finds them unless they need not be `findable`, which is most of the work. Called
    again with the same seed it adds to what is there.
    """
    before = Service.objects.filter(slug__startswith=f"load-{seed}-").count()
    world = _World(
        # Not for secrets: the same seed must give the same world.
        chance=random.Random(f"{seed}-{before}"),  # noqa: S311
        seed=seed,
        themes=list(Theme.objects.filter(parent__isnull=False)) or list(Theme.objects.all()),
        municipalities=list(Municipality.objects.order_by("slug")),
    )
    for start in range(before, before + services, _BATCH):
        made = _make_batch(world, start, min(start + _BATCH, before + services))
        if findable:
            index_services(made)
    lay_out(Channel.objects.filter(service__slug__startswith=f"load-{seed}-"), at=at)
    return services


@transaction.atomic
def _make_batch(world: _World, start: int, end: int) -> list[Service]:
    numbers = range(start, end)
    owners = _organisations(world, {number // _PER_ORGANISATION for number in numbers})
    services = Service.objects.bulk_create(_service(world, n, owners) for n in numbers)
    places = Place.objects.bulk_create(_place(world, number) for number in numbers)
    channels = Channel.objects.bulk_create(
        Channel(service=service, kind=Channel.Kind.DESK, place=place, position=1)
        for service, place in zip(services, places, strict=True)
    )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(channel=channel, language=language)
        for channel in channels
        for language in sorted({"nl", *world.chance.sample(_SPOKEN, 2)})
    )
    _open(world, channels)
    if world.themes:
        link = Service.themes.through
        link.objects.bulk_create(
            link(service_id=service.pk, theme_id=world.chance.choice(world.themes).pk)
            for service in services
        )
    return services


def _open(world: _World, channels: list[Channel]) -> None:
    """Office hours for two thirds of the channels."""
    opened = [channel for channel in channels if world.chance.random() < 2 / 3]
    schedules = Schedule.objects.bulk_create(Schedule(channel=channel) for channel in opened)
    OpeningHours.objects.bulk_create(
        OpeningHours(
            schedule=schedule,
            weekday=weekday,
            opens_at=time(8 + world.chance.randrange(3)),
            closes_at=time(16 + world.chance.randrange(5)),
        )
        for schedule in schedules
        for weekday in range(1, 6)
    )


def _organisations(world: _World, numbers: set[int]) -> dict[int, Organisation]:
    slugs = {f"load-{world.seed}-{number}": number for number in sorted(numbers)}
    kinds = Organisation.Kind.values
    Organisation.objects.bulk_create(
        [
            Organisation(slug=slug, name=f"Organisation {number}", kind=kinds[number % len(kinds)])
            for slug, number in slugs.items()
        ],
        ignore_conflicts=True,
    )
    found = Organisation.objects.filter(slug__in=slugs)
    return {slugs[organisation.slug]: organisation for organisation in found}


def _service(world: _World, number: int, owners: dict[int, Organisation]) -> Service:
    slug = f"load-{world.seed}-{number}"
    about = world.chance.sample(range(len(_WORDS["en"])), 3)
    texts: dict[str, str] = {}
    for code in CODES:
        words = [_WORDS[code][each] for each in about]
        texts[f"name_{code}"] = f"{words[0].capitalize()} {number}"
        texts[f"summary_{code}"] = ", ".join(words)
    return Service(
        public_id=public_id_for(slug),
        slug=slug,
        organisation=owners[number // _PER_ORGANISATION],
        verified=world.chance.random() < 0.5,
        source="synthetic load",
        **texts,
    )


def _place(world: _World, number: int) -> Place:
    town = world.chance.choice(world.municipalities) if world.municipalities else None
    latitude, longitude = (town.latitude, town.longitude) if town else _GHENT
    return Place(
        slug=f"load-{world.seed}-{number}",
        name=f"Place {number}",
        street_address=f"Street {number % 200 + 1}",
        postal_code=town.postcodes[0] if town else "9000",
        locality=town.name_nl if town else "Gent",
        municipality=town,
        latitude=latitude + world.chance.gauss(0, _SPREAD),
        longitude=longitude + world.chance.gauss(0, _SPREAD),
        source="synthetic load",
    )
