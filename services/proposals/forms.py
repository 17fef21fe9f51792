"""The boxes in which an entry is proposed anew, and in which an editor has the last word."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rotonde.common.languages import CODES, direction
from services.hours_admin import HoursField
from services.hours_text import written_hours
from services.models import Channel, Service
from services.proposals.entry import NAMES, Field, is_named
from services.spoken import in_order, language_name

_LONG = ("description", "documents")
# What most of those speak who come here or help them; a rarer one that is there stays offered.
OFFERED = frozenset(CODES) | frozenset(
    [
        "am",
        "bg",
        "cs",
        "fa",
        "hi",
        "hu",
        "it",
        "ps",
        "pt",
        "ro",
        "ru",
        "sk",
        "so",
        "sq",
        "sr",
        "ti",
        "uk",
        "ur",
        "zh",
    ]
)


class HoursAsText(HoursField):
    """The hours of a day, cleaned to the one way we write them."""

    def clean(self, value: Any) -> str:
        return written_hours(super().clean(value))


class SpokenField(forms.MultipleChoiceField):
    """A tick for each of `codes`, by name; cleaned to their codes with a space between."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, codes: Iterable[str], **options: Any) -> None:
        reader = get_language() or CODES[0]
        names = [(code, language_name(code, reader)) for code in in_order(codes, reader)]
        super().__init__(required=False, choices=names, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return " ".join(sorted(set(super().clean(value))))


class EntryForm(forms.Form):
    """One box for each of `fields`; `values` are the texts in them, by key."""

    def __init__(self, fields: Iterable[Field], data: Any, *, values: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(values))
        self.of = {field.key: field for field in fields}
        for field in self.of.values():
            self.fields[field.key] = _box(field, values[field.key])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        emptied = [key for key in NAMES if key in self.of and not cleaned.get(key)]
        if emptied and not is_named(self.outcome(cleaned)):
            self.add_error(emptied[-1], _("Write the name in English or in Dutch."))
        return cleaned

    def outcome(self, cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the entry would say, by key, once what the boxes hold is written."""
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by key; ask a form that is valid."""
        typed = {key: str(self.cleaned_data[key] or "") for key in self.of}
        return {key: text.replace("\r\n", "\n") for key, text in typed.items()}


class ProposeForm(EntryForm):
    """The boxes of a member, with what they held when the page was opened."""

    def __init__(self, fields: Iterable[Field], data: Any, *, values: Mapping[str, str]) -> None:
        super().__init__(fields, data, values=values)
        held = json.dumps(dict(values), ensure_ascii=False)
        self.fields["opened"] = forms.CharField(
            widget=forms.HiddenInput, initial=held, required=False, strip=False
        )

    @property
    def opened(self) -> dict[str, str]:
        """Nothing where a browser sent none: then no change of others counts as seen."""
        try:
            told = json.loads(self["opened"].value() or "{}")
        except ValueError:
            return {}
        return {str(key): str(text) for key, text in told.items()} if isinstance(told, dict) else {}

    def over(self, boxes: Mapping[str, str], fields: Iterable[Field]) -> "ProposeForm":
        """The same form opened anew on `boxes`, with all that the member typed still in it."""
        known, data = list(fields), self.data.copy()  # type: ignore[attr-defined]
        for field in known:
            if field.key not in self.typed:
                text = boxes[field.key]
                data.setlist(field.key, text.split() if field.kind == "spoken" else [text])
        data["opened"] = json.dumps(dict(boxes), ensure_ascii=False)
        return ProposeForm(known, data, values=boxes)

    @property
    def typed(self) -> dict[str, str]:
        """What the member wrote into the boxes themselves; ask a form that is valid."""
        opened = self.opened
        sent = {key: text for key, text in self.values.items() if self._was_sent(key)}
        return {key: text for key, text in sent.items() if text != opened.get(key)}

    def _was_sent(self, key: str) -> bool:
        """A box that came later than the page is none that was emptied."""
        return key in self.opened or key in self.data


class ReviewForm(EntryForm):
    """The proposed values, each with a tick: what is ticked is written, as it stands in the box."""

    def __init__(
        self,
        fields: Iterable[Field],
        data: Any,
        *,
        values: Mapping[str, str],
        ticked: Iterable[str],
        seen: str,
        live: Mapping[str, str],
    ) -> None:
        super().__init__(fields, data, values=values)
        self._live, chosen = live, set(ticked)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=seen)
        for key in self.of:
            self.fields[f"take_{key}"] = forms.BooleanField(
                label=_("Take this over"), required=False, initial=key in chosen
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(f"take_{key}") for key in self.of):
            raise ValidationError(_("Tick at least one change, or decline the proposal."))
        return cleaned

    def outcome(self, cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is not ticked stays what it is now."""
        ticked = {key: cleaned.get(key) for key in self.of if cleaned.get(f"take_{key}")}
        return {**self._live, **ticked}

    @property
    def taken(self) -> dict[str, str]:
        """What is ticked; ask a form that is valid."""
        return {key: text for key, text in self.values.items() if self.cleaned_data[f"take_{key}"]}


class DeclineForm(forms.Form):
    """Why; `seen` is what the editor had before them, as in `settling.fingerprint`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why is it declined?"),
        help_text=_("The organisation reads this in the mail it gets."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="decline_%s", **options)  # beside another form


def _box(field: Field, value: str) -> forms.Field:
    if field.kind == "day":
        return HoursAsText(label=field.label)
    if field.kind == "spoken":
        return SpokenField(label=field.label, codes={*OFFERED, *value.split()})
    of_model: Any = (Channel if field.channel else Service)._meta.get_field(field.name)
    if of_model.choices:
        choices = [("", _("Not known")), *of_model.choices]
        return forms.ChoiceField(label=field.label, choices=choices, required=False)
    if field.name in ("website", "url"):
        return forms.URLField(
            label=field.label, required=False, max_length=200, assume_scheme="https"
        )
    if field.name == "email":
        return forms.EmailField(label=field.label, required=False, max_length=254)
    rows = {"rows": 5} if field.name in _LONG else {}
    widget = forms.Textarea if rows else forms.TextInput
    language = field.language
    told = {"lang": language, "dir": direction(language)} if language else {"dir": "ltr"}
    return forms.CharField(
        label=field.label,
        required=False,
        max_length=of_model.max_length or 5000,
        widget=widget(attrs=rows | told),
    )
