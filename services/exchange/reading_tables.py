"""Reads tables of services. A column that is missing leaves what is there; an empty cell empties.

A row with the id of the row before it, and nothing else but a channel, is one more channel of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from rotonde.organisations.models import Organisation
from services.catalogue import public_id_for
from services.exchange import columns
from services.exchange.cells import unguarded
from services.exchange.checking import storable
from services.exchange.drafts import Draft, FileUnreadable, Reading
from services.exchange.records import (
    Record,
    Values,
    organisation_values,
    place_values,
    told_records,
)
from services.exchange.row import Row
from services.exchange.table_channels import channel_of
from services.models import Place, Service

Numbered = tuple[int, list[str]]
_ROWS = 100_000


def read_csv(content: bytes, *, name: str) -> Reading:
    """Comma or semicolon between cells, UTF-8. Raises FileUnreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(_("This is not text in UTF-8.")) from None
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return read_rows([(rows.line_num, row) for row in rows], name=name)
    except csv.Error as error:
        raise FileUnreadable(str(error), row=str(rows.line_num)) from None


def read_rows(rows: list[Numbered], *, name: str) -> Reading:
    """A heading and its rows, each with the number of its line. Raises FileUnreadable."""
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise FileUnreadable(_("There are no services in this file."))
    if len(filled) > _ROWS:
        raise FileUnreadable(_("There are too many rows in this file."))
    heading = [cell.strip() for cell in filled[0][1]]
    _refuse_heading(heading, str(filled[0][0]))
    told = [Row(str(number), _cells(heading, row)) for number, row in filled[1:]]
    groups = list(_groups(told))
    before = _Before.of(groups)
    return Reading(name, [_draft(group, before) for group in groups])


def _refuse_heading(heading: list[str], row: str) -> None:
    for column in heading:
        if column not in columns.ALL:
            raise FileUnreadable(_("There is no such column."), row=row, field=column)
        if heading.count(column) > 1:
            raise FileUnreadable(_("This column is there twice."), row=row, field=column)
    if "id" not in heading and "slug" not in heading:
        raise FileUnreadable(_("Nothing says which service this is."), row=row, field="id")


def _cells(heading: list[str], row: list[str]) -> dict[str, str]:
    cells = [unguarded(cell) for cell in row]
    cells += [""] * (len(heading) - len(cells))
    return dict(zip(heading, cells, strict=False))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows of one service after another."""
    group: list[Row] = []
    for row in rows:
        same = group and row.cells.get("id") and row.cells["id"] == group[0].cells.get("id")
        others = (cell for name, cell in row.cells.items() if name not in columns.MORE_CHANNELS)
        if same and [cell for cell in others if cell] == [row.cells["id"]]:
            group.append(row)
            continue
        if group:
            yield group
        group = [row]
    if group:
        yield group


class _Before:
    """What is in the database of all that a table speaks of; read once."""

    def __init__(self, records: list[Record], organisations: Any, places: Any) -> None:
        self.records = {each.public_id: each for each in records}
        self.organisations = {each.slug: organisation_values(each) for each in organisations}
        self.places = {each.slug: place_values(each) for each in places}

    @classmethod
    def of(cls, groups: list[list[Row]]) -> _Before:
        rows = list(chain.from_iterable(groups))
        ids = set(filter(storable, (_id_of(group[0]) for group in groups)))
        services = Service.objects.filter(public_id__in=ids)
        owners = {row.cells.get("organisation_slug", "") for row in rows}
        places = {row.cells.get("place_slug", "") for row in rows}
        owners, places = set(filter(storable, owners)), set(filter(storable, places))
        return cls(
            told_records(list(services.told())),
            Organisation.objects.filter(slug__in=owners),
            Place.objects.filter(slug__in=places).select_related("municipality"),
        )


def _id_of(row: Row) -> str:
    return row.cells.get("id", "").strip() or public_id_for(_slug_of(row))


def _slug_of(row: Row) -> str:
    name = row.cells.get("name_en") or row.cells.get("name_nl") or ""
    return row.cells.get("slug", "").strip() or slugify(name)[:80].strip("-")


def _draft(group: list[Row], before: _Before) -> Draft:
    row, public_id = group[0], _id_of(group[0])
    old = before.records.get(public_id)
    if "id" not in row.cells and not _slug_of(row):
        row.refuse("slug", _("Nothing says which service this is."))
    places = dict(old.places) if old else {}
    record = Record(
        service=_service(row, public_id, old),
        texts=_texts(row, old),
        organisation=_organisation(row, old, before),
        themes=sorted(set(row.words(columns.THEMES, old.themes if old else []))),
        channels=_channels(group, old, places, before),
        places=places,
    )
    used = {each["place"] for each in record.channels}
    for slug in set(places) - used:
        del places[slug]
    return Draft(row.number, record, [fault for each in group for fault in each.faults])


def _service(row: Row, public_id: str, old: Record | None) -> Values:
    values = row.values(columns.OF_SERVICE, old.service if old else {"state": "published"})
    slug = values["slug"] or (old.service["slug"] if old else _slug_of(row))
    return values | {"public_id": public_id, "slug": slug, "state": values["state"] or "published"}


def _texts(row: Row, old: Record | None) -> dict[str, dict[str, str]]:
    texts = {name: dict(of) for name, of in old.texts.items()} if old else {}
    for column, (name, code) in columns.OF_TEXTS.items():
        if column in row.cells:
            texts.setdefault(name, {})[code] = row.cells[column]
    kept = {name: {c: text for c, text in of.items() if text} for name, of in texts.items()}
    return {name: of for name, of in kept.items() if of}


def _organisation(row: Row, old: Record | None, before: _Before) -> Values:
    slug = row.cells.get("organisation_slug", "").strip()
    if not slug:
        slug = old.organisation["slug"] if old else slugify(row.cells.get("organisation_name", ""))
    base = before.organisations.get(slug)
    if base is None and old and old.organisation["slug"] == slug:
        base = old.organisation
    return row.values(columns.OF_ORGANISATION, base or {}) | {"slug": slug}


def _channels(
    group: list[Row], old: Record | None, places: dict[str, Values], before: _Before
) -> list[Values]:
    if columns.MORE_CHANNELS.isdisjoint(group[0].cells):
        return old.channels if old else []
    there = old.channels if old else []
    known = before.places | places
    found: list[Values] = []
    for number, row in enumerate(group):
        if not any(row.cells.get(name) for name in columns.MORE_CHANNELS):
            continue
        channel, place = channel_of(row, there[number] if number < len(there) else None, known)
        if place is not None:
            if places.get(place["slug"]) not in (None, place) and place["slug"] in {
                each["place"] for each in found
            }:
                row.refuse("place_slug", _("Another row tells this otherwise."))
            places[place["slug"]] = place
        found.append(channel)
    return found
