"""What must hold of a record before anything is written; everything wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rotonde.common.languages import CODES
from rotonde.region.models import Municipality
from services.exchange.area import in_area
from services.exchange.building import (
    built_channel,
    built_organisation,
    built_place,
    built_schedule,
    built_service,
)
from services.exchange.clocks import is_clock, settle
from services.exchange.drafts import Fault, Reading
from services.exchange.records import HOURS, TEXTS, Record, Values, in_order_of
from services.models import SpokenLanguage, Theme
from services.models.places import FACILITIES
from services.spoken import is_language


@dataclass(frozen=True)
class Known:
    """What a record may refer to: what is in the database, and what the file tells of itself."""

    themes: frozenset[str]
    municipalities: frozenset[str]

    @classmethod
    def today(cls, reading: Reading) -> Known:
        themes = set(Theme.objects.values_list("slug", flat=True)) | set(reading.themes)
        codes = set(Municipality.objects.values_list("nis_code", flat=True))
        return cls(frozenset(themes), frozenset(codes | set(reading.municipalities)))


def check(record: Record, known: Known) -> list[Fault]:
    """Everything that is wrong with a record; hours that did not say when they end say so after."""
    nul = list(_nul_bytes("", [record.service, record.texts, record.organisation, record.channels]))
    nul += _nul_bytes("place", record.places)
    if nul:
        return nul
    return [
        *_of_texts(record),
        *_of_themes(record, known),
        *_of_model(built_organisation(record.organisation), "organisation_"),
        *chain.from_iterable(_of_place(place, known) for place in record.places.values()),
        *chain.from_iterable(_of_channel(each, n) for n, each in enumerate(record.channels, 1)),
    ]


def _nul_bytes(path: str, value: Any) -> Iterator[Fault]:
    if isinstance(value, str) and not storable(value):
        yield Fault(path, _("There is a NUL character in this text."))
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = ((path, each) for each in value)
    for name, each in pairs:
        if not storable(name):
            yield Fault(path, _("There is a NUL character in this text."))
        yield from _nul_bytes(name, each)


def storable(text: str) -> bool:
    """Whether the database takes it: no NUL, and no half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _of_model(thing: Any, prefix: str, *, without: tuple[str, ...] = ()) -> Iterator[Fault]:
    """What the fields of a model refuse: lengths, choices, addresses, dates."""
    try:
        thing.clean_fields(exclude=without)
    except ValidationError as refused:
        for name, messages in refused.message_dict.items():
            yield from (Fault(prefix + name, str(message)) for message in messages)
    except TypeError:
        # A number where a date is expected.
        yield Fault(prefix.rstrip("_"), _("This is not a text."))


def _of_texts(record: Record) -> Iterator[Fault]:
    for name, texts in record.texts.items():
        for code in texts:
            if code not in CODES:
                yield Fault(f"{name}_{code}", _("The portal is not written in this language."))
    names = record.texts.get("name", {})
    if not (names.get("en") or names.get("nl")):
        yield Fault("name_en", _("Name the service in English or in Dutch."))
    for state in record.states or []:
        languages = {state["language"], state["source_language"]}
        if state["field"] not in TEXTS or not languages <= set(CODES):
            yield Fault("translation_states", _("There is no such text."))
    # Its base columns hold whatever was saved last, and are not told by anybody.
    yield from _of_model(built_service(record), "", without=("organisation", *TEXTS, "changed_at"))


def _of_themes(record: Record, known: Known) -> Iterator[Fault]:
    for slug in record.themes:
        if slug not in known.themes:
            yield Fault("themes", _("There is no theme “%(slug)s”.") % {"slug": slug})


def _of_place(place: Values, known: Known) -> Iterator[Fault]:
    code = place["municipality"]
    if code and code not in known.municipalities:
        why = _("There is no municipality with the NIS code “%(code)s”.") % {"code": code}
        yield Fault("place_municipality", why)
    faults = list(_of_point(place["latitude"], place["longitude"]))
    yield from faults
    if not faults:
        yield from _of_model(
            built_place(place), "place_", without=("municipality", "x", "y", "facilities")
        )
    unknown = set(place["facilities"]) - set(FACILITIES)
    yield from (Fault("place_facilities", _not_a_choice(each)) for each in sorted(unknown))


def _of_point(latitude: float | None, longitude: float | None) -> Iterator[Fault]:
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        yield Fault("place_latitude", _("A point has a latitude and a longitude."))
    elif not -85 <= latitude <= 85:
        yield Fault("place_latitude", _("A latitude lies between -85 and 85."))
    elif not -180 <= longitude <= 180:
        yield Fault("place_longitude", _("A longitude lies between -180 and 180."))
    elif not in_area(latitude, longitude) and in_area(longitude, latitude):
        yield Fault("place_latitude", _("Latitude and longitude are swapped."))


def _of_channel(channel: Values, position: int) -> Iterator[Fault]:
    where = f"channel_{position}_"
    yield from _of_model(built_channel(channel, {}), where, without=("service", "place"))
    if channel["kind"] == "desk" and not channel["place"]:
        yield Fault(f"{where}place", _("A desk is at a place."))
    for spoken in channel["spoken"]:
        yield from _of_spoken(spoken, where)
    if _twice(channel["spoken"], ("language", "weekday", "starts_at")):
        yield Fault(f"{where}languages", _("This language is listed twice for the same time."))
    for schedule in channel["schedules"]:
        yield from _of_schedule(schedule, where)
    if _twice(channel["schedules"], ("slug",)):
        yield Fault(f"{where}hours", _("Two opening hours have the same short name."))


def _of_spoken(spoken: Values, where: str) -> Iterator[Fault]:
    field = f"{where}languages"
    if not is_language(spoken["language"]):
        why = _("“%(code)s” is no code of a language.") % {"code": spoken["language"]}
        yield Fault(field, why)
    yield from _of_model(SpokenLanguage(**spoken), f"{field}_", without=("channel", "language"))
    times = [spoken[name] for name in ("weekday", "starts_at", "ends_at")]
    if any(each is not None for each in times):
        if None in times or not all(map(is_clock, times[1:])):
            yield Fault(field, _("Fill in the weekday, from and until, or leave all three empty."))
        elif times[1] >= times[2]:
            yield Fault(field, _("The end comes before the beginning."))


def _of_schedule(schedule: Values, where: str) -> Iterator[Fault]:
    field = f"{where}hours"
    faults = [fault for hours in schedule["hours"] for fault in settle(hours, field)]
    yield from faults
    built, rows = built_schedule(schedule)
    yield from _of_model(built, f"{field}_", without=("channel",))
    if faults:
        return
    schedule["hours"] = in_order_of(HOURS, schedule["hours"])
    for row in rows:
        yield from _of_model(row, f"{field}_", without=("schedule",))
    if _twice(schedule["hours"], ("weekday", "opens_at")):
        yield Fault(field, _("It opens twice at the same time."))


def _twice(rows: list[Values], names: tuple[str, ...]) -> bool:
    keys = [tuple(row[name] for name in names) for row in rows]
    return len(set(keys)) < len(keys)


def _not_a_choice(value: str) -> str:
    return _("“%(value)s” is none of the choices.") % {"value": value}
