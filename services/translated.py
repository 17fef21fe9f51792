"""What the desk for translations is to know of services, themes and guides."""

from datetime import datetime
from typing import Any

from rotonde.region.glossary import index_terms
from rotonde.region.models import Municipality, Term
from rotonde.translations.kinds import Kind, follow, register
from services.catalogue import record_change, record_theme_change
from services.guides.search import index_guides
from services.models import Guide, GuideStep, Service, Theme


def register_translated() -> None:
    register(Kind(Service, told=Service.objects.published, by_machine=True))
    register(Kind(Theme, by_machine=True))
    register(Kind(Guide, told=Guide.objects.published, by_machine=True))
    register(Kind(GuideStep, told=_steps_told, by_machine=True))
    register(Kind(Municipality, proper=True))
    follow(Service, _service_written)
    follow(Theme, _theme_written)
    follow(Guide, _guide_written)
    follow(GuideStep, _step_written)
    follow(Term, _term_written)


def _steps_told() -> Any:
    return GuideStep.objects.filter(guide__in=Guide.objects.published())


def _service_written(service: Service, at: datetime) -> None:
    record_change(service, at=at)


def _theme_written(theme: Theme, at: datetime) -> None:
    """Services and guides are found by the names of their themes."""
    record_theme_change(theme, at=at)
    index_guides(theme.guides.all())


def _guide_written(guide: Guide, _at: datetime) -> None:
    index_guides([guide])


def _step_written(step: GuideStep, _at: datetime) -> None:
    index_guides([step.guide])


def _term_written(term: Term, _at: datetime) -> None:
    """A word leads to what it is called in any language, and to the guides that explain it."""
    index_terms([term])
    index_guides(Guide.objects.filter(terms=term))
