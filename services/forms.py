"""The filters of the services map as a GET form.

A value nobody knows is an error beside its field, and the rest of the question still holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from rotonde.search.folding import words
from rotonde.search.forms import SearchForm
from rotonde.translations.labels import in_words
from rotonde.translations.reading import shown
from services.access import CONDITIONS
from services.filters import Filters
from services.kept.facets import Facets
from services.kept.known import Known
from services.map.boxes import Box, BoxRefused, parse_box
from services.models import Theme
from services.search import KIND
from services.spoken import is_language, language_name

NOW = "now"
ACCESS = {
    "walk-in": gettext_lazy("Walk in, no appointment needed"),
    "appointment": gettext_lazy("By appointment only"),
    "wheelchair": gettext_lazy("Wheelchair accessible"),
    "step-free": gettext_lazy("Entrance without steps"),
    "accessible-toilet": gettext_lazy("Accessible toilet"),
    "induction-loop": gettext_lazy("Induction loop for hearing aids"),
    "sign-language": gettext_lazy("Sign language interpreter on request"),
}
PAGE = re.compile(r"[1-9][0-9]{0,5}")

BOX_REFUSED = {
    "shape": gettext_lazy("Give the box as four numbers: west, south, east, north."),
    "range": gettext_lazy("This box lies outside the map (longitude ±180, latitude ±90)."),
    "swapped": gettext_lazy("West must come before east and south before north."),
}


class FilterForm(SearchForm):
    """Cleans to `Filters`: `form.filters` holds what could be understood."""

    KIND = KIND

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )
    theme = forms.CharField(label=gettext_lazy("Theme"), required=False, widget=forms.Select)
    language = forms.CharField(
        label=gettext_lazy("Spoken language"), required=False, widget=forms.Select
    )
    municipality = forms.CharField(
        label=gettext_lazy("Municipality"), required=False, widget=forms.Select
    )
    kind = forms.CharField(
        label=gettext_lazy("Kind of organisation"), required=False, widget=forms.Select
    )
    # Drawn as a box to tick, whose value is this one word.
    open = forms.CharField(label=gettext_lazy("Open now"), required=False)
    access = forms.MultipleChoiceField(
        label=gettext_lazy("Getting in"),
        required=False,
        choices=[(name, name) for name in CONDITIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("We know no way of getting in “%(value)s”.")
        },
    )
    bbox = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], known: Known, *, at: datetime) -> None:
        super().__init__(data=data, auto_id="filter_%s")
        self.known = known
        self.at = at

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if text and not words(text):
            raise ValidationError(_("Type at least one word."))
        return text

    def clean_theme(self) -> Theme | None:
        slug = self.cleaned_data["theme"]
        if not slug:
            return None
        found = next((theme for theme in self.known.themes if theme.slug == slug), None)
        if found is None:
            raise ValidationError(_("We know no theme “%(value)s”."), params={"value": slug})
        return found

    def clean_municipality(self) -> Municipality | None:
        asked = self.cleaned_data["municipality"]
        if not asked:
            return None
        found = next((m for m in self.known.municipalities if asked in (m.slug, m.nis_code)), None)
        if found is None:
            unknown = _("We know no municipality “%(value)s”.")
            raise ValidationError(unknown, params={"value": asked})
        return found

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind and kind not in Organisation.Kind.values:
            raise ValidationError(_("We know no kind “%(value)s”."), params={"value": kind})
        return kind

    def clean_language(self) -> str:
        code = self.cleaned_data["language"]
        if code and not is_language(code):
            raise ValidationError(_("We know no language “%(value)s”."), params={"value": code})
        return code

    def clean_open(self) -> datetime | None:
        asked = self.cleaned_data["open"]
        if asked and asked != NOW:
            raise ValidationError(_("Ask for “now”, or leave it out."))
        return self.at if asked else None

    def clean_bbox(self) -> Box | None:
        text = self.cleaned_data["bbox"]
        try:
            return parse_box(text) if text else None
        except BoxRefused as refused:
            raise ValidationError(BOX_REFUSED[refused.reason]) from None

    def clean_page(self) -> int:
        text = self.cleaned_data["page"]
        if not text:
            return 1
        if not PAGE.fullmatch(text):
            raise ValidationError(_("“%(value)s” is not a page."), params={"value": text[:20]})
        return int(text)

    @property
    def filters(self) -> Filters:
        """The part of the question that could be understood."""
        self.is_valid()
        clean = self.cleaned_data
        return Filters(
            q=self.looked_for.text,
            theme=clean.get("theme"),
            kind=clean.get("kind", ""),
            language=clean.get("language", ""),
            municipality=clean.get("municipality"),
            box=clean.get("bbox"),
            open_at=clean.get("open"),
            access=tuple(clean.get("access", ())),
        )

    @property
    def page_number(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page", 1)

    def offer(self, facets: Facets) -> None:
        """Fill the choices, each with the number of services it would leave."""
        reader = get_language() or "en"
        chosen = self.filters
        self._choices("theme", _("All themes"), self._themes(facets, reader))
        self._choices("kind", _("All kinds"), _kinds(facets))
        spoken = sorted(
            (language_name(code, reader), code)
            for code in {*facets.languages, *filter(None, [chosen.language])}
        )
        self._choices(
            "language",
            _("All languages"),
            [(code, numbered(name, facets.languages.get(code, 0))) for name, code in spoken],
        )
        self._choices(
            "municipality",
            _("The whole region"),
            [
                (m.slug, numbered(shown(m, "name", reader).text, facets.municipalities[m.pk]))
                for m in self.known.municipalities
                if m.pk in facets.municipalities or m == chosen.municipality
            ],
        )

        self.open_now = facets.open_now
        self.fields["access"].widget.choices = [
            (name, numbered(str(ACCESS[name]), number))
            for name, number in facets.access.items()
            if number or name in chosen.access
        ]

    def _choices(self, name: str, everything: str, choices: list[Any]) -> None:
        self.fields[name].widget.choices = [("", everything), *choices]

    def _themes(self, facets: Facets, reader: str) -> list[Any]:
        """A group per top theme: all of it, then its sub-themes."""

        def option(theme: Theme, name: str) -> tuple[str, str]:
            return theme.slug, numbered(name, facets.themes.get(theme.pk, 0))

        groups = []
        for top in (theme for theme in self.known.themes if theme.parent_id is None):
            name = in_words(shown(top, "name", reader))
            everything = option(top, _("All of “%(theme)s”") % {"theme": name})
            subs = [
                option(theme, in_words(shown(theme, "name", reader)))
                for theme in self.known.themes
                if theme.parent_id == top.pk
            ]
            groups.append((name, [everything, *subs]))
        return groups


def _kinds(facets: Facets) -> list[tuple[str, str]]:
    return [
        (kind.value, numbered(str(kind.label), facets.kinds.get(kind.value, 0)))
        for kind in Organisation.Kind
    ]


def numbered(name: str, number: int) -> str:
    """A choice and how many services it leaves: “Housing (12)”."""
    return _("%(name)s (%(number)d)") % {"name": name, "number": number}
