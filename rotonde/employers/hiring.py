"""Registers hires, invites them, writes down their answer: the only code that changes hires.

The employer starts, the hire decides. Each function is one transaction that locks the hire, looks
again, saves, records the choice where there is one, and queues the message; each returns the hire
or raises a subclass of Refused where nothing has changed. (Visits for hires: see `bookings`.)
"""

import secrets
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from rotonde.accounts.models import User
from rotonde.employers.messages import tell_accepted, tell_invited
from rotonde.employers.models import Choice, Hire, Shares
from rotonde.employers.refusals import (
    AlreadyAccepted,
    AlreadyHired,
    InvitationClosed,
    InvitationLapsed,
    InvitedLately,
    TooManyHires,
    TooManyInvitations,
)
from rotonde.organisations.models import Organisation

INVITATION = timedelta(days=30)
INVITATION_PAUSE = timedelta(hours=1)
MOST_INVITATIONS = 5
# No vowels and nothing that is read as something else: a public id spells no word.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


class Registered(NamedTuple):
    """The hire, and whether the same form had registered it before."""

    hire: Hire
    already: bool


def register(
    *,
    employer: Organisation,
    registered_by: User,
    name: str,
    email: str,
    language: str,
    starts_on: date,
    at: datetime,
    agency: Organisation | None = None,
    arrives_on: date | None = None,
    nationality_group: str = Hire.NationalityGroup.UNKNOWN,
    adults: int = 1,
    children: int = 0,
    form_key: str = "",
) -> Registered:
    """Write a hire down and invite them; `agency` is who acts for the employer, if not itself.

    The same `form_key` answers with the same hire. Raises AlreadyHired, TooManyHires. Other
    employers' hires play no part in the answer.
    """
    asked = Hire(
        employer=employer,
        agency=agency,
        registered_by=registered_by,
        registered_at=at,
        public_id="".join(secrets.choice(_LETTERS) for _n in range(10)),
        form_key=form_key or None,
        name=name,
        email=email,
        language=language,
        starts_on=starts_on,
        arrives_on=arrives_on,
        nationality_group=nationality_group,
        adults=adults,
        children=children,
        code=secrets.token_urlsafe(16),
        invited_at=at,
        invitation_expires_at=at + INVITATION,
    )
    try:
        with transaction.atomic():
            return _known(asked) or _register(asked, at)
    except IntegrityError:
        # Somebody posted the same in this moment: theirs is the answer.
        known = _known(asked)
        if known is None:
            raise
        return known


def invite_again(*, hire: Hire, at: datetime) -> Hire:
    """A new link for who has not answered; the old one opens nothing any more.

    Raises AlreadyAccepted, InvitationClosed, InvitedLately, TooManyInvitations.
    """
    with transaction.atomic():
        locked = _open(hire)
        if locked.has_accepted:
            raise AlreadyAccepted
        if locked.invited_at > at - INVITATION_PAUSE:
            raise InvitedLately
        if locked.invitations >= MOST_INVITATIONS:
            raise TooManyInvitations
        locked.code = secrets.token_urlsafe(16)
        locked.invited_at, locked.invitation_expires_at = at, at + INVITATION
        locked.invitations += 1
        locked.save()
        tell_invited(locked, at=at)
        return locked


def accept(*, hire: Hire, shares: Shares, at: datetime, account: User | None = None) -> Hire:
    """The hire says yes, and what the employer may see; asked again, only the choice changes.

    With `account` the hire belongs to it from now on. Raises InvitationClosed, InvitationLapsed.
    """
    with transaction.atomic():
        locked = _open(hire)
        if locked.has_accepted:
            return _choose(locked, shares, at)
        if locked.invitation_expires_at <= at:
            raise InvitationLapsed
        locked.accepted_at, locked.account = at, account
        _choose(locked, shares, at)
        tell_accepted(locked, at=at)
        return locked


def decide_consent(*, hire: Hire, shares: Shares, at: datetime) -> Hire:
    """The hire changes what the employer may see, from this instant on.

    Raises InvitationClosed, InvitationLapsed (where nothing was accepted yet).
    """
    with transaction.atomic():
        locked = _open(hire)
        if not locked.has_accepted:
            raise InvitationLapsed
        return _choose(locked, shares, at)


def decline(*, hire: Hire, at: datetime) -> Hire:
    """The hire says no, and the link opens nothing any more; asked again, nothing happens.

    Raises AlreadyAccepted, InvitationClosed.
    """
    with transaction.atomic():
        locked = _locked(hire)
        if locked.declined_at:
            return locked
        if locked.withdrawn_at:
            raise InvitationClosed
        if locked.has_accepted:
            raise AlreadyAccepted
        locked.declined_at = at
        locked.save()
        return locked


def withdraw(*, hire: Hire, at: datetime) -> Hire:
    """The employer takes the hire back and sees nothing more of them; asked again, nothing happens.

    A visit that is booked is the hire's and stays.
    """
    with transaction.atomic():
        locked = _locked(hire)
        if locked.withdrawn_at is None:
            locked.withdrawn_at = at
            locked.save()
        return locked


def _known(asked: Hire) -> Registered | None:
    """What this form registered before. Raises AlreadyHired for another live hire of the same."""
    own = Hire.objects.filter(employer=asked.employer)
    if asked.form_key:
        same = own.filter(form_key=asked.form_key).first()
        if same:
            return Registered(same, already=True)
    live = own.live().filter(
        Q(email__iexact=asked.email), starts_on=asked.starts_on, declined_at=None
    )
    found = live.first()
    if found and asked.form_key and found.form_key == asked.form_key:
        # Posted twice in one moment: the other was written between our two questions.
        return Registered(found, already=True)
    if found:
        raise AlreadyHired(found)
    return None


def _register(asked: Hire, at: datetime) -> Registered:
    lately = Hire.objects.filter(
        employer=asked.employer, registered_at__gt=at - timedelta(days=1)
    ).count()
    if lately >= settings.HIRES_PER_EMPLOYER_PER_DAY:
        raise TooManyHires
    asked.save(force_insert=True)
    tell_invited(asked, at=at)
    return Registered(asked, already=False)


def _choose(locked: Hire, shares: Shares, at: datetime) -> Hire:
    """Write the choice down, unless it is the one that holds."""
    last = locked.choices.aggregate(last=Max("version"))["last"] or 0
    if last == 0 or locked.shares != shares:
        Choice.objects.create(hire=locked, version=last + 1, shares=shares, at=at)
        locked.shares = shares
    locked.save()
    return locked


def _open(hire: Hire) -> Hire:
    locked = _locked(hire)
    if not locked.is_open:
        raise InvitationClosed
    return locked


def _locked(hire: Hire) -> Hire:
    """The hire as it stands under its lock. Raises InvitationClosed when it is gone."""
    found = (
        Hire.objects.select_related("employer", "agency", "registered_by", "account", "visit")
        .select_for_update(of=("self",))
        .filter(pk=hire.pk)
        .first()
    )
    if found is None:
        raise InvitationClosed
    return found
