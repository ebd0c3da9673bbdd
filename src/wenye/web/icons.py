"""The line icons: one 24-unit grid, one stroke width, drawn here and inlined, so that no request is made for them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "search": "M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM16 16l4.5 4.5",
    "tick": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "ask": "M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1.1-1.4 2.1M12 17.5v.1",
    "half": "M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16zM12 8v4.5l3 2",
    "clock": "M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16zM12 7.5V12l3 2",
    "warn": "M12 4.5l8.5 15h-17zM12 10v4.5M12 17v.1",
    "person": "M12 4.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7zM5 20c.6-3.9 3.3-6 7-6s6.4 2.1 7 6",
    "firm": "M5 20V5.5h9V20M14 10h5v10M3 20h18M8 9h3M8 12.5h3M8 16h3",
    "paper": "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5",
    "save": "M12 4.5v10M8 11l4 4l4-4M5 19.5h14",
}


def drawn(name: str) -> SafeString:
    """The icon ``name`` as inline SVG."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        PATHS[name],
    )
