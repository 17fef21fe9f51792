"""One process of a race: registers a hire at the instant it is told, and says which hire it got."""

import os
import sys
import time
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
django.setup()

from rotonde.accounts.models import User  # noqa: E402  needs the settings
from rotonde.celery import app  # noqa: E402
from rotonde.employers import hiring, refusals  # noqa: E402
from rotonde.organisations.models import Organisation  # noqa: E402

app.conf.update(broker_url="memory://", broker_transport_options={})


def main(go: str, at: str, employer: str, user: str, form_key: str) -> str:
    asked = {
        "employer": Organisation.objects.get(pk=employer),
        "registered_by": User.objects.get(pk=user),
        "at": datetime.fromisoformat(at),
    }
    time.sleep(max(0.0, float(go) - time.time()))
    try:
        done = hiring.register(
            **asked,
            name="Ana Silva",
            email="ana@example.org",
            language="es",
            starts_on=asked["at"].date(),
            form_key=form_key,
        )
    except refusals.AlreadyHired as refusal:
        return f"refused {refusal.hire.public_id}"
    return f"{'again' if done.already else 'new'} {done.hire.public_id}"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
