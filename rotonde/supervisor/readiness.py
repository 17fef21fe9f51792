"""Waits until the portal does its work, then tells the person who started it."""

import os
import sys
import time
import urllib.error
import urllib.request

from rotonde.celery import app as celery_app
from rotonde.supervisor.checkout import VAR

READY_SECONDS = 60
CANARY = "rotonde.notifications.tasks.sing"
PASSWORD = "rotonde-demo"  # noqa: S105  public, and good for nothing but the demo
ACCOUNTS = {
    "newcomer": "somebody who just arrived",
    "officer.city": "municipal desk officer",
    "officer.federal": "officer of the immigration service",
    "host": "reception of the center",
    "editor": "editor of services and texts",
    "manager": "manager of the center",
    "hr": "employer",
    "agent": "relocation agent",
    "organiser": "organiser of events",
    "admin": "administrator",
}


def announce(site: str, port: int) -> None:
    """Wait until the portal answers and its worker works; say where it is and who may come in."""
    host = os.environ.get("HOST", "127.0.0.1").replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    health = f"http://{host}:{port}/health"
    end = time.monotonic() + READY_SECONDS
    while unready(f"{health}/live") and time.monotonic() < end:
        time.sleep(0.1)
    wake_worker()
    while problem := unready(f"{health}/ready"):
        if time.monotonic() > end:
            print(f"\nAfter {READY_SECONDS} seconds not all works: {problem}\n", file=sys.stderr)
            return
        time.sleep(0.5)
    people = "\n".join(f"  {name + '@example.org':30} {who}" for name, who in ACCOUNTS.items())
    mail = f"Mails land in {VAR / 'mail'}. Ctrl-C stops everything."
    welcome = f"The portal is ready: {site}/\n\n{people}\n\nEverybody's password: {PASSWORD}."
    print(f"\n{welcome} {mail}\n", flush=True)


def wake_worker() -> None:
    """Send at once the sign of life that beat would send only after its first interval."""
    try:
        celery_app.send_task(CANARY, retry=False)
    except celery_app.connection_for_write().recoverable_connection_errors as error:
        print(f"The broker does not answer: {error}", file=sys.stderr)


def unready(url: str) -> str:
    """Why the address does not answer well; nothing where it does."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return f"{url} {error.code} {error.read().decode(errors='replace')}"
    except OSError as error:
        return f"{url} {error}"
