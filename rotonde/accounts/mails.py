"""The mails about an account.

Those with a code, and those that answer a stranger's question about an address, leave at once and
are never stored (`secret_mail`): both alike, or the time an answer takes would tell who has an
account. Word of a change goes through the outbox (`tell_change`).
"""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rotonde.accounts.models import User
from rotonde.common.links import whole
from rotonde.notifications.direct import send_now
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue
from rotonde.notifications.writing import written

# allauth's name of a mail, ours, and what it is called.
SECRETS = {
    "account/email/login_code": ("sign-in-code", _("Sign-in code")),
    "account/email/email_confirmation": ("address-code", _("Code to confirm an address")),
    "account/email/email_confirmation_signup": ("address-code", _("Code to confirm an address")),
    "account/email/password_reset_code": ("password-code", _("Code to set a new password")),
    "account/email/unknown_account": ("no-account", _("No account under this address")),
    "account/email/account_already_exists": ("account-exists", _("You have an account already")),
}
SECRET_KINDS = frozenset(kind for kind, _title in SECRETS.values())

CHANGE = "account-change"
CHANGES = {
    "email_changed": _("The email address of your account has changed."),
    "email_confirm": _("An email address of your account was confirmed."),
    "email_deleted": _("An email address was removed from your account."),
    "password_changed": _("The password of your account has changed."),
    "password_reset": _("The password of your account was set anew with a code by mail."),
    "password_set": _("Your account now has a password."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "account_connected": _("Another sign-in was connected to your account."),
    "account_disconnected": _("Another sign-in was removed from your account."),
}


# Eight digits, with a dash in the middle or without (ALLAUTH_USER_CODE_FORMAT).
_CODE = re.compile(r"\b[0-9]{4}-?[0-9]{4}\b")


class MessageKeptNowhere(LookupError):
    """A secret mail cannot be written again: its words were never stored."""


def secret_mail(prefix: str, *, to: str, context: dict[str, Any], at: datetime) -> bool:
    """Send one of allauth's mails at once, in the language of the page; whether it went."""
    kind, _title = SECRETS[prefix]
    context = {
        **context,
        "sign_in_url": _address("account_login"),
        "signup_url": _address("account_signup"),
    }
    owner = User.objects.filter(email=to.lower()).only("pk", "time_zone").first()
    return send_now(
        recipient=to,
        kind=kind,
        target=f"account:{owner.pk}" if owner else "account:",
        language=get_language() or settings.LANGUAGE_CODE,
        time_zone=owner.time_zone if owner else settings.TIME_ZONE,
        mail=written(kind, context),
        at=at,
    )


def tell_change(change: str, *, user: User, to: str, at: datetime) -> bool:
    """Queue word of a change to the account, in its own language; whether it was new."""
    return queue(
        recipient=to,
        kind=CHANGE,
        target=f"account:{user.pk}/{change}",
        anchor=at,
        language=user.language,
        time_zone=user.time_zone,
        due_at=at,
        at=at,
    )


def _address(name: str) -> str:
    return whole(reverse(name))


def _render_change(message: Message) -> Mail:
    change = message.target.partition("/")[2]
    context = {
        "change": CHANGES[change],
        "happened_at": timezone.localtime(message.anchor),
    }
    return written(CHANGE, context)


def _is_known_change(message: Message) -> bool:
    return message.target.partition("/")[2] in CHANGES


def _codes(message: Message) -> list[re.Pattern[str]]:
    """Only the mail itself ever knew the code, so its shape is masked."""
    return [_CODE]


def _never(message: Message) -> bool:
    return False


def _nothing_to_render(message: Message) -> Mail:
    raise MessageKeptNowhere(message.kind)


def register_kinds() -> None:
    """Make the mails about accounts known to the outbox; secret ones are never sent again."""
    for kind, title in dict(SECRETS.values()).items():
        register(Kind(kind, _never, _nothing_to_render, title=title, secrets=_codes))
    register(Kind(CHANGE, _is_known_change, _render_change, title=_("A change to your account")))
