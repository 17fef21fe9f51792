"""One process that books in django-appointment, as its pages do: look what is free, then take it.

The package ships no migrations, so its tables are made from its models.
"""

import logging
import os
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import django
from django.conf import settings

_url = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path[1:],
            "USER": _url.username or "",
            "PASSWORD": _url.password or "",
            "HOST": unquote(_url.hostname or ""),
            "PORT": _url.port or "",
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "appointment",
    ],
    SECRET_KEY="for measurements alone",
    USE_TZ=True,
    TIME_ZONE="Europe/Brussels",
    APPOINTMENT_PAYMENT_URL=None,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
)
logging.disable(logging.CRITICAL)  # standard output is for answers
django.setup()

from appointment.models import (  # noqa: E402
    Appointment,
    AppointmentRequest,
    Config,
    Service,
    StaffMember,
    WorkingHours,
)
from appointment.services import get_available_slots_for_staff  # noqa: E402
from appointment.utils.db_helpers import create_and_save_appointment  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from benchmarks._orders import obey_all  # noqa: E402

ZONE = ZoneInfo("Europe/Brussels")


class SlotTaken(Exception):
    """The page no longer shows the time."""


def prepare(starts: list[str], minutes: int) -> str:
    """Make the tables, one officer who works all day, and a service that takes `minutes`."""
    call_command("migrate", verbosity=0)  # the accounts, to which its tables point
    call_command("migrate", run_syncdb=True, verbosity=0)
    Config.objects.create(slot_duration=minutes, lead_time="08:00", finish_time="18:00")
    user = get_user_model().objects.create_user("officer", "officer@example.org")
    service = Service.objects.create(name="visit", duration=timedelta(minutes=minutes), price=0)
    officer = StaffMember.objects.create(user=user, slot_duration=minutes)
    officer.services_offered.add(service)
    for day in range(7):
        WorkingHours.objects.create(
            staff_member=officer, day_of_week=day, start_time="08:00", end_time="18:00"
        )
    return str(len(starts))


def book(start: str, minutes: int, email: str) -> str:
    """What its pages do one after another: the free times, the request, the appointment."""
    begin = datetime.fromisoformat(start).astimezone(ZONE)
    officer = StaffMember.objects.get()
    service = Service.objects.get()
    day_of_week = int(begin.strftime("%w"))
    free = get_available_slots_for_staff(begin.date(), officer, day_of_week, service)
    if begin.replace(tzinfo=None) not in [time.replace(tzinfo=None) for time in free]:
        raise SlotTaken
    get_user_model().objects.create_user(email, email)
    wish = AppointmentRequest.objects.create(
        date=begin.date(),
        start_time=begin.time(),
        end_time=(begin + timedelta(minutes=minutes)).time(),
        service=service,
        staff_member=officer,
    )
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    made = create_and_save_appointment(wish, {"email": email}, {"phone": ""}, request)
    return str(made.pk)


def booked() -> str:
    """The starts of what is booked, one a line, as often as it is."""
    rows = Appointment.objects.values_list(
        "appointment_request__date", "appointment_request__start_time"
    )
    return "\n".join(datetime.combine(day, time, tzinfo=ZONE).isoformat() for day, time in rows)


if __name__ == "__main__":
    obey_all({"prepare": prepare, "book": book, "booked": booked})
