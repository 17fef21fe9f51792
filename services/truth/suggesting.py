"""Corrections that visitors and owners suggest, and what editors make of them."""

from datetime import datetime, timedelta

from django.db import transaction

from rotonde.accounts.models import User
from services.models import Service, Suggestion

# Whoever fills the desk with words about one entry is not heard sooner for it.
MOST_A_DAY = 10
_DAY = timedelta(days=1)


class EnoughSuggestions(Exception):
    """So many suggestions for this entry wait to be read that another one adds nothing."""


@transaction.atomic
def suggest(
    *, service: Service, text: str, at: datetime, by_owner: bool = False, form_key: str = ""
) -> Suggestion:
    """Keep a correction for the editors. The same `form_key` is one suggestion.

    Raises EnoughSuggestions.
    """
    # One at a time: a second sending of the form finds what the first one kept.
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    if form_key and (known := Suggestion.objects.filter(form_key=form_key).first()):
        return known
    of_today = Suggestion.objects.filter(service=service, made_at__gt=at - _DAY, by_owner=by_owner)
    if of_today.count() >= MOST_A_DAY:
        raise EnoughSuggestions
    return Suggestion.objects.create(
        service=service, text=text, by_owner=by_owner, made_at=at, form_key=form_key or None
    )


def settle(*, suggestion: Suggestion, state: Suggestion.State, at: datetime, by: User) -> bool:
    """Say what became of a suggestion; whether nobody was faster."""
    still_open = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN)
    return bool(still_open.update(state=state, settled_at=at, settled_by=by))
