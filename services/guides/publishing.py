"""What holds for every guide, whoever writes it."""

import base64
import hashlib

from services.guides.models import Guide


class GuideMoved(Exception):
    """The address of a published guide may not change: it is printed on cards."""


def refuse_changed_slug(guide: Guide) -> None:
    """Raise GuideMoved when a published guide is about to move to another address."""
    before = Guide.objects.published().filter(pk=guide.pk).first()
    if before is not None and before.slug != guide.slug:
        raise GuideMoved(before.slug)


def public_id_for(slug: str) -> str:
    """Eight letters and digits that stay with a guide; the same for the same first slug."""
    digest = hashlib.sha256(f"guide:{slug}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:8]
