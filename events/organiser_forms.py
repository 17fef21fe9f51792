"""What an organiser tells about an event; cleaned, nothing decided here."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import Event
from rotonde.common.form_keys import FormKeyField
from rotonde.common.languages import AUTONYMS, CODES, direction
from rotonde.organisations.models import Organisation
from rotonde.translations.reading import shown
from services.models import Place, Theme
from services.spoken import language_name

MAIN = ("en", "nl")
_TEXTS = ("name", "summary", "description", "audience")
_SHORT = ("name", "summary")
# The texts of the two languages everybody here writes, then the short ones in the other six.
TEXT_FIELDS = [f"{field}_{code}" for field in _TEXTS for code in MAIN]
MORE_TEXT_FIELDS = [f"{field}_{code}" for code in CODES if code not in MAIN for field in _SHORT]


class EventForm(forms.ModelForm):
    """What an event is, where, and who may come; `place_told` is an address nobody knew yet."""

    spoken_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages are spoken?"), widget=forms.CheckboxSelectMultiple
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    price = forms.DecimalField(
        label=gettext_lazy("Price in euro"), min_value=0, max_digits=7, decimal_places=2, initial=0
    )
    place_name = forms.CharField(
        label=gettext_lazy("Name of the place"), max_length=160, required=False
    )
    street_address = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=160, required=False
    )
    postal_code = forms.RegexField(
        r"^[0-9]{4}\Z",
        label=gettext_lazy("Postcode"),
        required=False,
        error_messages={"invalid": gettext_lazy("A postcode has four digits.")},
    )
    locality = forms.CharField(label=gettext_lazy("Town"), max_length=80, required=False)
    form_key = FormKeyField()

    class Meta:
        model = Event
        fields = [
            *TEXT_FIELDS,
            *MORE_TEXT_FIELDS,
            "kind",
            "attendance",
            "place",
            "meeting_point",
            "joining_link",
            "website",
            "price",
            "registration_needed",
            "capacity",
            "closes_hours_before",
        ]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        reader = get_language() or CODES[0]
        known = Place.objects.filter(events__isnull=False).order_by("name").distinct()
        self.fields["place"].queryset = known  # type: ignore[attr-defined]
        self.fields["place"].empty_label = _("Another place, or none")  # type: ignore[attr-defined]
        themes = Theme.objects.order_by("position", "slug")
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("None of them")),
            *((theme.slug, shown(theme, "name", reader).text) for theme in themes),
        ]
        self._offer_languages(reader)
        for name in (*TEXT_FIELDS, *MORE_TEXT_FIELDS):
            self._in_its_language(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"name_{code}") or f"name_{code}" in self.errors for code in MAIN):
            self.add_error("name_en", _("Give the event a name in English or Dutch."))
        somewhere = cleaned.get("place") or cleaned.get("place_name")
        on_site = cleaned.get("attendance") not in (None, Event.Attendance.ONLINE)
        if on_site and not somewhere and "place" not in self.errors:
            self.add_error("place", _("Choose a place, or give its name and address below."))
        if cleaned.get("place_name") and not cleaned.get("locality"):
            self.add_error("locality", _("In which town is it?"))
        return cleaned

    def _post_clean(self) -> None:
        self.instance.spoken_languages = self.cleaned_data.get("spoken_languages", [])
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        # A new place is made when the event is saved: its absence is judged in `clean`.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"place", "attendance"}

    @property
    def more_texts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and summary in the languages that may follow later."""
        codes = [code for code in CODES if code not in MAIN]
        return [(self[f"name_{code}"], self[f"summary_{code}"]) for code in codes]

    @property
    def place_told(self) -> dict[str, str] | None:
        """The address of a place that is not in the list."""
        clean = self.cleaned_data
        if clean.get("place") or not clean.get("place_name"):
            return None
        names = ("street_address", "postal_code", "locality")
        return {"name": clean["place_name"], **{name: clean[name] for name in names}}

    @property
    def themes(self) -> list[Theme]:
        return list(Theme.objects.filter(slug=self.cleaned_data["theme"]))

    def _offer_languages(self, reader: str) -> None:
        field = self.fields["spoken_languages"]
        spoken = self.instance.spoken_languages or []
        codes = dict.fromkeys([*CODES, *spoken])
        field.choices = [(code, language_name(code, reader)) for code in codes]  # type: ignore[attr-defined]
        field.initial = spoken

    def _in_its_language(self, name: str) -> None:
        original, _underscore, code = name.rpartition("_")
        field = self.fields[name]
        label = capfirst(Event._meta.get_field(original).verbose_name)  # type: ignore[union-attr]
        field.label = f"{label} · {AUTONYMS[code]}"
        field.required = False
        field.widget.attrs |= {"lang": code, "dir": direction(code)}
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 6
