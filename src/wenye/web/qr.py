"""QR codes, drawn as inline SVG: no request is made for them, and nothing is styled inline."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from segno import make

QUIET = 4
"""Modules of white around a code, which scanners want."""


def drawn(content: str, title: str) -> SafeString:
    """The QR code of ``content``; ``title`` says to a screen reader what it is."""
    code = make(content, error="l", micro=False, boost_error=True)
    size = code.symbol_size(border=QUIET)[0]
    path = "".join(_runs(y, list(row)) for y, row in enumerate(code.matrix_iter(border=QUIET)))
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><rect width="{0}" height="{0}" fill="#fff"/>'
        '<path fill="#000" d="{2}"/></svg>', size, title, path,
    )  # fmt: skip


def _runs(y: int, row: Sequence[int]) -> str:
    """The dark runs of a row, each a rectangle of the path."""
    x, drawn = 0, ""
    for dark, run in groupby(row):
        wide = len(list(run))
        drawn += f"M{x} {y}h{wide}v1h-{wide}z" if dark else ""
        x += wide
    return drawn
