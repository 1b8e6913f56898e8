"""QR codes for a page."""

import segno
from django.utils.safestring import mark_safe


def picture_of(address):
    """The QR code of an address, as SVG that stands in a page under our Content Security Policy."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        border=2, omitsize=True, svgclass="sf-qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno draws paths, the address is not in them as text
