"""Who comes, who comes along, and where to write to."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.forms.people import PeopleForm
from permits.models import Companion
from services.spoken import all_names


class CompanionForm(forms.Form):
    """Who comes along without coming for papers; nobody, unless a kind is chosen."""

    companion_kind = forms.ChoiceField(
        required=False,
        choices=[("", _("Nobody")), *Companion.Kind.choices],
        label=_("Does somebody come along to help you?"),
        help_text=_("An interpreter or a relocation agent, for instance. They need no time slot."),
    )
    companion_name = forms.CharField(
        required=False,
        max_length=120,
        label=_("Their name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    companion_organisation = forms.CharField(
        required=False,
        max_length=120,
        label=_("Their organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    companion_language = forms.ChoiceField(required=False, label=_("The language they help you in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = all_names(get_language() or "en")
        self.fields["companion_language"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = cleaned.get("companion_name")
        if cleaned.get("companion_kind") and not named and "companion_name" not in self.errors:
            self.add_error("companion_name", _("Tell us the name of whoever comes along."))
        if named and not cleaned.get("companion_kind") and "companion_kind" not in self.errors:
            self.add_error("companion_kind", _("Tell us who comes along."))
        return cleaned

    @property
    def about_companion(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("companion_")]

    @property
    def tells_of_companion(self) -> bool:
        """Whether what is folded away says something."""
        return any(field.value() or field.errors for field in self.about_companion)

    @property
    def companion(self) -> Companion | None:
        """Not saved yet; None where nobody comes along."""
        cleaned = self.cleaned_data
        if not cleaned["companion_kind"]:
            return None
        return Companion(
            kind=cleaned["companion_kind"],
            name=cleaned["companion_name"],
            organisation=cleaned["companion_organisation"],
            language=cleaned["companion_language"],
        )


class DetailsForm(PeopleForm, CompanionForm):
    """Who comes, who comes along, and where to write to."""

    email = forms.EmailField(
        max_length=254,
        label=_("Email address"),
        help_text=_("We send the confirmation and two reminders to it, nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.people, "email", "language"])

    @property
    def main(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [field for field in self if not field.name.startswith("companion_")]
