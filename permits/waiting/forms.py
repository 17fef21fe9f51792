"""When a party could come, and who it is; cleaned to domain types, nothing decided here."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.forms.people import PeopleForm
from permits.models import WaitingParty
from permits.waiting.joining import Wish
from rotonde.common.form_keys import FormKeyField

FURTHEST = timedelta(days=180)
NOTICES = [
    (2, pgettext_lazy("notice before a visit", "Two hours")),
    (24, pgettext_lazy("notice before a visit", "A day")),
    (72, pgettext_lazy("notice before a visit", "Three days")),
    (168, pgettext_lazy("notice before a visit", "A week")),
]


class WishForm(forms.Form):
    """On which days, in which part of them, at what notice. `wish` is what it cleans to."""

    from_date = forms.DateField(
        label=_("The first day you could come"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until_date = forms.DateField(
        label=_("The last day you could come"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    part = forms.ChoiceField(
        required=False, choices=WaitingParty.Part.choices, label=_("When in the day?")
    )
    notice_hours = forms.TypedChoiceField(
        choices=NOTICES,
        coerce=int,
        label=_("How long before must you know?"),
        help_text=_("The shorter, the sooner something fits."),
    )
    form_key = FormKeyField(required=True)

    def __init__(self, data: Any = None, *, today: date, last: date, **kwargs: Any) -> None:
        initial = {"from_date": today, "until_date": last, "notice_hours": 24}
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self._today = today
        for name in ("from_date", "until_date"):
            self.fields[name].widget.attrs["min"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_date"), cleaned.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", _("The last day comes before the first."))
        elif last and last < self._today:
            self.add_error("until_date", _("This day is over. Choose a later one."))
        elif last and last > self._today + FURTHEST:
            self.add_error("until_date", _("Choose a day within the next six months."))
        return cleaned

    @property
    def wish(self) -> Wish:
        cleaned = self.cleaned_data
        return Wish(
            from_date=cleaned["from_date"],
            until_date=cleaned["until_date"],
            part=cleaned["part"],
            notice_hours=cleaned["notice_hours"],
        )


class JoinForm(PeopleForm, WishForm):
    """The same, and who comes."""

    email = forms.EmailField(
        max_length=254,
        label=_("Email address"),
        help_text=_("We send each offer to it, so look at it often."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wish = ["from_date", "until_date", "part", "notice_hours"]
        self.order_fields([*wish, *self.people, "email", "language"])
