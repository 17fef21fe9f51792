"""What employers tell about a hire, and what the hire decides; cleaned, nothing decided here."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from permits.forms import NeedForm, TimeForm
from permits.presentation.needs import offered
from rotonde.common.form_keys import FormKeyField
from rotonde.common.languages import AUTONYMS
from rotonde.employers.models import MOST_ADULTS, MOST_CHILDREN, Hire, Shares
from rotonde.employers.wording import STATES

OLDEST = timedelta(days=366)
FURTHEST = timedelta(days=366 * 2)

_ADULTS = [
    (n, ngettext_lazy("%(n)d adult", "%(n)d adults", "n") % {"n": n})
    for n in range(1, MOST_ADULTS + 1)
]
_CHILDREN = [
    (n, ngettext_lazy("%(n)d child", "%(n)d children", "n") % {"n": n})
    for n in range(MOST_CHILDREN + 1)
]


class _NearDate(forms.DateField):
    """A day about now, as a date field of the browser."""

    default_error_messages = {
        "invalid": _("We could not read this date. Write it like 2026-09-30."),
    }
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        today = timezone.localdate()
        if value and not today - OLDEST <= value <= today + FURTHEST:
            raise forms.ValidationError(_("This date is too far away."))


class HireForm(forms.Form):
    """Who comes, since when they work here, with whom."""

    name = forms.CharField(
        max_length=120,
        label=_("Their name, as in the passport"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Their own email address"),
        help_text=_("The invitation goes there. They keep it when they change jobs."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()), label=_("In which language shall we write to them?")
    )
    starts_on = _NearDate(label=_("First working day"))
    arrives_on = _NearDate(label=_("Day of arrival in Belgium"), required=False)
    nationality_group = forms.ChoiceField(
        choices=Hire.NationalityGroup.choices,
        label=_("Nationality"),
        help_text=_("It decides which papers they need. We ask for no more than this."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; “I do not know” is fine.")},
    )
    adults = forms.TypedChoiceField(
        choices=_ADULTS, coerce=int, label=_("Adults, the hire included")
    )
    children = forms.TypedChoiceField(choices=_CHILDREN, coerce=int, label=_("Children under 18"))
    form_key = FormKeyField()


class ShareForm(forms.Form):
    """What the employer may see. Nothing is chosen beforehand: the choice is the hire's."""

    shares = forms.ChoiceField(
        choices=Shares.choices,
        label=_("What may they see?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. You can change it at any time.")},
    )

    def clean_shares(self) -> Shares:
        return Shares(self.cleaned_data["shares"])


class MenuForm(forms.Form):
    """What a menu for newcomers is called, and how they are greeted; shown as written."""

    title = forms.CharField(
        max_length=120,
        label=_("Title"),
        help_text=_("For example: Your first month with us"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    welcome = forms.CharField(
        max_length=1000,
        required=False,
        label=_("A word of welcome"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        choices=list(AUTONYMS.items()),
        label=_("In which language did you write this?"),
        help_text=_("It is shown as you wrote it; the entries in each reader’s own language."),
    )
    form_key = FormKeyField()


class FilterForm(forms.Form):
    """Which hires to show."""

    q = forms.CharField(
        required=False,
        max_length=120,
        label=_("Name or email address"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    progress = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[(state.value, words) for state, words in STATES.items()],
        error_messages={"invalid_choice": _("We do not know this state. You see all of them.")},
    )

    @property
    def complaints(self) -> list[str]:
        """What could not be understood."""
        return [str(error) for errors in self.errors.values() for error in errors]


class HireVisitForm(NeedForm):
    """Where the hire will live and who comes along; what they come for is everything in one."""

    def __init__(self, data: Any, *, hire: Hire) -> None:
        asked = data.copy()
        everything = offered()[:1]
        asked["need"] = everything[0].value if everything else ""
        asked.setdefault("adults", str(hire.adults))
        asked.setdefault("children", str(hire.children))
        super().__init__(asked)
        self.fields["municipality"].label = _("Where will they live?")
        self.fields["place"].label = _("Their postcode or municipality")


class HireTimeForm(HireVisitForm, TimeForm):
    """The same, and the center and start that were tapped."""


class NamesForm(forms.Form):
    """The names of those who come, in the order of the party."""

    def __init__(self, *args: Any, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(labels, start=1):
            self.fields[f"person_{number}"] = forms.CharField(
                max_length=120,
                label=_("%(person)s: name, as in the passport") % {"person": label},
                widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            )

    @property
    def names(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]
