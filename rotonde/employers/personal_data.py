"""What the employer portal keeps about a person: as the hire, and as who registered hires."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from rotonde.accounts.personal_data import Keeper, Person, register
from rotonde.employers.access import hires_of
from rotonde.employers.models import Hire


def register_keepers() -> None:
    register(Keeper("hires", _tell, _erase, _purge))
    register(Keeper("hires_registered", _tell_registered, _let_go))


def _tell(person: Person) -> list[dict[str, Any]]:
    own = hires_of(person).select_related("employer", "agency").prefetch_related("choices")
    return [_told(hire) for hire in own]


def _told(hire: Hire) -> dict[str, Any]:
    return {
        "employer": hire.employer.name,
        "through": hire.agency.name if hire.agency else "",
        "name": hire.name,
        "email": hire.email,
        "language": hire.language,
        "starts_on": hire.starts_on,
        "arrives_on": hire.arrives_on,
        "nationality_group": hire.nationality_group,
        "adults": hire.adults,
        "children": hire.children,
        "registered_at": hire.registered_at,
        "invited_at": hire.invited_at,
        "accepted_at": hire.accepted_at,
        "declined_at": hire.declined_at,
        "withdrawn_at": hire.withdrawn_at,
        "choices": [
            {"version": choice.version, "employer_sees": choice.shares, "at": choice.at}
            for choice in hire.choices.all()
        ],
    }


def _erase(person: Person, at: datetime) -> int:
    """The visit itself is told and erased with the visits."""
    return _gone(hires_of(person))


def _purge(at: datetime, dry_run: bool) -> int:
    """Who has worked here for long, and sooner: who never accepted, declined or was taken back."""
    unanswered = at - timedelta(settings.UNANSWERED_HIRE_DAYS)
    old = Hire.objects.filter(
        Q(starts_on__lt=(at - timedelta(settings.HIRE_RETENTION_DAYS)).date())
        & Q(registered_at__lt=unanswered)
        | Q(accepted_at=None, invitation_expires_at__lt=unanswered)
        | Q(declined_at__lt=unanswered)
        | Q(withdrawn_at__lt=unanswered)
    )
    return old.count() if dry_run else _gone(old)


def _gone(hires: Any) -> int:
    count: int = hires.count()
    hires.delete()
    return count


def _tell_registered(person: Person) -> list[dict[str, Any]]:
    """When and for whom; the hires themselves are other people."""
    own = (
        Hire.objects.filter(registered_by=person.account) if person.account else Hire.objects.none()
    )
    return [
        {"employer": hire.employer.name, "registered_at": hire.registered_at}
        for hire in own.select_related("employer").order_by("registered_at")
    ]


def _let_go(person: Person, at: datetime) -> int:
    """The hires stay their employer's; who typed them is forgotten."""
    if person.account is None:
        return 0
    return Hire.objects.filter(registered_by=person.account).update(registered_by=None)
