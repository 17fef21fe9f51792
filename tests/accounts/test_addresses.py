"""Every address of the portal: those that are not public refuse whoever is not signed in.

A new address is private until it is named here, so that none is opened by oversight.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

pytestmark = pytest.mark.django_db

# Read by everyone; private links in them answer 404 to a code nobody was given.
PUBLIC_SPACES = {"services", "region", "permits", "events", "guides", "deadlines"}
PUBLIC = {"entrance", "live", "ready", "home", "privacy", "employers:landing"} | {
    f"account_{name}"
    for name in (
        "login",
        "logout",
        "signup",
        "inactive",
        "request_login_code",
        "confirm_login_code",
        "email_verification_sent",
        "reset_password",
        "confirm_password_reset_code",
        "complete_password_reset",
        "password_reset_completed",
    )
}
# The ways of single sign-on: closed by their own state, not by an account.
PUBLIC |= {
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_authenticate",
}
# Programs' own: what is private there is the code in the address.
PUBLIC_ROOTS = ("/api/", "/hsds")
PRIVATE_IN_PUBLIC_SPACES = {"services:save", "services:menu-share"}
# The way in and out of the admin, and words its scripts show.
ADMIN_DOORS = {"admin:login", "admin:logout", "admin:jsi18n"}
SAMPLES = {
    "StringConverter": "x",
    "SlugConverter": "x" * 8,
    "IntConverter": 1,
    "PathConverter": "x",
    "UUIDConverter": uuid.UUID(int=0),
}


def every_address() -> Iterator[tuple[str, str]]:
    """(name, address with sample values) of every named address below the root."""
    yield from _below(get_resolver(), "", {})


def _below(resolver: URLResolver, space: str, above: dict) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        values = above | _samples(entry)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _below(entry, inner, values)
        elif isinstance(entry, URLPattern) and entry.name:
            name = f"{space}{entry.name}"
            yield name, reverse(name, kwargs=values)


def _samples(entry: URLPattern | URLResolver) -> dict:
    """A value for each part of the address that varies."""
    if getattr(entry, "name", "") == "app_list":
        return {"app_label": "auth"}
    converters = entry.pattern.converters
    # An old-style address names its groups instead of typing them.
    groups = entry.pattern.regex.groupindex if isinstance(entry.pattern, RegexPattern) else {}
    return dict.fromkeys(groups, "x") | {
        name: SAMPLES.get(type(each).__name__, "x") for name, each in converters.items()
    }


def is_public(name: str, address: str = "") -> bool:
    if address.startswith(PUBLIC_ROOTS):
        return True
    space = name.partition(":")[0] if ":" in name else ""
    if name in PRIVATE_IN_PUBLIC_SPACES:
        return False
    return space in PUBLIC_SPACES or name in PUBLIC


def refuses(response) -> bool:
    if response.status_code in (301, 302):
        return "/accounts/login/" in response["Location"] or _leads_to_login(response)
    return response.status_code in (401, 403, 404)


def _leads_to_login(response) -> bool:
    """Django's admin sends strangers to its own door first, which leads to ours."""
    return response["Location"].startswith("/admin/login/")


def test_every_address_that_is_not_public_refuses_strangers(client):
    open_ones, looked_at = [], 0
    for name, address in every_address():
        if is_public(name, address) or name in ADMIN_DOORS:
            continue
        looked_at += 1
        for method in (client.get, client.post):
            response = method(address)
            if response.status_code != 405 and not refuses(response):
                open_ones.append((name, address, response.status_code))
    assert open_ones == []
    assert looked_at > 50


def test_my_rotonde_is_among_them():
    names = {name for name, _address in every_address()}
    assert {"my:overview", "my:download", "my:erase", "services:save", "admin:index"} <= names
    assert not any(is_public(name) for name in names if name.startswith("my:"))
