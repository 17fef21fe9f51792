"""What accounts themselves keep about a person: the account, its mail, its sign-in attempts."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Keeper, Person, register
from rotonde.notifications.kinds import title_of
from rotonde.notifications.models import Message


def register_keepers() -> None:
    register(Keeper("account", _tell_account, _erase_account, _purge_accounts))
    register(Keeper("messages", _tell_messages, _erase_messages, _purge_messages))
    register(Keeper("sign-in attempts", _tell_attempts, _erase_attempts, _purge_attempts))


def messages_to(person: Person) -> QuerySet[Message]:
    """What was sent, or is to be sent, to any address of `person`; newest first."""
    return Message.objects.filter(person.written_to("recipient")).order_by("-due_at", "-pk")


def _tell_account(person: Person) -> dict[str, Any] | None:
    account = person.account
    if account is None:
        return None
    return {
        "email": account.email,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "language": account.language,
        "time_zone": account.time_zone,
        "arrived_on": account.arrived_on,
        "consent_at": account.consent_at,
        "joined_at": account.date_joined,
        "last_sign_in_at": account.last_login,
        "has_password": account.has_usable_password(),
        "roles": sorted(account.role_names),
        "addresses": list(
            EmailAddress.objects.filter(user=account).values("email", "verified", "primary")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")
        ),
        "single_sign_on": list(
            SocialAccount.objects.filter(user=account).values(
                "provider", "uid", "date_joined", "last_login", "extra_data"
            )
        ),
    }


def _erase_account(person: Person, at: datetime) -> int:
    return person.account.delete()[0] if person.account else 0


def _purge_accounts(at: datetime, dry_run: bool) -> int:
    """Accounts whose address was never confirmed, and which never signed in."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(
        ~Exists(confirmed),
        last_login=None,
        is_staff=False,
        date_joined__lt=at - timedelta(settings.UNCONFIRMED_ACCOUNT_DAYS),
    )
    return _gone(stale, dry_run)


def _tell_messages(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "to": message.recipient,
            "about": title_of(message),
            "kind": message.kind,
            "language": message.language,
            "state": message.state,
            "due_at": message.due_at,
            "sent_at": message.sent_at,
            "subject": message.sent_subject,
            "text": message.sent_text,
        }
        for message in messages_to(person)
    ]


def _erase_messages(person: Person, at: datetime) -> int:
    return messages_to(person).delete()[0]


def _purge_messages(at: datetime, dry_run: bool) -> int:
    old = Message.objects.filter(
        due_at__lt=at - timedelta(settings.MESSAGE_RETENTION_DAYS),
        state__in=[
            Message.State.SENT,
            Message.State.DROPPED,
            Message.State.FAILED,
            Message.State.STOPPED,
        ],
    )
    return _gone(old, dry_run)


def _attempts_of(person: Person) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(person.written_to("username"))


def _tell_attempts(person: Person) -> list[dict[str, Any]]:
    # Where the attempts came from is data of whoever made them, perhaps somebody else.
    return list(_attempts_of(person).values("attempt_time", "failures_since_start"))


def _erase_attempts(person: Person, at: datetime) -> int:
    return _attempts_of(person).delete()[0]


def _purge_attempts(at: datetime, dry_run: bool) -> int:
    limit = at - timedelta(settings.SIGN_IN_LOG_DAYS)
    return _gone(AccessAttempt.objects.filter(attempt_time__lt=limit), dry_run)


def _gone(rows: QuerySet[Any], dry_run: bool) -> int:
    """Delete `rows`, or only count them."""
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count
