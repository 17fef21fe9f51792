"""Editing synonyms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rotonde.search.folding import fold
from rotonde.search.models import Synonym


class SynonymForm(forms.ModelForm):
    """Words are kept as they are compared: without capitals, accents and signs."""

    class Meta:
        model = Synonym
        fields = ["word", "also", "both_ways", "language"]

    def clean_word(self) -> str:
        return self._folded("word")

    def clean_also(self) -> str:
        return self._folded("also")

    def _folded(self, field: str) -> str:
        folded = fold(self.cleaned_data[field])
        if not folded:
            raise ValidationError(_("Type at least one word."))
        return folded


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Any]):
    form = SynonymForm
    list_display = ["word", "also", "both_ways", "language"]
    list_filter = ["language"]
    search_fields = ["word", "also"]
