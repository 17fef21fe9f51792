"""Texts a table brought in another language: made from today's English or Dutch, by people."""

from __future__ import annotations

from rotonde.common.languages import CODES
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import source_hash
from rotonde.translations.states import SOURCE_LANGUAGES
from services.exchange.records import TEXTS, Record, Values
from services.models import Service


def translated(service: Service, record: Record, changed: list[str] | None) -> None:
    """Remember it of every text that `changed`, by column; of all where nothing was there."""
    model = service._meta.label_lower
    for name in TEXTS:
        texts = record.texts.get(name, {})
        source = next((code for code in SOURCE_LANGUAGES if texts.get(code)), None)
        for code in CODES:
            if code in SOURCE_LANGUAGES or (
                changed is not None and f"{name}_{code}" not in changed
            ):
                continue
            key: Values = {"model": model, "object_id": service.pk, "field": name, "language": code}
            if source is None or not texts.get(code):
                TranslationState.objects.filter(**key).delete()
                continue
            made: Values = {
                "source_language": source,
                "source_hash": source_hash(texts[source]),
                "origin": TranslationState.Origin.HUMAN,
                "reviewed": False,
            }
            TranslationState.objects.update_or_create(**key, defaults=made)
