"""The filters that are on, each with the address of the page without it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from rotonde.organisations.models import Organisation
from rotonde.translations.labels import in_words
from rotonde.translations.reading import shown
from services.forms import ACCESS, FilterForm
from services.spoken import language_name


@dataclass(frozen=True)
class Chip:
    """One active filter or one that was not understood (`error`), and the way without it."""

    field: str
    label: str
    url: str
    error: str = ""


def chips(query: QueryDict, form: FilterForm, *, reader: str) -> list[Chip]:
    """A chip per filter that is set, in the order of the form; one for each fact of access."""
    found = [
        Chip(field, label, without(query, field), error=_error(form, field))
        for field, label in _labels(form, reader).items()
        if label or field in form.errors
    ]
    facts = [
        Chip("access", str(ACCESS[fact]), without_value(query, "access", fact))
        for fact in form.filters.access
    ]
    return [*facts, *found]


def _labels(form: FilterForm, reader: str) -> dict[str, str]:
    on = form.filters
    return {
        "q": _("“%(words)s”") % {"words": on.q} if on.q else "",
        "theme": in_words(shown(on.theme, "name", reader)) if on.theme else "",
        "language": language_name(on.language, reader) if on.language else "",
        "municipality": shown(on.municipality, "name", reader).text if on.municipality else "",
        "kind": str(Organisation.Kind(on.kind).label) if on.kind else "",
        "open": _("Open now") if on.open_at else "",
        "access": "",
        "bbox": _("This part of the map") if on.box else "",
        "page": "",
    }


def _error(form: FilterForm, field: str) -> str:
    return str(next(iter(form.errors.get(field, [])), ""))


def without(query: QueryDict, *fields: str) -> str:
    """The query string without these fields, from the first page on; "?" leads to everything."""
    rest = query.copy()
    # Exact words make no sense without words.
    dropped = (*fields, "page", "exact") if "q" in fields else (*fields, "page")
    for field in dropped:
        rest.pop(field, None)
    return f"?{rest.urlencode()}"


def without_value(query: QueryDict, field: str, value: str) -> str:
    """The query string with this one value of a field that may have several taken out."""
    rest = query.copy()
    rest.setlist(field, [each for each in query.getlist(field) if each != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def without_bbox(query: QueryDict) -> str:
    return without(query, "bbox")
