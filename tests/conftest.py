"""What every test shares: a strict client, settings of a small world, a clean slate."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from rotonde.celery import app as celery_app
from services.kept import reading
from tests.once import once
from tests.strict_client import StrictClient

# Wake-ups of tests go nowhere; tests of the real broker start a real worker.
celery_app.conf.update(broker_url="memory://localhost/", broker_transport_options={})


# The same examples in every run, and no hurry: a busy machine is not a finding.
hypothesis.settings.register_profile(
    "house",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

THOROUGH = frozenset(
    line
    for line in Path(__file__).with_name("thorough.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is listed as thorough."""
    for item in items:
        if item.nodeid.partition("[")[0] in THOROUGH:
            item.add_marker("thorough")


@pytest.fixture(scope="module")
def opened_once(django_db_setup, django_db_blocker) -> Iterator[Callable[[], Any]]:
    """The center of the pages, built once for the tests of a module."""
    from tests.factories.centers import open_center
    from tests.permits.views.conftest import NOW

    build = partial(open_center, at=NOW)
    with once(build, at=NOW, unblocked=django_db_blocker.unblock) as again:
        yield again


@pytest.fixture(scope="module")
def staffed_once(django_db_setup, django_db_blocker) -> Iterator[Callable[[], Any]]:
    """The desk and who works there, built once for the tests of a module."""
    from tests.permits.desk.conftest import NOW, staffed

    with once(staffed, at=NOW, unblocked=django_db_blocker.unblock) as again:
        yield again


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
    reading.forget()
    translation.activate("en")  # not the language of whichever test came before
    timezone.deactivate()
