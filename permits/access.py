"""Whose visits and deadlines are whose.

A visit belongs to the account that booked it, and to whoever has shown that the address it was
booked with is theirs. (Apart from that, its private link opens it: see permits.views.visitors.)
"""

from django.db.models import Q

from permits.models import Deadline, Visit
from permits.models.visits import VisitQuerySet
from rotonde.accounts.access import found_or_404
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Person, person_of


def visits_of(person: Person) -> VisitQuerySet:
    """Every visit of `person`, whatever its state: by account, or by an address of theirs."""
    # A visit that belongs to an account is not somebody else's for having typed their address.
    by_mail = person.written_to("email") & Q(account=None, confirmed_at__isnull=False)
    by_account = Q(account=person.account) if person.account else Q(pk__in=[])
    return Visit.objects.filter(by_mail | by_account)


def visit_for(user: User, code: str) -> Visit:
    """The visit of this code, if it is one of `user`'s. Raises Http404."""
    own = visits_of(person_of(user)).select_related(
        "center__place", "center__municipality", "municipality"
    )
    return found_or_404(own, code=code)


def deadline_for(user: User, pk: int) -> Deadline:
    """A kept deadline, if it is `user`'s own. Raises Http404."""
    return found_or_404(Deadline.objects.filter(case__account=user), pk=pk)
