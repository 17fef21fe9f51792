"""How allauth behaves in this house: whose mails it sends, and how."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rotonde.accounts.arrivals import arrived
from rotonde.accounts.mails import secret_mail, tell_change
from rotonde.accounts.models import User
from rotonde.common.addresses import address_of


class AccountAdapter(DefaultAccountAdapter):
    """allauth's, with our mails and our idea of where a request comes from."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Let every app take over what the browser brings along; by whatever way one signs in."""
        response = super().post_login(request, user, **more)
        arrived(request, response, user, at=timezone.now())
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code or an answer at once; say so when the mail server refuses."""
        if not secret_mail(template_prefix, to=email, context=context, at=timezone.now()):
            messages.error(
                self.request, _("The mail could not be sent. Try again in a few minutes.")
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Put word of a change into the outbox; the address and browser it came from stay out."""
        to = email or EmailAddress.objects.get_primary_email(user)
        if to:
            change = template_prefix.rpartition("/")[2]
            tell_change(change, user=user, to=to, at=timezone.now())
