"""What a file says of how its texts were translated."""

from __future__ import annotations

from rotonde.translations.models import TranslationState
from rotonde.translations.reading import source_hash
from services.exchange.records import Values
from services.models import Service


def told_states(service: Service, states: list[Values]) -> None:
    """Keep exactly these states of its texts, which the file brought along."""
    model = service._meta.label_lower
    TranslationState.objects.filter(model=model, object_id=service.pk).delete()
    TranslationState.objects.bulk_create(
        TranslationState(
            model=model,
            object_id=service.pk,
            text_hash=source_hash(getattr(service, f"{state['field']}_{state['language']}") or ""),
            **state,
        )
        for state in states
    )
