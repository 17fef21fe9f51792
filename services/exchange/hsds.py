"""Records as HSDS 3.0 has them; what it has no room for stands under the key `x_rotonde`.

What is not known is left out. docs/exchange.md tells every field of the extension.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from services.exchange.ids import hsds_id
from services.exchange.records import CHANNEL, ORGANISATION, SOURCED, SPOKEN, Record, Values
from services.spoken import language_name

EXTENSION = "x_rotonde"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TAXONOMY = "rotonde-themes"
# Where a country is not told: postcodes of four digits are Belgian, the Dutch add two letters.
_COUNTRIES = (("BE", r"[0-9]{4}"), ("NL", r"[0-9]{4} ?[A-Z]{2}"), ("FR", r"[0-9]{5}"))
# What HSDS itself has room for is not told twice.
_ORGANISATION = tuple(n for n in ORGANISATION if n not in {"name", "website", "email", "phone"})
_PLACE = (
    "slug",
    "municipality",
    "coordinates_approximate",
    "wheelchair",
    "facilities",
    *SOURCED,
)


def service_told(record: Record, terms: Mapping[str, Values]) -> Values:
    """A service with everything; `terms` are the themes by slug."""
    id = _id("service", record)
    service, core = record.service, _core(record)
    channels = list(enumerate(record.channels, start=1))
    return filled(
        id=id,
        organization_id=hsds_id("organization", record.organisation["slug"]),
        name=core["name"],
        alternate_name=record.texts["name"].get("nl", "") if record.language == "en" else "",
        description=core["description"] or core["summary"],
        url=service["website"],
        email=service["email"],
        status="active" if service["state"] == "published" else "inactive",
        fees_description=core["fees"],
        eligibility_description=core["audience"],
        assured_date=service["checked_on"],
        organization=organisation_told(record.organisation),
        phones=_phones(record),
        languages=_languages(record),
        schedules=[
            row for n, each in channels if not each["place"] for row in _schedules(record, n)
        ],
        service_at_locations=[location_service(record, n) for n, each in channels if each["place"]],
        required_documents=[
            {"id": _id("required_document", record), "service_id": id, "document": text}
            for text in (core["documents"],)
            if text
        ],
        attributes=[_attribute(record, terms[slug]) for slug in record.themes if slug in terms],
        **{EXTENSION: _extension(record)},
    )


def organisation_told(organisation: Values) -> Values:
    slug = organisation["slug"]
    told = filled(
        id=hsds_id("organization", slug),
        name=organisation["name"],
        website=organisation["website"],
        email=organisation["email"],
        phones=[_phone(organisation["phone"], "organization", slug)]
        if organisation["phone"]
        else [],
        **{EXTENSION: _some(organisation, _ORGANISATION)},
    )
    # HSDS wants a description; nobody has told us one.
    return told | {"description": ""}


def location_service(record: Record, position: int) -> Values:
    """A channel at a place: in the words of HSDS, a service at a location."""
    channel = record.channels[position - 1]
    place = record.places[channel["place"]]
    own = (record.public_id, position)
    return filled(
        id=hsds_id("service_at_location", *own),
        service_id=_id("service", record),
        location_id=hsds_id("location", place["slug"]),
        location=location_told(place),
        phones=[_phone(channel["phone"], "channel", *own)] if channel["phone"] else [],
        schedules=_schedules(record, position),
        **{EXTENSION: {"channel": position}},
    )


def location_told(place: Values) -> Values:
    slug = place["slug"]
    return filled(
        id=hsds_id("location", slug),
        location_type="physical",
        name=place["name"],
        latitude=place["latitude"],
        longitude=place["longitude"],
        addresses=[_address(place)],
        accessibility=[
            {
                "id": hsds_id("accessibility", slug, each),
                "location_id": hsds_id("location", slug),
                "description": each,
            }
            for each in _access(place)
        ],
        **{EXTENSION: _some(place, _PLACE)},
    )


def term_told(theme: Values) -> Values:
    """A theme as a taxonomy term, in English where somebody wrote it."""
    texts = theme["texts"]
    language = "en" if "en" in texts.get("name", {}) else "nl"
    return filled(
        id=hsds_id("taxonomy_term", theme["slug"]),
        code=theme["slug"],
        name=texts.get("name", {}).get(language, ""),
        parent_id=hsds_id("taxonomy_term", theme["parent"]) if theme["parent"] else "",
        taxonomy=TAXONOMY,
        taxonomy_id=hsds_id("taxonomy", TAXONOMY),
        language=language,
        **{EXTENSION: theme},
    ) | {"description": texts.get("summary", {}).get(language, "")}


def taxonomy_told() -> Values:
    return {
        "id": hsds_id("taxonomy", TAXONOMY),
        "name": TAXONOMY,
        "description": "Themes of the rotonde: what newcomers look for.",
        "version": "1",
    }


def filled(**values: Any) -> Values:
    """The values that say something."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _id(kind: str, record: Record) -> str:
    return hsds_id(kind, record.public_id)


