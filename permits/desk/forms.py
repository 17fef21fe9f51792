"""What staff type at the desk; cleaned to domain types, nothing decided here."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.availability import Start
from permits.desk.asking import FIRST_GAP, Asking
from permits.desk.booking_for import Contact
from permits.desk.closing import Rack
from permits.desk.finding import LENGTH
from permits.forms import ADULTS, CHILDREN, instant
from permits.models import Feedback, Inquiry, Procedure, Step, Visit
from permits.presentation.times_told import told
from rotonde.common.form_keys import FormKeyField
from rotonde.common.languages import AUTONYMS
from rotonde.translations.reading import shown
from services.models import Guide

_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,30}[0-9]")
LATER = ""


class DayForm(forms.Form):
    """Which day is shown, and whom to look for; what cannot be read counts as not asked."""

    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    visit = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    q = forms.CharField(required=False, max_length=LENGTH)

    @property
    def asked_day(self) -> date | None:
        day = self.cleaned_data.get("day")
        # The engine's cells, and Django's dates, end somewhere.
        return day if day and 2000 <= day.year < 2200 else None


class BookForm(forms.Form):
    """Five fields: who, how to reach them, in which language, what for, when.

    Who comes and where they live is one adult of the center's own city until somebody says else.
    """

    name = forms.CharField(
        max_length=120, label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact = forms.CharField(
        max_length=254,
        label=_("Email address or phone"),
        help_text=_("With an email address they receive the confirmation and the reminders."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(choices=list(AUTONYMS.items()), label=_("Language"))
    need = forms.ChoiceField(label=_("What for"))
    start = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("This time is not free any more. Choose another one."),
        },
    )
    adults = forms.TypedChoiceField(
        choices=ADULTS, coerce=int, empty_value="1", required=False, label=_("Adults")
    )
    children = forms.TypedChoiceField(
        choices=CHILDREN, coerce=int, empty_value="0", required=False, label=_("Children under 18")
    )
    municipality = forms.ChoiceField(required=False, label=_("Where they live"))
    form_key = FormKeyField()
    EXTRA = ("adults", "children", "municipality")

    def __init__(self, data: Any = None, *, asking: Asking, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.asking = asking
        self.fields["need"].choices = [(n.value, n.title) for n in asking.needs.values()]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            (code, shown(place, "name", get_language() or "en").text)
            for code, place in asking.municipalities.items()
        ]
        self.fields["start"].choices = asking.choices  # type: ignore[attr-defined]
        self.fields["contact"].required = not asking.walk_in

    @property
    def more_than_usual(self) -> bool:
        """Whether what is folded away says something."""
        return self.asking.is_unusual or any(name in self.errors for name in self.EXTRA)

    def clean_contact(self) -> Contact:
        text = self.cleaned_data["contact"].strip()
        if not text and self.asking.walk_in:
            return Contact()
        if "@" in text:
            validate_email(text)
            return Contact(email=text)
        if _PHONE.fullmatch(text):
            return Contact(phone=text)
        raise ValidationError(_("Type an email address or a phone number."))

    def clean_start(self) -> datetime | None:
        text = self.cleaned_data["start"]
        return None if text == FIRST_GAP else instant(text)

    @property
    def answers(self) -> dict[str, Any]:
        """What the processes of permits.desk.booking_for ask for."""
        names = ("name", "contact", "language", "start", "form_key")
        return {"quest": self.asking.quest, **{name: self.cleaned_data[name] for name in names}}


class MissingForm(forms.Form):
    """Which documents were not there, and when the person comes back with them."""

    documents = forms.MultipleChoiceField(
        required=False, label=_("What is missing?"), widget=forms.CheckboxSelectMultiple
    )
    other = forms.CharField(required=False, max_length=160, label=_("Something else"))
    start = forms.ChoiceField(
        required=False, label=_("When do they come back?"), widget=forms.RadioSelect
    )

    def __init__(
        self, data: Any = None, *, step: Step, papers: dict[str, str], starts: Sequence[Start]
    ):
        zone = step.visit.center.time_zone
        first = starts[0].start.isoformat() if starts else LATER
        super().__init__(data, initial={"start": first})
        self.fields["documents"].choices = list(papers.items())  # type: ignore[attr-defined]
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            *((each.start.isoformat(), told(each, zone)) for each in starts),
            (LATER, _("They book it themselves later")),
        ]
        self._papers = papers

    def clean_start(self) -> datetime | None:
        text = self.cleaned_data["start"]
        return instant(text) if text else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = [self._papers[slug] for slug in cleaned.get("documents", [])]
        names += [cleaned["other"]] if cleaned.get("other") else []
        if not names and "documents" not in self.errors:
            self.add_error("documents", _("Say what is missing."))
        # As many as the record has room for.
        cleaned["missing"] = "; ".join(names)[:300]
        return cleaned


class NoteForm(forms.Form):
    """A private note, for colleagues."""

    text = forms.CharField(max_length=300, label=_("Private note"))


class NameForm(forms.Form):
    """The name of one person of a party, as it stands in their papers."""

    name = forms.CharField(max_length=120, label=_("Name"))


class ReasonForm(forms.Form):
    """Why a step is refused; nobody is refused without a reason."""

    reason = forms.CharField(max_length=300, label=_("Why is it refused?"))


class HandOverForm(forms.Form):
    """What the colleague should know, where there is something."""

    note = forms.CharField(required=False, max_length=300, label=_("For your colleague"))


class InterpreterForm(forms.Form):
    need = forms.ChoiceField(choices=Visit.Interpreter.choices, required=False)

    def clean_need(self) -> Visit.Interpreter:
        return Visit.Interpreter(self.cleaned_data["need"])


class ClosingForm(forms.Form):
    """Which information cards go along; those about the visit lead."""

    fitting = forms.MultipleChoiceField(
        required=False, label=_("Cards handed over"), widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        required=False, label=_("Other cards"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, rack: Rack) -> None:
        super().__init__(data)
        self._cards = {card.public_id: card for card in rack.all}
        for name, cards in (("fitting", rack.fitting), ("others", rack.others)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (card.public_id, shown(card, "title", get_language() or "en").text)
                for card in cards
            ]

    @property
    def cards(self) -> list[Guide]:
        chosen = [*self.cleaned_data["fitting"], *self.cleaned_data["others"]]
        return [self._cards[code] for code in chosen]


class FeedbackForm(forms.Form):
    """The two questions."""

    friendly = forms.TypedChoiceField(
        choices=Feedback.Answer.choices,
        coerce=Feedback.Answer,
        label=_("Were we friendly?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    understood = forms.TypedChoiceField(
        choices=Feedback.Answer.choices,
        coerce=Feedback.Answer,
        label=_("Did we speak a language you understood?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )


class InquiryForm(forms.Form):
    """A question in a line, and what came of it."""

    question = forms.CharField(
        max_length=300,
        label=_("What did they ask?"),
        help_text=_("In a few words, without names."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(choices=list(AUTONYMS.items()), label=_("Language"))
    about = forms.ChoiceField(required=False, label=_("About"))
    outcome = forms.TypedChoiceField(
        choices=Inquiry.Outcome.choices, coerce=Inquiry.Outcome, label=_("What came of it")
    )
    form_key = FormKeyField()

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._procedures = {each.slug: each for each in Procedure.objects.all()}
        language = get_language() or "en"
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("", _("Something else")),
            *((slug, shown(p, "name", language).text) for slug, p in self._procedures.items()),
        ]

    def clean_about(self) -> Procedure | None:
        return self._procedures.get(self.cleaned_data["about"])
