"""An address as a QR code, for the phones of a class."""

from html import escape
from urllib.parse import quote

import segno

_AS_THEY_ARE = "%/:?#[]@!$&'()*+,;=~"  # what has a meaning in an address, and what is written so already


def qr_code(address: str) -> str:
    """The QR code of an address as an inline SVG, dark on light in both themes; its alt text is the address.

    As large as what it stands in. Raises ValueError where the address is longer than a QR code can be: 2953
    letters.
    """
    coded = quote(address, safe=_AS_THEY_ARE)  # in ASCII every reader reads the same
    # the fewest modules for whoever scans it from the last row; what is left of them goes to the correction
    code = segno.make_qr(coded, error="l", boost_error=True)
    svg = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(address)}" ', 1)
