"""Writes what an editor accepted into an entry: its row, its channels, hours and languages."""

from collections.abc import Mapping, Sequence
from datetime import date

from rotonde.translations.recording import record
from services.catalogue import write_hours
from services.hours_text import parse_hours
from services.models import Channel, Schedule, Service, SpokenLanguage
from services.proposals.entry import fields_of, usual_hours
from services.timetables import rows_of


def apply(*, service: Service, values: Mapping[str, str], on: date) -> None:
    """Part of the transaction that accepts; `service` as `entry.read` gives it."""
    known = [field for field in fields_of(service) if field.key in values]
    for field in known:
        if field.channel is None:
            setattr(service, field.key, values[field.key])
        elif field.kind == "channel":
            setattr(field.channel, field.name, values[field.key])
        elif field.kind == "spoken":
            _speak(field.channel, values[field.key].split())
    service.save()
    for channel in service.channels.all():
        channel.save()
        days = [field for field in known if field.kind == "day" and field.channel == channel]
        if days:
            _open(channel, {field.weekday: values[field.key] for field in days}, on)
    record([service])


def _speak(channel: Channel, codes: Sequence[str]) -> None:
    """These languages whenever it is open; what is spoken at certain hours stays as it is."""
    always = channel.spoken.filter(weekday=None)
    always.exclude(language__in=codes).delete()
    there = set(always.values_list("language", flat=True))
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(channel=channel, language=code) for code in codes if code not in there
    )


def _open(channel: Channel, days: Mapping[int, str], on: date) -> None:
    schedule = usual_hours(channel) or Schedule(channel=channel)
    rows = list(schedule.hours.all()) if schedule.pk else []
    kept = [row for row in rows if row.weekday not in days]
    for row in kept:
        row.pk = None  # all of them are written anew
    new = [row for day, text in days.items() for row in rows_of(day, parse_hours(text))]
    schedule.checked_on, schedule.verified = on, True
    schedule.save()
    write_hours(schedule, [*kept, *new])
