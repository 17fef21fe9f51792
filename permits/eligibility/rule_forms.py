"""What editors type to change a rule, an outcome or words; cleaned to pieces of a document."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from permits.eligibility.checking import LANGUAGES
from permits.eligibility.rulebook import KINDS, RuleBook
from permits.models import DeadlineRule, Document, Fee, Procedure
from rotonde.common.languages import AUTONYMS
from rotonde.translations.reading import shown

KIND_NAMES = {
    "combined": _("Both authorities in one visit"),
    "city": _("The city only"),
    "federal": _("The federal desk only"),
    "none": _("No visit"),
}
_LISTS = ("procedures", "documents", "deadlines", "fees_without", "fees_also", "desk", "after")


def _called(thing: Any, field: str) -> str:
    return shown(thing, field, get_language() or "en").text


class PieceForm(forms.Form):
    """A piece of a draft; `revision` is that of the draft the page showed."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def add_words(self, name: str, label: Any, words: Mapping[str, str], **more: Any) -> None:
        """A field for each language; what must exist in a language is checked at publishing."""
        for code, language in AUTONYMS.items():
            self.fields[f"{name}__{code}"] = forms.CharField(
                required=False,
                max_length=600,
                strip=True,
                label=f"{label} ({language})",
                initial=words.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
                **more,
            )

    def words(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{name}__{code}"] for code in AUTONYMS}

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields everybody looks at."""
        return [field for field in self.visible_fields() if not self._is_further(field)]

    @property
    def further(self) -> list[forms.BoundField]:
        """The words in the other languages."""
        return [field for field in self.visible_fields() if self._is_further(field)]

    @staticmethod
    def _is_further(field: forms.BoundField) -> bool:
        _name, marked, language = field.name.rpartition("__")
        return bool(marked) and language not in LANGUAGES


class WordsForm(PieceForm):
    """The words of a question and its answers, or of a passage."""

    def __init__(self, piece: Mapping[str, Any], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.piece = piece
        self.names = [name for name in ("title", "help", "text") if name in piece]
        labels = {"title": _("Question"), "help": _("Help"), "text": _("Text")}
        for name in self.names:
            self.add_words(name, labels[name], piece[name])
        for choice in piece.get("choices", ()):
            self.add_words(f"choice-{choice['value']}", choice["title"]["en"], choice["title"])

    @property
    def changed(self) -> dict[str, Any]:
        """The piece with the words that were typed."""
        found: dict[str, Any] = {name: self.words(name) for name in self.names}
        if "choices" in self.piece:
            found["choices"] = [
                {**choice, "title": self.words(f"choice-{choice['value']}")}
                for choice in self.piece["choices"]
            ]
        return found


class OutcomeForm(PieceForm):
    """What an outcome says and what goes with it."""

    kind = forms.ChoiceField(
        label=_("Kind of visit"), choices=[(kind, KIND_NAMES[kind]) for kind in KINDS]
    )
    url = forms.URLField(label=_("Official page"), required=False, assume_scheme="https")
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    checked_on = forms.DateField(
        label=_("Checked on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    verified = forms.BooleanField(label=_("Somebody stands behind it"), required=False)

    def __init__(
        self, book: RuleBook, piece: Mapping[str, Any], data: Any = None, **kwargs: Any
    ) -> None:
        own = {name: piece.get(name) for name in (*self.base_fields, *_LISTS) if name in piece}
        super().__init__(data, initial={**own, **kwargs.pop("initial", {})}, **kwargs)
        self.add_words("title", _("Title"), piece["title"])
        self.add_words("lead", _("First sentences"), piece["lead"])
        offered = _references(book)
        for name, (label, choices) in offered.items():
            self.fields[name] = forms.MultipleChoiceField(
                required=False,
                label=label,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["title__en", "title__nl", "lead__en", "lead__nl", "kind", *offered])

    @property
    def changed(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        day: date | None = cleaned["checked_on"]
        return {
            "title": self.words("title"),
            "lead": self.words("lead"),
            **{name: cleaned[name] for name in ("kind", "url", "source", "verified", *_LISTS)},
            "checked_on": day.isoformat() if day else None,
        }


def _references(book: RuleBook) -> dict[str, tuple[Any, list[tuple[str, str]]]]:
    """What an outcome may name, by its field."""
    fees = [(fee.slug, f"{_called(fee, 'name')} ({fee.slug})") for fee in Fee.objects.all()]
    passages = [(each.code, _called(each, "text")) for each in book.passages.values()]
    terms = DeadlineRule.objects.order_by("position")
    return {
        "procedures": (_("Procedures"), _named(Procedure.objects.all())),
        "documents": (_("Documents that apply (none: all)"), _named(Document.objects.all())),
        "deadlines": (
            _("Deadlines"),
            list({rule.code: (rule.code, _called(rule, "title")) for rule in terms}.values()),
        ),
        "fees_without": (_("Fees that are not due"), fees),
        "fees_also": (_("Fees paid elsewhere"), fees),
        "desk": (_("At the desk"), passages),
        "after": (_("Afterwards"), passages),
    }


def _named(things: Iterable[Any]) -> list[tuple[str, str]]:
    return [(each.slug, _called(each, "name")) for each in things]


class RuleForm(PieceForm):
    """Whom a rule fits, where it leads, and the answers that prove it."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=1,
        max_value=9999,
        help_text=_("The rule with the lowest number that fits wins."),
    )
    outcome = forms.ChoiceField(label=_("Outcome"))
    first_day = forms.RegexField(
        r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        label=_("Season: first day (month-day)"),
        required=False,
        help_text=_("For example 05-01. Empty: all year."),
    )
    last_day = forms.RegexField(
        r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        label=_("Season: last day (month-day)"),
        required=False,
    )
    case_on = forms.DateField(
        label=_("Test case: on this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self, book: RuleBook, piece: Mapping[str, Any] | None, data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={**_rule_initial(piece), **kwargs.pop("initial", {})})
        self.questions = [each for each in book.questions if each.kind == "choice"]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (code, _called(outcome, "title") + f" ({code})")
            for code, outcome in book.outcomes.items()
        ]
        if piece is not None:
            self.fields["code"].widget = forms.HiddenInput()
        for question in self.questions:
            choices = [(c.value, _called(c, "title")) for c in question.choices]
            name = _called(question, "title")
            self.fields[f"when-{question.code}"] = forms.MultipleChoiceField(
                required=False,
                label=_("If: %(question)s") % {"question": name},
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )
        for question in self.questions:
            choices = [(c.value, _called(c, "title")) for c in question.choices]
            self.fields[f"case-{question.code}"] = forms.ChoiceField(
                required=False,
                label=_("Test case: %(question)s") % {"question": _called(question, "title")},
                choices=[("", "—"), *choices],
            )
        conditions = [f"when-{question.code}" for question in self.questions]
        self.order_fields(["code", "priority", *conditions, "outcome"])
        self.fields["case_on"] = self.fields.pop("case_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first_day", "last_day"):
            text = cleaned.get(name)
            if text and not _is_day(text):
                self.add_error(name, _("There is no such day."))
        if bool(cleaned.get("first_day")) != bool(cleaned.get("last_day")):
            self.add_error("last_day", _("A season has a first and a last day."))
        return cleaned

    @property
    def changed(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        given = {q.code: cleaned[f"case-{q.code}"] for q in self.questions}
        answers = {code: value for code, value in given.items() if value}
        case = {"answers": answers}
        if cleaned["case_on"]:
            case["on"] = cleaned["case_on"].isoformat()
        season = {"first": cleaned["first_day"], "last": cleaned["last_day"]}
        wanted = {q.code: cleaned[f"when-{q.code}"] for q in self.questions}
        return {
            "priority": cleaned["priority"],
            "when": {code: values for code, values in wanted.items() if values},
            "season": season if cleaned["first_day"] else None,
            "outcome": cleaned["outcome"],
            "case": case if answers else None,
        }


def _rule_initial(piece: Mapping[str, Any] | None) -> dict[str, Any]:
    if piece is None:
        return {}
    case, season = piece.get("case") or {"answers": {}}, piece.get("season") or {}
    return {
        "code": piece["code"],
        "priority": piece["priority"],
        "outcome": piece["outcome"],
        "first_day": season.get("first", ""),
        "last_day": season.get("last", ""),
        "case_on": case.get("on"),
        **{f"when-{code}": values for code, values in piece["when"].items()},
        **{f"case-{code}": value for code, value in case["answers"].items()},
    }


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2027-{text}")
    except ValueError:
        return False
    return True
