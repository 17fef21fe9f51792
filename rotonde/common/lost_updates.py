"""Refuses a lost update: two editors of one page, the second of whom would undo the first unread.

The page carries a fingerprint of the rows it was filled from. When they say something else by the
time it is sent, nothing is saved and all that was typed stays; sent once more, it is on purpose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SHOWN_AS = "shown_as"
OVERTAKEN = _(
    "Somebody else changed this while you were editing it. Nothing is saved yet, and what you "
    "typed is still here. Open the page a second time to see what it says now; then save again "
    "to put your version in its place."
)


class LostUpdateForm(forms.ModelForm):
    """A form of the admin, which saves in one transaction."""

    shown_as = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and not self.is_bound:
            self.initial[SHOWN_AS] = fingerprint(self.shown_rows())

    def shown_rows(self) -> Iterable[QuerySet[Any]]:
        """The rows whose values stand in the boxes of the page, those of its inlines included."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get(SHOWN_AS):
            # Whoever saves this very moment is waited for.
            type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)
            now = fingerprint(self.shown_rows())
            if now != cleaned[SHOWN_AS]:
                self.data = self.data.copy()  # type: ignore[attr-defined]
                self.data[self.add_prefix(SHOWN_AS)] = now  # type: ignore[index]
                self.add_error(None, OVERTAKEN)
        return cleaned


class LostUpdateAdmin:
    """For a ModelAdmin with a LostUpdateForm: who only reads the page needs no fingerprint."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is not None and self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        return [
            (name, {**options, "fields": [each for each in options["fields"] if each != SHOWN_AS]})
            for name, options in fieldsets
        ]


def fingerprint(shown: Iterable[QuerySet[Any]]) -> str:
    """The same for the same values, whichever rows of the database hold them."""
    told = [sorted(repr(row) for row in rows.values_list(*_columns(rows))) for rows in shown]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _columns(rows: QuerySet[Any]) -> list[str]:
    """What an editor can see change; of a text in several languages the columns of each."""
    fields = rows.model._meta.concrete_fields
    originals = {each.translated_field.name for each in fields if hasattr(each, "translated_field")}
    derived = originals | {"changed_at"}
    return [each.attname for each in fields if not (each.primary_key or each.name in derived)]
