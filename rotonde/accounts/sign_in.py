"""allauth's forms as our pages show them: labels instead of placeholders, rules in plain text."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _


class Plain(forms.Form):
    """No placeholder repeats the label, addresses and codes run from left to right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("email", "login", "code"):
                field.widget.attrs["dir"] = "ltr"
            if name in ("email", "login"):
                field.label = _("Email address")
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"
        if "password1" in self.fields:
            self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class PasswordForm(Plain, account.LoginForm):
    """Mail address and password. New accounts have none, so allauth would drop the field."""

    def _setup_password_field(self) -> None:
        """Keep the field."""


class SignupForm(Plain, account.SignupForm):
    pass


class CodeRequestForm(Plain, account.RequestLoginCodeForm):
    pass


class CodeForm(Plain, account.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(Plain, account.ConfirmPasswordResetCodeForm):
    pass


class ChangeAddressForm(Plain, account.AddEmailForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ForgottenForm(Plain, account.ResetPasswordForm):
    pass


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    pass


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    pass


class SecondStepForm(Plain, second_factor.AuthenticateForm):
    pass


class ConfirmSecondStepForm(Plain, second_factor.ReauthenticateForm):
    pass


class SetUpAppForm(Plain, totp.ActivateTOTPForm):
    pass
