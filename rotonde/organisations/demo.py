"""Invented organisations for the demo accounts to speak for."""

from datetime import date

from rotonde.accounts.models import User
from rotonde.organisations.models import Mandate, Membership, Organisation

_DEMO = (
    ("demo-employer", "Demo Employer", "private", "hr@example.org", Membership.Role.EMPLOYER),
    ("demo-relocation", "Demo Relocation", "private", "agent@example.org", Membership.Role.AGENT),
    (
        "demo-organiser",
        "Demo Welcome Club",
        "non-profit",
        "organiser@example.org",
        Membership.Role.ORGANISER,
    ),
)


def seed_memberships(*, on: date) -> int:
    """Let the demo accounts speak for a demo organisation each; how many memberships were made.

    The demo employer mandates the demo relocation agency.
    """
    made = 0
    for slug, name, kind, email, role in _DEMO:
        organisation, _new = Organisation.objects.get_or_create(
            slug=slug, defaults={"name": name, "kind": kind}
        )
        user = User.objects.filter(email=email).first()
        if user:
            made += Membership.objects.get_or_create(
                organisation=organisation, user=user, role=role, defaults={"valid_from": on}
            )[1]
    _mandate(on=on)
    return made


def _mandate(*, on: date) -> None:
    agency = Organisation.objects.get(slug="demo-relocation")
    employer = Organisation.objects.get(slug="demo-employer")
    if not Mandate.objects.filter(agency=agency, employer=employer).exists():
        Mandate.objects.create(agency=agency, employer=employer, valid_from=on)
