"""The filters of the calendar that are on, each with the address of the page without it."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.forms import WHEN, FilterForm
from events.models import Event
from services.chips import Chip, without
from services.spoken import language_name


def chips(query: QueryDict, form: FilterForm, *, reader: str) -> list[Chip]:
    """A chip per filter that is set or was not understood, in the order of the form."""
    labels = _labels(form, reader)
    return [
        Chip(name, labels.get(name, ""), without(query, name), error=_error(form, name))
        for name in form.fields
        if labels.get(name) or name in form.errors
    ]


def _labels(form: FilterForm, reader: str) -> dict[str, str]:
    clean = form.cleaned_data
    labels = {name: clean[name].label for name in _NAMED if clean.get(name)}
    if q := clean.get("q"):
        labels["q"] = _("“%(words)s”") % {"words": q}
    if when := clean.get("when"):
        labels["when"] = str(WHEN[when])
    if kind := clean.get("kind"):
        labels["kind"] = str(Event.Kind(kind).label)
    if language := clean.get("language"):
        labels["language"] = language_name(language, reader)
    if first := clean.get("from"):
        labels["from"] = _("From %(day)s") % {"day": date_format(first)}
    if last := clean.get("to"):
        labels["to"] = _("Until %(day)s") % {"day": date_format(last)}
    return labels


_NAMED = ("theme", "organiser", "municipality")


def _error(form: FilterForm, name: str) -> str:
    return str(next(iter(form.errors.get(name, [])), ""))
