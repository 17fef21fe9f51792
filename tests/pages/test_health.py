from datetime import timedelta

import pytest
from django.utils import timezone

from rotonde.notifications import canary
from rotonde.notifications.models import Message

pytestmark = pytest.mark.django_db


def checks(client) -> dict:
    return client.get("/health/ready").json()["checks"]


def test_live_needs_no_database_query(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200


def test_ready_when_a_worker_moved_the_canary(client) -> None:
    canary.move(at=timezone.now())
    response = client.get("/health/ready")
    assert response.status_code == 200, response.json()
    assert set(response.json()["checks"]) == {"database", "broker", "cache", "worker", "outbox"}


def test_not_ready_without_a_worker_at_work(client) -> None:
    canary.move(at=timezone.now() - timedelta(minutes=5))
    assert client.get("/health/ready").status_code == 503
    assert checks(client)["worker"]["ok"] is False


def test_not_ready_when_messages_lie_undelivered(client) -> None:
    canary.move(at=timezone.now())
    long_ago = timezone.now() - timedelta(hours=1)
    Message.objects.create(
        recipient="a@example.org",
        kind="greeting",
        target="x",
        anchor=long_ago,
        language="en",
        time_zone="Europe/Brussels",
        due_at=long_ago,
        created_at=long_ago,
        message_id="<1@example.org>",
    )
    assert client.get("/health/ready").status_code == 503
    assert checks(client)["outbox"]["ok"] is False


def test_not_ready_when_the_broker_is_gone(client) -> None:
    from rotonde.celery import app

    app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        assert checks(client)["broker"]["ok"] is False
    finally:
        app.conf.broker_url = "memory://localhost/"


def test_health_is_not_for_posting(client) -> None:
    assert client.post("/health/ready").status_code == 405
