"""Which organisations somebody speaks for, by membership or by an employer's mandate."""

from datetime import date

from django.db.models import Q

from rotonde.accounts.access import found_or_404
from rotonde.accounts.models import User
from rotonde.common.natural_keys import NaturalKeyQuerySet
from rotonde.organisations.models import Mandate, Membership, Organisation


def organisations_of(user: User, role: Membership.Role, *, on: date) -> NaturalKeyQuerySet:
    """The organisations that `user` speaks for in `role` on the day `on`."""
    own = Membership.objects.valid(on=on).filter(user=user, role=role)
    return Organisation.objects.filter(pk__in=own.values("organisation"))


def employers_of(user: User, *, on: date) -> NaturalKeyQuerySet:
    """The employers `user` may act for: their own, and those that mandated their agency."""
    agencies = organisations_of(user, Membership.Role.AGENT, on=on)
    mandated = Mandate.objects.valid(on=on).filter(agency__in=agencies)
    own = organisations_of(user, Membership.Role.EMPLOYER, on=on)
    return Organisation.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=mandated.values("employer"))
    )


def employer_for(user: User, slug: str, *, on: date) -> Organisation:
    """The employer of this slug, if `user` may act for it. Raises Http404."""
    return found_or_404(employers_of(user, on=on), slug=slug)


def organiser_for(user: User, slug: str, *, on: date) -> Organisation:
    """The organiser of this slug, if `user` speaks for it. Raises Http404."""
    return found_or_404(organisations_of(user, Membership.Role.ORGANISER, on=on), slug=slug)
