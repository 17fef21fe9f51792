"""What people say before a visit, and the office about it; cleaned, nothing decided here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permits.models import AheadQuestion, PaperCheck, PaperRequest
from permits.readiness.reading import Asked, Paper, Readiness


class ReadinessForm(forms.Form):
    """One field for each paper and question of a party; what is not sent stays as it was."""

    ask_employer = forms.BooleanField(required=False)
    # Tells an unticked box from a page that has none.
    employer_asked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, readiness: Readiness):
        super().__init__(data)
        for name, item in readiness.items.items():
            self.fields[name] = forms.ChoiceField(required=False, choices=_choices(item))

    @property
    def given(self) -> dict[str, str]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in self.data and name.startswith(("paper-", "question-"))
        }

    @property
    def employer(self) -> bool | None:
        """Whether the employer may be asked; None where that was not the question."""
        asked = self.cleaned_data["employer_asked"]
        return self.cleaned_data["ask_employer"] if asked else None


def _choices(item: Paper | Asked) -> list[tuple[str, Any]]:
    if isinstance(item, Paper):
        return list(PaperCheck.Answer.choices)
    return [("", ""), *AheadQuestion.Answer.choices]


class DoubtForm(forms.Form):
    """What is doubtful about which paper of whom."""

    paper = forms.CharField(max_length=60)
    doubt = forms.CharField(
        max_length=300, error_messages={"required": _("Say what you doubt about it.")}
    )


class AskForm(forms.Form):
    """Whom to ask, and what to add to the mail's own words."""

    to = forms.ChoiceField(choices=PaperRequest.To.choices)
    words = forms.CharField(
        max_length=600,
        required=False,
        label=_("Your own words"),
        help_text=_("In a language they read. The mail lists what is missing by itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
