"""What leads readers to pages elsewhere: each app says which addresses it shows, and in what."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.models import Channel, Guide, Service

# An address, and the thing an editor mends it in.
Lead = tuple[str, Model]
Source = Callable[[], Iterable[Lead]]

_WRITTEN = re.compile(r"https?://[^\s<>\"“”«»]+")
_AFTER_IT = ".,;:!?)]}'’،؛؟"
_LONGEST = 500  # more is no address that somebody wrote down for others to read

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app say what it shows; in the order of registration, each source once."""
    if source not in _sources:
        _sources.append(source)


def leads() -> Iterator[Lead]:
    """Every address that readers are shown today, once for each thing that shows it."""
    seen = set()
    for source in _sources:
        for url, thing in source():
            key = (url, thing._meta.label, thing.pk)
            if url and len(url) <= _LONGEST and key not in seen:
                seen.add(key)
                yield url, thing


def written_in(text: str) -> list[str]:
    """The addresses in a text, without the sign of the sentence that follows them."""
    return [found.rstrip(_AFTER_IT) for found in _WRITTEN.findall(text)]


def of_the_directory() -> Iterator[Lead]:
    """Websites of published services, of their channels and of who offers them."""
    published = Service.objects.published()
    for service in published.exclude(website=""):
        yield service.website, service
    for channel in Channel.objects.filter(service__in=published).exclude(url=""):
        yield channel.url, channel
    offering = Organisation.objects.filter(services__in=published).exclude(website="")
    for organisation in offering.distinct():
        yield organisation.website, organisation


def of_guides() -> Iterator[Lead]:
    """The sources of published guides, and addresses written in their texts and steps."""
    for guide in Guide.objects.published().prefetch_related("sources", "steps"):
        for source in guide.sources.all():
            yield source.url, guide
        steps = [text for step in guide.steps.all() for text in _texts(step, "text")]
        for text in (*_texts(guide, "intro"), *steps):
            for url in written_in(text):
                yield url, guide


def of_municipalities() -> Iterator[Lead]:
    """The websites of the municipalities."""
    for municipality in Municipality.objects.exclude(website=""):
        yield municipality.website, municipality


def register_leads() -> None:
    """Those of this app, and of what it stands upon."""
    for source in (of_the_directory, of_guides, of_municipalities):
        register(source)


def _texts(thing: Any, field: str) -> Iterator[str]:
    for code in CODES:
        yield getattr(thing, f"{field}_{code}") or ""
