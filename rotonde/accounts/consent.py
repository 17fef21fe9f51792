"""What is asked of everyone who makes an account, by mail or by single sign-on."""

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rotonde.accounts.joining import welcome
from rotonde.accounts.models import User


class ConsentForm(forms.Form):
    """allauth builds its sign-up forms upon this one."""

    consent = forms.BooleanField(
        label=_("Rotonde may keep my email address and what I arrange here."),
        help_text=_("You can see, download and erase all of it under “My data”."),
        error_messages={"required": _("Without this we cannot make an account for you.")},
    )
    field_order = ("email", "consent")

    def signup(self, request: HttpRequest, user: User) -> None:
        welcome(user=user, language=get_language() or "en", at=timezone.now())
