"""How the web process listens. Every value can be set by the environment."""

import gc
import os
from pathlib import Path

wsgi_app = "rotonde.wsgi:application"
bind = [f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"]
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
preload_app = True  # one start-up for all workers
timeout = 30
graceful_timeout = 10
# A worker says it is alive by touching a file: in memory where there is such a place, never on a
# slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = os.environ.get("ACCESS_LOG") or None
control_socket_disable = True


def when_ready(server: object) -> None:
    """What was loaded stays for good: no collection in a worker needs to walk through it."""
    gc.collect()
    gc.freeze()
