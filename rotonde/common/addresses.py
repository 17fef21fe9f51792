"""The network address limits count by."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The client's address; forwarded ones are believed only from our own proxies."""
    proxies = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def known_address_of(request: HttpRequest) -> str | None:
    """The client's address, or None where there is none, or none that a database column takes."""
    address = address_of(request)
    try:
        return str(ip_address(address))
    except ValueError:
        return None
