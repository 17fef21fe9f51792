"""A form sent twice makes one thing: its page carries a key, kept with what is made of it."""

import secrets
from typing import Any

from django import forms

# What secrets.token_urlsafe makes of 128 bits.
KEY_LENGTH = 22
_KEY = rf"^[-A-Za-z0-9_]{{{KEY_LENGTH}}}\Z"


def new_key() -> str:
    return secrets.token_urlsafe(16)


class FormKeyField(forms.RegexField):
    """Hidden, and new with every page. Unless it is required, what comes without it is new."""

    widget = forms.HiddenInput

    def __init__(self, **more: Any) -> None:
        super().__init__(_KEY, **{"required": False, "initial": new_key, "empty_value": "", **more})
