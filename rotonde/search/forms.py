"""What the forms with a search field share."""

from typing import ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language

from rotonde.search.correcting import Corrected, corrected


class SearchForm(forms.Form):
    """A form with a field `q` for words that lead to objects of `KIND`; not to be bound anew.

    `looked_for` is what is searched: as it was typed, or with its typos corrected unless `exact`.
    """

    KIND: ClassVar[str]

    exact = forms.CharField(required=False, widget=forms.HiddenInput)

    @cached_property
    def looked_for(self) -> Corrected:
        self.is_valid()
        text = str(self.cleaned_data.get("q", ""))
        if not text or self.cleaned_data.get("exact"):
            return Corrected(text)
        return corrected(self.KIND, text, reader=get_language() or "")
