"""Is the portal alive, and does its work get done?

`live` says that this process answers. `ready` says that what it needs is there and that the
work moves: the canary row is touched by a worker, the oldest due message is not left lying.
"""

from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from rotonde.notifications.models import Canary, Message

CANARY_STALE = timedelta(seconds=90)
OUTBOX_STALE = timedelta(minutes=10)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    now = timezone.now()
    checks = {"database": _database()}
    if checks["database"]["ok"]:
        checks |= {
            "broker": _broker(),
            "cache": _cache(),
            "worker": _worker(now),
            "outbox": _outbox(now),
        }
    ok = all(check["ok"] for check in checks.values())
    return JsonResponse(
        {"status": "ok" if ok else "unavailable", "checks": checks}, status=200 if ok else 503
    )


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _broker() -> dict[str, Any]:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OSError, OperationalError):
        return {"ok": False}
    return {"ok": True}


def _cache() -> dict[str, Any]:
    try:
        cache.set("health", "ok", 10)
        return {"ok": cache.get("health") == "ok"}
    except (OSError, DatabaseError):
        return {"ok": False}


def _worker(now: datetime) -> dict[str, Any]:
    canary = Canary.objects.filter(name="worker").first()
    age = (now - canary.moved_at).total_seconds() if canary else None
    return {"ok": age is not None and age < CANARY_STALE.total_seconds(), "age_seconds": age}


def _outbox(now: datetime) -> dict[str, Any]:
    oldest = Message.objects.due(at=now).order_by("due_at").values_list("due_at", flat=True).first()
    age = (now - oldest).total_seconds() if oldest else 0
    return {"ok": age < OUTBOX_STALE.total_seconds(), "oldest_due_seconds": age}
