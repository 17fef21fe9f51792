"""What a translator types, and which part of the board she looks at; nothing decided here."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rotonde.common.languages import AUTONYMS, CODES, direction
from rotonde.translations.board import TO_DO
from rotonde.translations.kinds import kinds
from rotonde.translations.side_by_side import Piece
from rotonde.translations.states import SOURCE_LANGUAGES
from rotonde.translations.translating import Written, hash_of

STATE_NAMES = {
    "complete": gettext_lazy("Complete"),
    "outdated": gettext_lazy("Outdated"),
    "machine": gettext_lazy("Machine translation"),
    "missing": gettext_lazy("Missing"),
    "human": gettext_lazy("Up to date"),
    "reviewed": gettext_lazy("Reviewed"),
}
_ONE_LINE = 200
_MOVED = gettext_lazy(
    "Somebody changed this text or its source while you were writing. What you wrote is still in "
    "the box; compare it and save again."
)


class BoardForm(forms.Form):
    """Which language, kind and state; what is not known shows all."""

    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of content"))
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        every = ("", _("All"))
        names = [(code, capfirst(kind.name)) for code, kind in kinds().items()]
        states = [(state, STATE_NAMES[state]) for state in TO_DO]
        self.fields["language"].choices = [every, *AUTONYMS.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [every, *names]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *states]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def languages(self) -> Sequence[str]:
        return self._one_or_all("language", CODES)

    @property
    def states(self) -> Sequence[str]:
        return self._one_or_all("state", TO_DO)

    @property
    def kinds(self) -> list[Any]:
        every = kinds()
        return [every[code] for code in self._one_or_all("kind", list(every))]

    @property
    def query(self) -> str:
        """The same choice as an address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def _one_or_all(self, name: str, every: Sequence[str]) -> Sequence[str]:
        asked = self.cleaned_data.get(name)
        return [asked] if asked else every


class SideBySideForm(forms.Form):
    """A box for each piece in the language of the page, with what was shown beside it."""

    def __init__(self, thing: Any, shown: Sequence[Piece], language: str, data: Any = None) -> None:
        super().__init__(data)
        self.pieces, self.language = shown, language
        self.moved: list[str] = []
        for piece in shown:
            self._add(piece, type(thing)._meta.get_field(f"{piece.field}_{language}"))
        if language in SOURCE_LANGUAGES:
            self.fields["minor"] = forms.BooleanField(
                label=_("Only spelling: translations stay up to date"), required=False
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A piece with its fields, for the template."""
        parts = ("text", "right", "own", "source", "machine")
        return [
            {
                "piece": piece,
                "moved": piece.field in self.moved,
                "state_name": STATE_NAMES[piece.state],
            }
            | {
                part: self[f"{piece.field}-{part}"]
                for part in parts
                if f"{piece.field}-{part}" in self.fields
            }
            for piece in self.pieces
        ]

    @property
    def minor_field(self) -> forms.BoundField | None:
        """The switch for spelling, where the language is one that others are translated from."""
        return self["minor"] if "minor" in self.fields else None

    @property
    def empty(self) -> list[str]:
        """The fields whose boxes are empty though there is something to fill them from."""
        boxes = {piece.field: self[f"{piece.field}-text"].value() for piece in self.pieces}
        return [p.field for p in self.pieces if p.source and not (boxes[p.field] or "").strip()]

    def fill(self, suggested: Mapping[str, str]) -> None:
        """Put these texts into their boxes, marked as a machine's; nothing is saved by it."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for field, text in suggested.items():
            data[f"{field}-text"] = text
            data[f"{field}-machine"] = hash_of(text)
        self.data = data

    def show_anew(self, fields: Sequence[str]) -> None:
        """Somebody else wrote these meanwhile: what was typed stays, beside what is there now."""
        self.moved = list(fields)
        data = self.data.copy()  # type: ignore[attr-defined]
        for piece in self.pieces:
            if piece.field in fields:
                data[f"{piece.field}-own"] = piece.own.hash
                data[f"{piece.field}-source"] = piece.source_hash
                self.add_error(f"{piece.field}-text", _MOVED)
        self.data = data

    @property
    def minor(self) -> bool:
        return bool(self.cleaned_data.get("minor"))

    @property
    def written(self) -> list[Written]:
        return [self._written(piece.field) for piece in self.pieces]

    def _written(self, field: str) -> Written:
        told = {part: self.cleaned_data.get(f"{field}-{part}") or "" for part in ("own", "source")}
        text = self._text(field)
        return Written(
            field=field,
            text=text,
            own_was=told["own"],
            source_was=told["source"],
            right=bool(text) and bool(self.cleaned_data.get(f"{field}-right")),
            machine=bool(text) and self.cleaned_data.get(f"{field}-machine") == hash_of(text),
        )

    def _text(self, field: str) -> str:
        text: str = self.cleaned_data[f"{field}-text"].replace("\r\n", "\n")
        box = self.fields[f"{field}-text"]
        # A name stands on one line, in however large a box it was typed.
        return " ".join(text.split("\n")) if box.max_length else text  # type: ignore[attr-defined]

    def _add(self, piece: Piece, column: Any) -> None:
        attrs = {"lang": self.language, "dir": direction(self.language)}
        widget = _box(column, attrs)
        self.fields[f"{piece.field}-text"] = forms.CharField(
            label=f"{piece.name} · {AUTONYMS[self.language]}",
            initial=piece.own.text,
            required=False,
            max_length=column.max_length,
            widget=widget,
        )
        if piece.source:
            self.fields[f"{piece.field}-right"] = forms.BooleanField(
                label=_("I have read it beside its source: it is right"), required=False
            )
        for part, value in (
            ("own", piece.own.hash),
            ("source", piece.source_hash),
            ("machine", ""),
        ):
            self.fields[f"{piece.field}-{part}"] = forms.CharField(
                initial=value, required=False, max_length=64, widget=forms.HiddenInput
            )


def _box(column: Any, attrs: dict[str, Any]) -> forms.Widget:
    """As large as what is written in it."""
    if isinstance(column, TextField):
        return forms.Textarea({"rows": 6} | attrs)
    if column.max_length > _ONE_LINE:
        return forms.Textarea({"rows": 3} | attrs)
    return forms.TextInput(attrs)
