"""The accounts to try the demo with; obviously nobody's."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from rotonde.accounts.models import User

PASSWORD = "rotonde-demo"  # noqa: S105 - the public password of public demo accounts


@dataclass(frozen=True)
class DemoAccount:
    email: str
    first_name: str
    role: str
    language: str = "en"
    is_staff: bool = False
    is_superuser: bool = False


ACCOUNTS = (
    DemoAccount("newcomer@example.org", "Newcomer", "newcomer"),
    DemoAccount("officer.city@example.org", "City officer", "officer", "nl", is_staff=True),
    DemoAccount("officer.federal@example.org", "Federal officer", "officer", "nl", is_staff=True),
    DemoAccount("host@example.org", "Host", "host", "nl", is_staff=True),
    DemoAccount("editor@example.org", "Editor", "editor", "nl", is_staff=True),
    DemoAccount("manager@example.org", "Manager", "manager", "nl", is_staff=True),
    DemoAccount("hr@example.org", "HR manager", "employer"),
    DemoAccount("agent@example.org", "Relocation agent", "relocation agent"),
    DemoAccount("organiser@example.org", "Organiser", "organiser"),
    DemoAccount("admin@example.org", "Admin", "admin", is_staff=True, is_superuser=True),
)


def seed_accounts(*, at: datetime) -> int:
    """Create the demo accounts that are not there yet; how many were made."""
    there = set(User.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account.email not in there]
    password = make_password(PASSWORD) if missing else ""
    for account in missing:
        user = User.objects.create(
            email=account.email,
            first_name=account.first_name,
            language=account.language,
            is_staff=account.is_staff,
            is_superuser=account.is_superuser,
            consent_at=at,
            password=password,
        )
        user.groups.add(Group.objects.get_or_create(name=account.role)[0])
    _confirm_addresses()
    return len(missing)


def _confirm_addresses() -> None:
    """Nobody reads the demo's mail to confirm an address; also those made by an older demo."""
    own = User.objects.filter(email__in=[account.email for account in ACCOUNTS])
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in own.filter(emailaddress=None)
        ]
    )
