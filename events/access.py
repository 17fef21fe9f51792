"""Whose registrations are whose, and who runs which events.

A registration belongs to the account that made it, and to whoever has shown that the address it
was made with is theirs. (Apart from that, its private link opens it: see events.views.)

An event is run by who speaks for its organiser, and by the editors. To others its page for
organisers is not there, whether the event is or not.
"""

from datetime import date

from django.db.models import Q

from events.models import Event, Occurrence, Registration
from events.querysets import RegistrationQuerySet
from rotonde.accounts.access import found_or_404
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Person
from rotonde.accounts.roles import Role, has_role
from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.organisations.access import organisations_of
from rotonde.organisations.models import Membership, Organisation


def registrations_of(person: Person) -> RegistrationQuerySet:
    """Every registration of `person`, in whatever state: by account, or by an address of theirs."""
    # What belongs to an account is not somebody else's for having typed their address.
    by_mail = person.written_to("email") & Q(account=None)
    by_account = Q(account=person.account) if person.account else Q(pk__in=[])
    return Registration.objects.filter(by_mail | by_account)


def organisers_run_by(user: User, *, on: date) -> NaturalKeyQuerySet:
    """The organisers whose events `user` runs on the day `on`; for editors, all that have some."""
    if has_role(user, Role.EDITOR):
        return Organisation.objects.filter(
            Q(events__isnull=False) | Q(memberships__role=Membership.Role.ORGANISER)
        ).distinct()
    return organisations_of(user, Membership.Role.ORGANISER, on=on)


def organiser_for(user: User, slug: str, *, on: date) -> Organisation:
    """The organiser of this slug, if `user` runs its events. Raises Http404."""
    return found_or_404(organisers_run_by(user, on=on), slug=slug)


def event_for(user: User, public_id: str, *, on: date) -> Event:
    """The event of this public id, if `user` runs it. Raises Http404."""
    own = Event.objects.filter(organisation__in=organisers_run_by(user, on=on).values("pk"))
    return found_or_404(own.select_related("organisation", "place"), public_id=public_id)


def occurrence_for(user: User, pk: int, *, on: date) -> Occurrence:
    """The date of this number, if `user` runs its event. Raises Http404."""
    organisers = organisers_run_by(user, on=on).values("pk")
    own = Occurrence.objects.filter(event__organisation__in=organisers)
    return found_or_404(own.select_related("event__organisation", "event__place"), pk=pk)
