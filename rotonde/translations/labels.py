"""Which texts on a page a machine wrote and nobody has checked: readers are told of each."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from rotonde.translations.models import TranslationState
from rotonde.translations.reading import MACHINE_TEXTS, Shown, shown
from rotonde.translations.recording import fields_of
from rotonde.translations.states import speaks_of, text_in


def mark_machine(objects: Iterable[Any], *, reader: str, only: str = "") -> bool:
    """Let `shown` tell of these objects what a machine wrote; whether `reader` reads any of it.

    One query, whatever the objects are; to be called once for a page. With `only` it looks at that
    field alone: the others need not be read.
    """
    things: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for thing in objects:
        things[thing._meta.label_lower, thing.pk].append(thing)
    rows: dict[tuple[str, int], list[TranslationState]] = defaultdict(list)
    for row in _rows(things, only):
        rows[row.model, row.object_id].append(row)
    # The same event may stand on a page with two of its dates, read as two objects.
    marked = [_mark(thing, rows[key], reader, only) for key in things for thing in things[key]]
    return any(marked)


def in_words(found: Shown) -> str:
    """The text with its label in plain words, for where no markup fits: a choice, a calendar."""
    if not found.is_machine:
        return found.text
    return _("%(text)s (machine translation)") % {"text": found.text}


def _mark(thing: Any, rows: Iterable[TranslationState], reader: str, only: str) -> bool:
    about = [row for row in rows if speaks_of(row, text_in(thing, row.field, row.language))]
    setattr(thing, MACHINE_TEXTS, frozenset(f"{row.field}_{row.language}" for row in about))
    if not about:
        return False
    fields = [only] if only else fields_of(type(thing))
    return any(shown(thing, field, reader).is_machine for field in fields)


def _rows(things: Iterable[tuple[str, int]], only: str) -> Iterable[TranslationState]:
    ids: dict[str, list[int]] = defaultdict(list)
    for model, key in things:
        ids[model].append(key)
    if not ids:
        return []
    these = Q()
    for model, keys in ids.items():
        these |= Q(model=model, object_id__in=keys)
    if only:
        these &= Q(field=only)
    machine = TranslationState.Origin.MACHINE
    return TranslationState.objects.filter(these, origin=machine, reviewed=False)
