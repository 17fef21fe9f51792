"""The Celery application and the only table of what runs when.

What is to come lives in the database; the broker carries wake-ups and may be flushed at any
time. Every scheduled message expires before its successor is sent, so a stopped worker does
not come back to a queue of stale ticks.
"""

import os
from pathlib import Path

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
TRANSPORT_ALIASES["filebroker"] = "rotonde.common.filebroker:Transport"


def _every(seconds: float, task: str) -> dict[str, object]:
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds * 0.9, 1)}}


def _configure(app: Celery) -> None:
    redis_url = os.environ.get("REDIS_URL", "")
    queue = Path(__file__).resolve().parent.parent / "var" / "broker"
    app.conf.update(
        broker_url=redis_url or "filebroker://localhost//",
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
        }
        if redis_url
        else {
            "data_folder_in": str(queue / "queue"),
            "data_folder_out": str(queue / "queue"),
            "control_folder": str(queue / "control"),
        },
        broker_connection_timeout=1,
        # A wake-up is worth one try: the sweep finds the row anyway.
        task_publish_retry=False,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_time_limit=300,
        task_soft_time_limit=240,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        enable_utc=True,
        timezone="UTC",
        beat_schedule=SCHEDULE,
        beat_schedule_filename=str(queue.parent / "beat"),
    )


SCHEDULE = {
    "deliver due messages": _every(20, "rotonde.notifications.tasks.deliver"),
    "move the canary": _every(20, "rotonde.notifications.tasks.sing"),
    "expire holds": _every(60, "permits.tasks.expire_holds"),
    "let go proposed times": _every(60, "permits.tasks.sweep_proposals"),
    "offer freed times to who waits": _every(60, "permits.tasks.offer_freed_times"),
    "queue visit reminders": _every(300, "permits.tasks.queue_reminders"),
    "queue deadline reminders": _every(900, "permits.tasks.queue_deadline_reminders"),
    "reckon deadlines by the rules of today": _every(86400, "permits.tasks.reckon_deadlines"),
    "roll the rosters": _every(3600, "permits.tasks.roll_rosters"),
    "lay out opening hours": _every(3600, "services.tasks.lay_out_hours"),
    "ask owners whether entries are correct": _every(3600, "services.tasks.ask_owners"),
    "look whether links still lead somewhere": _every(900, "services.tasks.check_links"),
    "count what was written in which language": _every(60, "rotonde.pages.tasks.tally_texts"),
    "lay out event dates": _every(3600, "events.tasks.roll_dates"),
    "clear expired sessions": _every(86400, "rotonde.pages.tasks.clear_sessions"),
    "forget what was missed a year ago": _every(86400, "rotonde.pages.tasks.forget_misses"),
    "forget words nothing has any more": _every(86400, "rotonde.pages.tasks.forget_unused_words"),
    "purge personal data": _every(86400, "rotonde.pages.tasks.purge_personal_data"),
}

app = Celery("rotonde")
_configure(app)
app.autodiscover_tasks(["rotonde.notifications", "services", "permits", "events", "rotonde.pages"])
