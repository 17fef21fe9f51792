"""Whose hires are whose: the employer's side, and the hire's own.

What is not theirs is not there: one query and the same 404 for another employer's hire and for one
that never was.
"""

from datetime import date, datetime

from django.db.models import Q

from rotonde.accounts.access import found_or_404
from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Person, person_of
from rotonde.employers.models import Hire
from rotonde.employers.querysets import HireQuerySet
from rotonde.organisations.access import employer_for, employers_of, organisations_of
from rotonde.organisations.models import Mandate, Membership, Organisation
from services.menus.models import Menu
from services.menus.querysets import MenuQuerySet


def hires_seen_by(user: User, *, on: date) -> HireQuerySet:
    """The live hires of every employer `user` may act for on this day."""
    return Hire.objects.live().filter(employer__in=employers_of(user, on=on))


def hire_for(user: User, public_id: str, *, on: date, at: datetime) -> Hire:
    """The hire of this public id with its progress, if `user` may act for the employer.

    Raises Http404.
    """
    seen = hires_seen_by(user, on=on).progressed(at=at)
    whole = seen.select_related("employer", "agency", "registered_by", "account", "visit__center")
    return found_or_404(whole, public_id=public_id)


def agency_of(user: User, employer: Organisation, *, on: date) -> Organisation | None:
    """The agency through which `user` acts for `employer`; None for the employer's own people."""
    own = organisations_of(user, Membership.Role.EMPLOYER, on=on)
    if own.filter(pk=employer.pk).exists():
        return None
    agencies = organisations_of(user, Membership.Role.AGENT, on=on)
    mandates = Mandate.objects.valid(on=on).filter(employer=employer, agency__in=agencies)
    found: Organisation | None = agencies.filter(pk__in=mandates.values("agency")).first()
    return found


def menu_for(user: User, slug: str, key: int, *, on: date) -> tuple[Organisation, Menu]:
    """The employer of this slug and its menu `key`, if `user` may act for it. Raises Http404."""
    employer = employer_for(user, slug, on=on)
    return employer, found_or_404(Menu.objects.of_company(employer), pk=key)


def menus_for_hire(hires: HireQuerySet) -> MenuQuerySet:
    """What the employers of `hires` have put together and shared, for who has not said no."""
    open_hires = hires.live().filter(declined_at=None)
    shared = Menu.objects.shared().filter(organisation__in=open_hires.values("employer"))
    return shared.select_related("organisation").order_by("organisation__name", "title", "pk")


def hires_of(person: Person) -> HireQuerySet:
    """The hires `person` is: by account, or by an address of theirs that no account has claimed."""
    by_mail = person.written_to("email") & Q(account=None)
    by_account = Q(account=person.account) if person.account else Q(pk__in=[])
    return Hire.objects.filter(by_mail | by_account)


def own_hire_for(user: User, public_id: str) -> Hire:
    """The hire of this public id, if `user` is that hire. Raises Http404."""
    own = hires_of(person_of(user)).live().filter(declined_at=None)
    whole = own.select_related("employer", "agency", "visit__center")
    return found_or_404(whole, public_id=public_id)


def invited_hire(code: str) -> Hire:
    """The hire whose private link this is, in whatever state. Raises Http404."""
    everyone = Hire.objects.select_related("employer", "agency", "visit__center")
    return found_or_404(everyone, code=code)
