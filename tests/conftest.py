"""What every test shares: a strict client, settings of a small world, a clean slate."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from rotonde.celery import app as celery_app
from tests.strict_client import StrictClient

# Wake-ups of tests go nowhere; tests of the real broker start a real worker.
celery_app.conf.update(broker_url="memory://localhost/", broker_transport_options={})


THOROUGH = frozenset(Path(__file__).with_name("thorough.txt").read_text("utf-8").splitlines())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is listed as thorough."""
    for item in items:
        if item.nodeid.partition("[")[0] in THOROUGH:
            item.add_marker("thorough")


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
