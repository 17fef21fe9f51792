"""Links for who reads them outside the portal: in a mail, a calendar, a code on paper."""

from django.conf import settings


def whole(path: str) -> str:
    """The address of a path of ours, with the site before it."""
    return settings.SITE_URL.rstrip("/") + path
