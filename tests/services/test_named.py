"""What has no name in English or Dutch is refused by the database, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction

from services.models import Guide, Service
from tests.factories.guides import GuideFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nothing", ["", None])
def test_a_service_is_named(nothing) -> None:
    ServiceFactory(name_fr="Aide")
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.update(name_en=nothing, name_nl=nothing)
    Service.objects.update(name_en=nothing)


@pytest.mark.parametrize("nothing", ["", None])
def test_a_guide_is_titled(nothing) -> None:
    GuideFactory(title_fr="Aide")
    with pytest.raises(IntegrityError), transaction.atomic():
        Guide.objects.update(title_en=nothing, title_nl=nothing)
