"""Editing texts with their languages side by side: a row a text, a box a language.

Drawn by the server alone: modeltranslation's own tabs need scripts from elsewhere, which our
content policy refuses, and hide what is still untranslated.
"""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Field
from django.forms import Field as FormField
from django.http import HttpRequest
from django.utils.text import capfirst
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from rotonde.common.languages import AUTONYMS, direction


class SideBySide:
    """For a TranslationAdmin or its inlines; what is not translated stays a row of its own."""

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[Any, Any]]:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        texts = {
            field.name: original
            for original, fields in self.trans_opts.all_fields.items()  # type: ignore[attr-defined]
            for field in fields
        }
        return [
            (name, {**options, "fields": _rows(flatten_fieldsets([(name, options)]), texts)})
            for name, options in fieldsets
        ]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        """Each box says, and is written in, its language."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        language = getattr(db_field, "language", None)
        if field is not None and language in AUTONYMS:
            name = capfirst(db_field.translated_field.verbose_name)  # type: ignore[attr-defined]
            field.label = f"{name} · {AUTONYMS[language]}"
            field.widget.attrs |= {"lang": language, "dir": direction(language)}
            if field.widget.attrs.get("rows"):
                field.widget.attrs["rows"] = 6
        return field


class SideBySideAdmin(SideBySide, TranslationAdmin):
    """A model with texts in eight languages."""


class SideBySideInline(SideBySide, TranslationStackedInline):
    """Rows of such a model below another."""


def _rows(names: list[str], texts: dict[str, str]) -> list[str | tuple[str, ...]]:
    """Neighbouring languages of one text become one row."""
    rows: list[str | tuple[str, ...]] = []
    last = None
    for name in names:
        text = texts.get(name)
        if text is None:
            rows.append(name)
        elif text == last:
            rows[-1] = (*rows[-1], name)
        else:
            rows.append((name,))
        last = text
    return rows
