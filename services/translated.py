"""What the desk for translations is to know of services, themes and guides."""

from datetime import datetime
from typing import Any

from rotonde.region.models import Municipality, Term
from rotonde.translations.kinds import Kind, register
from services.catalogue import index_services, record_change
from services.guides.search import index_guides
from services.models import Guide, GuideStep, Service, Theme


def register_translated() -> None:
    register(Kind(Service, told=Service.objects.published, written=_service_written))
    register(Kind(Theme, written=_theme_written))
    register(Kind(Guide, told=Guide.objects.published, written=_guide_written))
    register(Kind(GuideStep, told=_steps_told, written=_step_written))
    register(Kind(Term, written=_term_written))
    register(Kind(Municipality, proper=True))


def _steps_told() -> Any:
    return GuideStep.objects.filter(guide__in=Guide.objects.published())


def _service_written(service: Service, at: datetime) -> None:
    record_change(service, at=at)


def _theme_written(theme: Theme, _at: datetime) -> None:
    """Services and guides are found by the names of their themes."""
    index_services(theme.services.all())
    index_guides(theme.guides.all())


def _guide_written(guide: Guide, _at: datetime) -> None:
    index_guides([guide])


def _step_written(step: GuideStep, _at: datetime) -> None:
    index_guides([step.guide])


def _term_written(term: Term, _at: datetime) -> None:
    index_guides(Guide.objects.filter(terms=term))
