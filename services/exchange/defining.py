"""Themes and municipalities a file brings along; those that are here stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rotonde.region.models import Municipality
from rotonde.translations.recording import record
from services.exchange.checking import storable
from services.exchange.drafts import FileUnreadable, Reading
from services.exchange.hsds import EXTENSION
from services.exchange.records import Values
from services.models import Theme

_THEME = ("slug", "position", "icon")
_MUNICIPALITY = (
    "nis_code",
    "slug",
    "postcodes",
    "latitude",
    "longitude",
    "website",
    "coordinates_approximate",
    "source",
    "checked_on",
    "verified",
)


def check_definitions(reading: Reading) -> None:
    """Raises FileUnreadable when one is not told as we write it."""
    try:
        told = [*reading.themes.values(), *reading.municipalities.values()]
        if not all(map(storable, _texts(told))):
            raise ValueError(reading.name)
        for slug, values in reading.themes.items():
            _built_theme(values)
            if values["parent"] is not None and values["parent"] not in reading.themes:
                raise KeyError(slug)
        for values in reading.municipalities.values():
            _built(Municipality(), values, _MUNICIPALITY)
    except (KeyError, TypeError, AttributeError, ValueError, ValidationError):
        why = _("The themes and municipalities of this file are not told as we write them.")
        raise FileUnreadable(why, field=EXTENSION) from None


@transaction.atomic
def define(reading: Reading) -> None:
    """Add those that are not here, parents first."""
    here = set(Theme.objects.values_list("slug", flat=True))
    for top in (True, False):
        for slug, values in reading.themes.items():
            if slug not in here and (values["parent"] is None) is top:
                theme = _built_theme(values)
                parent = values["parent"]
                theme.parent = Theme.objects.get(slug=parent) if parent else None
                theme.save()
                record([theme])
    codes = set(Municipality.objects.values_list("nis_code", flat=True))
    for code, values in reading.municipalities.items():
        if code not in codes:
            municipality = _built(Municipality(), values, _MUNICIPALITY)
            municipality.save()
            record([municipality])


def _texts(value: Any) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(each)


def _built_theme(values: Values) -> Theme:
    theme: Theme = _built(Theme(), values, _THEME)
    return theme


def _built(thing: Any, values: Values, names: tuple[str, ...]) -> Any:
    for name in names:
        setattr(thing, name, values[name])
    for name, texts in values["texts"].items():
        for code, text in texts.items():
            if "\0" in text or not hasattr(thing, f"{name}_{code}"):
                raise ValueError(name)
            setattr(thing, f"{name}_{code}", text)
    thing.clean_fields(exclude=["parent", "name", "summary", "text"])
    return thing
