"""A visit's ticket as a QR code: it opens the check-in for staff, and nothing for anybody else."""

import io

import segno
from django.urls import reverse
from django.utils.translation import override

from permits.models import Visit
from rotonde.common.links import whole
from services.guides.qr import qr_code


def address_at_desk(visit: Visit) -> str:
    """Where reception finds the visit; behind the staff's sign-in, and no private link."""
    with override(visit.language):
        return whole(reverse("desk:scan", args=[visit.pk]))


def drawn_ticket(visit: Visit) -> bytes:
    """As an SVG image, for a page."""
    return qr_code(address_at_desk(visit))


def ticket_picture(visit: Visit) -> bytes:
    """As a PNG image, for a mail: mail readers show no SVG."""
    image = io.BytesIO()
    code = segno.make(address_at_desk(visit), error="m", micro=False)
    code.save(image, kind="png", border=4, scale=6, dark="#000", light="#fff")
    return image.getvalue()
