"""Reads the ways to get a service out of HSDS: its places, telephones, languages and schedules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from services.exchange.drafts import Node, foreign_id
from services.exchange.hsds import DAYS, EXTENSION
from services.exchange.records import HOURS, SOURCED, SPOKEN, Values, in_order_of

# Rules that our weekly hours cannot say.
_NOT_WEEKLY = ("count", "until", "byweekno", "bymonthday", "byyearday")


def channels_of(told: Node, places: dict[str, Values]) -> list[Values]:
    """The channels in their order; the places they are at are added to `places`."""
    at_locations = list(told.nodes("service_at_locations"))
    channels = _own_channels(told) or _foreign_channels(told, len(at_locations))
    for number, each in enumerate(at_locations, start=1):
        channel = _channel(each, channels, number)
        if channel is None:
            continue
        place = _place(each.node("location"))
        places[place["slug"]] = place
        channel["place"] = place["slug"]
        phones = list(each.nodes("phones"))
        channel["phone"] = phones[0].text("number") if phones else ""
        _add_schedules([each, each.node("location")], [channel])
    for phone in told.nodes("phones"):
        if "channel" in phone.node(EXTENSION).values:
            channel = _channel(phone, channels, 0)
            if channel is not None:
                channel["phone"] = phone.text("number")
    _add_languages(told, channels)
    _add_own_schedules(told, channels)
    return channels


def _own_channels(told: Node) -> list[Values]:
    found = sorted(
        told.node(EXTENSION).nodes("channels"), key=lambda each: each.whole("position", 0) or 0
    )
    return [
        _blank(each.text("kind"), each.text("entry"), each.text("url"), each.text("email"))
        for each in found
    ]


def _foreign_channels(told: Node, places: int) -> list[Values]:
    if EXTENSION in told.values and "channels" not in told.node(EXTENSION).values and not places:
        return []
    if places:
        return [_blank("desk") for _number in range(places)]
    if told.text("url") and not told.values.get("phones"):
        return [_blank("online")]
    return [_blank("phone")] if told.values.get("phones") else []


def _blank(kind: str, entry: str = "", url: str = "", email: str = "") -> Values:
    own: Values = {"kind": kind, "entry": entry, "phone": "", "url": url, "email": email}
    return own | {"place": None, "spoken": [], "schedules": []}


def _channel(told: Node, channels: list[Values], otherwise: int) -> Values | None:
    position = told.node(EXTENSION).whole("channel", otherwise)
    if isinstance(position, int) and 1 <= position <= len(channels):
        return channels[position - 1]
    told.refuse(f"{EXTENSION}.channel", _("There is no such channel."))
    return None


def _place(location: Node) -> Values:
    own = location.node(EXTENSION)
    address = next(iter(location.nodes("addresses")), Node({}, location.path, location.faults))
    sourced = (own.text("source"), own.optional("checked_on"), own.flag("verified"))
    return {
        "slug": own.text("slug") or f"hsds-{foreign_id('location', location.text('id'))}",
        "name": location.text("name") or address.text("address_1"),
        "street_address": address.text("address_1"),
        "postal_code": address.text("postal_code"),
        "locality": address.text("city"),
        "latitude": location.number("latitude"),
        "longitude": location.number("longitude"),
        "coordinates_approximate": own.flag("coordinates_approximate"),
        "wheelchair": own.text("wheelchair"),
        **dict(zip(SOURCED, sourced, strict=True)),
        "municipality": own.text("municipality"),
        "facilities": sorted(own.texts("facilities")),
    }


def _add_languages(told: Node, channels: list[Values]) -> None:
    for each in told.nodes("languages"):
        own = each.node(EXTENSION)
        spoken = {
            "language": each.text("code"),
            "level": own.text("level"),
            "weekday": own.whole("weekday"),
            "starts_at": own.optional("starts_at"),
            "ends_at": own.optional("ends_at"),
        }
        one = _channel(each, channels, 0) if "channel" in own.values else None
        for channel in [one] if one else [] if "channel" in own.values else channels:
            channel["spoken"] = in_order_of(SPOKEN, [*channel["spoken"], spoken])


def _add_own_schedules(told: Node, channels: list[Values]) -> None:
    """Schedules of the service: of the channel they name, else of all that have no place."""
    for each in told.nodes("schedules"):
        own = each.node(EXTENSION).values
        if "channel" in own:
            channel = _channel(each, channels, 0)
            _add_row(each, [channel] if channel else [])
        else:
            _add_row(each, [c for c in channels if not c["place"]] or channels)


def _add_schedules(of: list[Node], channels: list[Values]) -> None:
    for node in of:
        for each in node.nodes("schedules"):
            _add_row(each, channels)


def _add_row(told: Node, channels: list[Values]) -> None:
    schedule, hours = _schedule(told), _hours(told)
    for channel in channels:
        own = EXTENSION in told.values
        same = [s for s in channel["schedules"] if _alike(s, schedule, named=own)]
        target = same[0] if same else schedule | {"hours": []}
        target["hours"] = in_order_of(HOURS, [*target["hours"], *hours])
        if not same:
            taken = {s["slug"] for s in channel["schedules"]}
            if not own and target["slug"] in taken:
                target["slug"] = f"usual-{len(taken) + 1}"
            channel["schedules"] = sorted(
                [*channel["schedules"], target], key=lambda each: each["slug"]
            )


def _alike(one: Values, other: Values, *, named: bool) -> bool:
    """Rows of one schedule tell the same of it, each for its own days."""
    unnamed = {"hours"} if named else {"hours", "slug"}
    return all(one[name] == other[name] for name in other if name not in unnamed)


def _schedule(told: Node) -> Values:
    own = told.node(EXTENSION)
    for name in _NOT_WEEKLY:
        if told.values.get(name):
            told.refuse(name, _("Only hours that are the same every week can be read."))
    sourced = (own.text("source"), own.optional("checked_on"), own.flag("verified"))
    if told.text("freq") not in ("", "WEEKLY") or told.values.get("interval", 1) != 1:
        told.refuse("freq", _("Only hours that are the same every week can be read."))
    return {
        "slug": own.text("slug") or "usual",
        "priority": own.whole("priority", 0),
        "valid_from": told.optional("valid_from"),
        "valid_until": told.optional("valid_to"),
        "season_from": own.text("season_from"),
        "season_until": own.text("season_until"),
        "holidays": own.text("holidays") or "closed",
        **dict(zip(SOURCED, sourced, strict=True)),
    }


def _hours(told: Node) -> list[Values]:
    next_day: Any = told.node(EXTENSION).values.get("closes_next_day")
    clocks = {
        "opens_at": _clock(told.text("opens_at")),
        "closes_at": _clock(told.text("closes_at")),
        "closes_next_day": next_day,
    }
    days = [day.strip() for day in told.text("byday").split(",") if day.strip()]
    unknown = [day for day in days if day not in DAYS]
    if unknown:
        told.refuse("byday", _("There is no such day of the week."))
    if not days and (clocks["opens_at"] or clocks["closes_at"]):
        days = list(DAYS)
    return [{"weekday": DAYS.index(day) + 1, **clocks} for day in days if day in DAYS]


def _clock(text: str) -> str:
    """Without seconds, where they are none."""
    return text.removesuffix(":00") if text.count(":") == 2 else text
