"""QR codes, drawn as inline SVG: no request is made for them, and nothing is styled inline."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from segno import make

QUIET = 4
"""Modules of white around a code, which scanners want."""


def drawn(content: str, title: str) -> SafeString:
    """The QR code of ``content``; ``title`` says to a screen reader what it is."""
    code = make(content, error="l", micro=False, boost_error=True)
    size = code.symbol_size(border=QUIET)[0]
    rows = enumerate(code.matrix_iter(border=QUIET))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><rect width="{0}" height="{0}" fill="#fff"/>'
        '<path fill="#000" d="{2}"/></svg>', size, title, path,
    )  # fmt: skip
