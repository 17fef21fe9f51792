"""What every test shares: a strict client, settings of a small world, a clean slate."""

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from rotonde.celery import app as celery_app
from tests.strict_client import StrictClient

# Wake-ups of tests go nowhere; tests of the real broker start a real worker.
celery_app.conf.update(broker_url="memory://localhost/", broker_transport_options={})


@pytest.fixture
def client() -> StrictClient:
    """The strict client instead of Django's own."""
    return StrictClient()


@pytest.fixture(autouse=True)
def _small_world(settings) -> None:
    """No static manifest and a cache of its own: what a unit test needs."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True  # each client would read the static folder anew
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    translation.activate("en")  # not the language of whichever test came before
    timezone.deactivate()
