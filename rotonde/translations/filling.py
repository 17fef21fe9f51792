"""Lets a machine write what is missing; what a person wrote, or writes meanwhile, stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from rotonde.translations.board import missing
from rotonde.translations.kinds import Kind, follow_up, kinds
from rotonde.translations.machine import NotTranslated, translated
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import source_hash
from rotonde.translations.recording import keep_sources, write_states
from rotonde.translations.states import source_of, text_in

# So many texts are asked for at once: what is lost when a service stops answering.
AT_ONCE = 20


class ForPeople(NotTranslated):
    """A machine has no say in texts of this kind."""


@dataclass(frozen=True)
class Gap:
    """A text that is missing, and what it is to be made from."""

    kind: Kind
    key: int
    field: str
    language: str
    source_language: str
    source: str


def gaps(*, language: str, limit: int) -> list[Gap]:
    """What readers miss in a language and a machine may write; `limit` texts of it at most."""
    may = {code: kind for code, kind in kinds().items() if kind.by_machine}
    wanted: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, key, field in missing(language=language, limit=limit, wanted=list(may.values())):
        wanted[code][key].append(field)
    return [gap for code, fields in wanted.items() for gap in _gaps(may[code], fields, language)]


def _gaps(kind: Kind, wanted: Mapping[int, Sequence[str]], language: str) -> Iterable[Gap]:
    for thing in kind.model._default_manager.filter(pk__in=wanted).order_by("pk"):
        for field in wanted[thing.pk]:
            source = source_of(thing, field, language)
            if source is not None:
                yield Gap(kind, thing.pk, field, language, source, text_in(thing, field, source))


def fill(batch: Sequence[Gap], *, at: datetime) -> int:
    """Let a machine write these texts; how many it did. Raises NotTranslated.

    The service is asked first and outside any transaction; then each thing is written in one.
    """
    answers: dict[Gap, str] = {}
    for language in {gap.source_language for gap in batch}:
        asked = [gap for gap in batch if gap.source_language == language]
        texts = translated([gap.source for gap in asked], source=language, target=asked[0].language)
        answers |= {gap: text for gap, text in zip(asked, texts, strict=True) if text}
    by_thing: dict[tuple[str, int], dict[Gap, str]] = defaultdict(dict)
    for gap, text in answers.items():
        by_thing[gap.kind.code, gap.key][gap] = text
    return sum(_write(texts, at) for texts in by_thing.values())


@transaction.atomic
def _write(texts: Mapping[Gap, str], at: datetime) -> int:
    written = [gap for gap, text in texts.items() if _write_one(gap, text)]
    if written:
        thing = written[0].kind.model._default_manager.get(pk=written[0].key)
        keep_sources([thing])
        write_states([_state(gap, texts[gap]) for gap in written])
        follow_up(thing, at=at)
    return len(written)


def _write_one(gap: Gap, text: str) -> bool:
    """Into the column only while nobody wrote it, and while its source says what was sent."""
    column = f"{gap.field}_{gap.language}"
    most: int | None = getattr(gap.kind.model._meta.get_field(column), "max_length", None)
    if most is not None and len(text) > most:
        return False
    empty = Q(**{column: ""}) | Q(**{column: None})
    still = {"pk": gap.key, f"{gap.field}_{gap.source_language}": gap.source}
    return bool(gap.kind.model._default_manager.filter(empty, **still).update(**{column: text}))


def _state(gap: Gap, text: str) -> TranslationState:
    return TranslationState(
        model=gap.kind.label,
        object_id=gap.key,
        field=gap.field,
        language=gap.language,
        source_language=gap.source_language,
        source_hash=source_hash(gap.source),
        text_hash=source_hash(text),
        origin=TranslationState.Origin.MACHINE,
    )


def suggestions(kind: Kind, thing: Any, language: str, fields: Iterable[str]) -> dict[str, str]:
    """What a machine would write in these fields of a `thing` of that kind, nothing saved.

    Raises NotTranslated; ForPeople before anything is sent.
    """
    if not kind.by_machine:
        raise ForPeople(kind.label)
    by_source: dict[str, list[str]] = defaultdict(list)
    for field in fields:
        source = source_of(thing, field, language)
        if source is not None:
            by_source[source].append(field)
    found: dict[str, str] = {}
    for source, asked in by_source.items():
        sent = [text_in(thing, field, source) for field in asked]
        texts = translated(sent, source=source, target=language, seconds=10)
        found |= {field: text for field, text in zip(asked, texts, strict=True) if text}
    return found
