"""What of an entry its organisation may propose to change, each under a key, all as text.

Texts are `name_nl`; contact and cost `phone`; what belongs to one of its channels `c17_phone`,
`c17_spoken` (codes with a space between) and `c17_day3` (the usual hours of Wednesday as they
hang on the door, see `services/hours_text.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotonde.common.languages import AUTONYMS, CODES
from services.hours_text import written_hours
from services.models import Channel, Schedule, Service, Weekday
from services.spoken import language_names
from services.timetables import hours_of

TEXTS = ("name", "summary", "description", "fees", "documents", "audience")
NAMES = ("name_en", "name_nl")
PLAIN = ("phone", "email", "website", "cost")
OF_A_CHANNEL = ("phone", "email", "url", "entry")


@dataclass(frozen=True)
class Field:
    """One thing a member may propose; `name` is the field of the model it is about."""

    key: str
    name: str
    kind: str  # text, plain, channel, day or spoken
    language: str = ""
    channel: Channel | None = None
    weekday: int = 0

    @property
    def label(self) -> str:
        if self.kind == "day":
            return str(Weekday(self.weekday).label)
        if self.kind == "spoken":
            return _("Spoken languages")
        told = capfirst(str(self._column.verbose_name))
        return f"{told} · {AUTONYMS[self.language]}" if self.language else told

    def shown(self, value: str) -> str:
        """`value` for a reader: choices and languages by their names."""
        if self.kind == "spoken":
            return ", ".join(language_names(value.split(), get_language() or CODES[0]))
        if self.kind == "day":
            return value or _("closed")
        if self.name in ("cost", "entry"):
            return str(dict(self._column.flatchoices).get(value, value))
        return value

    @property
    def _column(self) -> Any:
        return (Channel if self.channel else Service)._meta.get_field(self.name)


def fields_of(service: Service) -> list[Field]:
    """All of them, in the order of the page. Read the service with `told()` and its schedules."""
    texts = [
        Field(f"{name}_{code}", name, "text", language=code) for code in CODES for name in TEXTS
    ]
    plain = [Field(name, name, "plain") for name in PLAIN]
    channels = [field for each in service.channels.all() for field in _of_channel(each)]
    return [*texts, *plain, *channels]


def values_of(service: Service) -> dict[str, str]:
    """What the entry says now, by key; nothing is an empty text."""
    return {field.key: _value(field, service) for field in fields_of(service)}


def boxes_of(live: Mapping[str, str], changes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a member finds in the boxes: the entry, and over it what is proposed already."""
    return {key: changes[key]["new"] if key in changes else text for key, text in live.items()}


def is_named(values: Mapping[str, Any]) -> bool:
    """Whether these values, by key, name an entry in English or in Dutch: one of them is needed."""
    return any(values.get(key) for key in NAMES)


def usual_hours(channel: Channel) -> Schedule | None:
    """The one schedule with its usual hours; None where there is none yet."""
    usual = [each for each in channel.schedules.all() if each.priority == Schedule.Priority.USUAL]
    return usual[0] if usual else None


def has_plain_hours(channel: Channel) -> bool:
    """Whether its usual hours are one week, which seven lines can say."""
    usual = [each for each in channel.schedules.all() if each.priority == Schedule.Priority.USUAL]
    return len(usual) < 2


def read(pk: int) -> Service:
    """The entry with all that `values_of` looks at."""
    prefetched = Service.objects.select_related("organisation").prefetch_related(
        "themes", "channels__place", "channels__spoken", "channels__schedules__hours"
    )
    return prefetched.get(pk=pk)


def _of_channel(channel: Channel) -> Iterator[Field]:
    for name in OF_A_CHANNEL:
        yield Field(f"c{channel.pk}_{name}", name, "channel", channel=channel)
    yield Field(f"c{channel.pk}_spoken", "spoken", "spoken", channel=channel)
    if has_plain_hours(channel):
        for day in Weekday:
            yield Field(
                f"c{channel.pk}_day{day.value}", "hours", "day", channel=channel, weekday=day.value
            )


def _value(field: Field, service: Service) -> str:
    if field.channel is None:
        return str(getattr(service, field.key) or "").replace("\r\n", "\n").strip()
    if field.kind == "spoken":
        rows = field.channel.spoken.all()
        return " ".join(sorted(each.language for each in rows if each.weekday is None))
    if field.kind == "day":
        usual = usual_hours(field.channel)
        rows_of_day = [
            row for row in (usual.hours.all() if usual else []) if row.weekday == field.weekday
        ]
        return written_hours(hours_of(row) for row in rows_of_day)
    return str(getattr(field.channel, field.name))
