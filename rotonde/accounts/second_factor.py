"""The second factor: secrets encrypted at rest, and the picture to scan."""

import base64
import hashlib

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.safestring import SafeString, mark_safe


def _keys() -> MultiFernet:
    words = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + force_bytes(word)).digest() for word in words]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactor(DefaultMFAAdapter):
    """allauth's, but a stolen database holds no usable secret, and the page needs no `data:`."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """An inline drawing: dark on light in both colour schemes, or cameras do not read it."""
        drawn = segno.make(url, error="m").svg_inline(
            border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
        )
        return mark_safe(drawn)  # noqa: S308 - drawn by us, holds numbers only
