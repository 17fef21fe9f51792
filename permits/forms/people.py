"""Who of a party comes, and how to write to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rotonde.common.languages import AUTONYMS


class PeopleForm(forms.Form):
    """One name field for each person of the party; `labels` call those who have no name yet."""

    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()), label=_("In which language shall we write to you?")
    )

    def __init__(self, *args: Any, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = [f"person_{number}" for number in range(1, len(labels) + 1)]
        for name, label in zip(self.people, labels, strict=True):
            first = name == self.people[0]
            self.fields[name] = forms.CharField(
                max_length=120,
                label=_("Your name, as in your passport")
                if first
                else _("%(person)s: name, as in the passport") % {"person": label},
                widget=forms.TextInput(
                    attrs={"autocomplete": "name" if first else "off", "dir": "auto"}
                ),
            )

    @property
    def names(self) -> list[str]:
        """Of each person, in the order of the party; the first is whom we write to."""
        return [self.cleaned_data[name] for name in self.people]
