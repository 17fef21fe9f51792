"""What readers ask of the rack of guides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rotonde.common.form_keys import FormKeyField
from rotonde.search.folding import words
from rotonde.search.forms import SearchForm
from services.guides.querysets import KIND


class RackForm(SearchForm):
    """A search in the guides. Without a word the whole rack is shown."""

    KIND = KIND

    q = forms.CharField(
        required=False,
        max_length=200,
        error_messages={"max_length": _("This is too long to look for. Use a few words.")},
    )

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if text and not words(text):
            raise forms.ValidationError(_("Type at least one word."))
        return text

    @property
    def text(self) -> str:
        """What to look for; empty when nothing was asked or nothing could be understood."""
        return self.looked_for.text if self.is_valid() else ""


class VerdictForm(forms.Form):
    """Was this what you needed?"""

    useful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    form_key = FormKeyField(required=True)

    def clean_useful(self) -> bool:
        return bool(self.cleaned_data["useful"] == "yes")


class GapForm(forms.Form):
    """What was missing, in somebody's own words."""

    text = forms.CharField(
        label=_("What was missing?"),
        help_text=_("In any language. Write no names or other personal details."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    form_key = FormKeyField()
