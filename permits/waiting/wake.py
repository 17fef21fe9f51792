"""Asks a worker to offer freed time now; the regular sweep would find it a minute later."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# By name: what the task does stands on the code that wakes it.
TASK = "permits.tasks.offer_freed_times"


def wake() -> None:
    """Send a wake-up; a broker that is down is logged, never raised."""
    try:
        current_app.send_task(TASK, retry=False, expires=60)
    except (OperationalError, OSError) as error:
        logger.warning("no wake-up sent, the sweep will offer: %s", error)
