"""Corrections that visitors and owners suggest, and what editors make of them."""

from datetime import datetime, timedelta

from django.db import transaction

from rotonde.accounts.models import User
from services.models import OwnersCheck, Service, Suggestion
from services.truth.asking import await_editor, confirm

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


@transaction.atomic
def reply(*, check: OwnersCheck, text: str, at: datetime, form_key: str = "") -> Suggestion:
    """Keep what the owner answers is wrong; it ends the mails. Raises EnoughSuggestions."""
    told = suggest(service=check.service, text=text, at=at, by_owner=True, form_key=form_key)
    await_editor(check=check, at=at)
    return told


@transaction.atomic
def settle(*, suggestion: Suggestion, state: Suggestion.State, at: datetime, by: User) -> bool:
    """Say what became of a suggestion; whether nobody was faster.

    An entry changed as its owner answered is one the owner has confirmed.
    """
    still_open = Suggestion.objects.waiting().filter(pk=suggestion.pk)
    if not still_open.update(state=state, settled_at=at, settled_by=by):
        return False
    if suggestion.by_owner and state == Suggestion.State.DONE:
        _confirm(suggestion, at)
    return True


def _confirm(suggestion: Suggestion, at: datetime) -> None:
    """With the last of the corrections the owner answered this round's question with."""
    checks = OwnersCheck.objects.filter(service=suggestion.service_id, replied_at__isnull=False)
    for check in checks.filter(asked_at__lte=suggestion.made_at):
        own = Suggestion.objects.waiting().filter(service=check.service_id, by_owner=True)
        if not own.exists():
            confirm(check=check, at=at)
