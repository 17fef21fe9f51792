"""Editing texts with their languages side by side: a row a text, a box a language.

Drawn by the server alone: modeltranslation's own tabs need scripts from elsewhere, which our
content policy refuses, and hide what is still untranslated.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Field
from django.forms import BooleanField, ModelForm
from django.forms import Field as FormField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.translator import translator

from rotonde.common.languages import AUTONYMS, direction
from rotonde.translations.kinds import follow_up
from rotonde.translations.recording import record, record_minor_edit

MINOR = "minor_edit"


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
    """A model with texts in eight languages; of what each was translated is remembered.

    Whoever only spells a source better says so, and its translations stay up to date.
    """

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        if change:
            kwargs["form"] = type(self.form.__name__, (self.form,), {MINOR: _minor_edit()})
        form: type[ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[Any, Any]]:
        """The switch stands last, right above the buttons."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": [MINOR]})]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        minor = bool(form.cleaned_data.get(MINOR))
        for each in (form, *_rows_below(formsets)):
            if minor:
                record_minor_edit(each.instance, each.initial)
            else:
                record([each.instance])
        self.after_saving(form)

    def after_saving(self, form: Any) -> None:
        """Keep in step what depends on the texts; what belongs to the object is saved by now."""
        follow_up(form.instance, at=timezone.now())


class SideBySideInline(SideBySide, TranslationStackedInline):
    """Rows of such a model below another."""


def _minor_edit() -> BooleanField:
    return BooleanField(
        label=_("Only spelling: translations stay up to date"),
        help_text=_("Counts when the English or the Dutch text changes."),
        required=False,
    )


def _rows_below(formsets: Any) -> Iterator[Any]:
    """The forms of translated rows that were saved below the object."""
    for formset in formsets:
        if formset.model in translator.get_registered_models():
            for form in formset.forms:
                if form.instance.pk and form not in formset.deleted_forms:
                    yield form


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
