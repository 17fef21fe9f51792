"""The QR code on a printed card: it leads to the card on a phone."""

import io

import segno


def qr_code(address: str) -> bytes:
    """`address` as an SVG image: black on white, with its quiet zone, readable when a bit dirty."""
    image = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        image, kind="svg", border=4, scale=4, dark="#000", light="#fff", omitsize=False
    )
    return image.getvalue()