def _core(record: Record) -> dict[str, str]:
    names = ("name", "summary", "description", "fees", "audience", "documents")
    return {name: record.texts.get(name, {}).get(record.language, "") for name in names}


def _extension(record: Record) -> Values:
    told = {"name", "description", "fees", "audience", "documents"}
    translations = {
        name: {
            code: text
            for code, text in texts.items()
            if not (name in told and code == record.language)
        }
        for name, texts in record.texts.items()
    }
    positions = enumerate(record.channels, start=1)
    names = [name for name in CHANNEL if name != "phone"]
    return filled(
        **_some(record.service, ("public_id", "slug", "cost", "source", "verified")),
        language=record.language,
        translations=filled(**translations),
        translation_states=record.states,
        channels=[{"position": n, **filled(**_some(each, names))} for n, each in positions],
    )


def _phones(record: Record) -> list[Values]:
    told = record.service["phone"]
    own = [_phone(told, "service", record.public_id)] if told else []
    return own + [
        _phone(each["phone"], "channel", record.public_id, n) | {EXTENSION: {"channel": n}}
        for n, each in enumerate(record.channels, start=1)
        if each["phone"] and not each["place"]
    ]


def _phone(number: str, *names: object) -> Values:
    return {"id": hsds_id("phone", *names), "number": number, "type": "voice"}


def _languages(record: Record) -> list[Values]:
    """A row for each language of each channel at each of its times."""
    return [
        {
            "id": hsds_id("language", record.public_id, n, *(spoken[name] for name in SPOKEN)),
            "service_id": _id("service", record),
            "code": spoken["language"],
            "name": language_name(spoken["language"], "en"),
            EXTENSION: {"channel": n, **filled(**_some(spoken, SPOKEN[1:]))},
        }
        for n, each in enumerate(record.channels, start=1)
        for spoken in each["spoken"]
    ]


def _schedules(record: Record, position: int) -> list[Values]:
    """A row for the days of one schedule that share their hours."""
    return [
        row
        for schedule in record.channels[position - 1]["schedules"]
        for row in _rows_of_schedule(record, position, schedule)
    ]


def _rows_of_schedule(record: Record, position: int, schedule: Values) -> list[Values]:
    def clock(row: Values) -> tuple[Any, ...]:
        return row["opens_at"], row["closes_at"], row["closes_next_day"]

    named = (record.public_id, position, schedule["slug"])
    sourced = (name for name in SOURCED if schedule[name])
    names = ("slug", "priority", "season_from", "season_until", "holidays", *sourced)
    extension = {"channel": position, **filled(**_some(schedule, names))}
    common = filled(valid_from=schedule["valid_from"], valid_to=schedule["valid_until"])
    if not schedule["hours"]:
        closed = {"description": "Closed", EXTENSION: extension}
        return [{"id": hsds_id("schedule", *named), **common, **closed}]
    rows = []
    for hours, days in groupby(sorted(schedule["hours"], key=clock), key=clock):
        opens, closes, next_day = hours
        later = {"closes_next_day": True} if next_day else {}
        rows.append(
            {
                "id": hsds_id("schedule", *named, *hours),
                **common,
                "freq": "WEEKLY",
                "wkst": "MO",
                "byday": ",".join(DAYS[n - 1] for n in sorted(day["weekday"] for day in days)),
                "opens_at": opens,
                "closes_at": closes,
                EXTENSION: extension | later,
            }
        )
    return rows


def _address(place: Values) -> Values:
    """HSDS wants every line of an address; one that is not known is empty."""
    code = place["postal_code"]
    country = next((name for name, form in _COUNTRIES if re.fullmatch(form, code)), "")
    return {
        "id": hsds_id("address", place["slug"]),
        "location_id": hsds_id("location", place["slug"]),
        "address_1": place["street_address"],
        "city": place["locality"],
        "state_province": "",
        "postal_code": code,
        "country": country,
        "address_type": "physical",
    }


def _access(place: Values) -> list[str]:
    wheelchair = [f"wheelchair: {place['wheelchair']}"] if place["wheelchair"] else []
    return [*wheelchair, *place["facilities"]]


def _attribute(record: Record, theme: Values) -> Values:
    term = {name: value for name, value in term_told(theme).items() if name != EXTENSION}
    return {
        "id": hsds_id("attribute", record.public_id, theme["slug"]),
        "link_id": _id("service", record),
        "link_entity": "service",
        "taxonomy_term_id": term["id"],
        "taxonomy_term": term,
    }


def _some(values: Values, names: Any) -> Values:
    return {name: values[name] for name in names if values[name] not in ("", None, [])}
