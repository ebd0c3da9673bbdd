"""How often one caller may ask: so many requests a minute for each address, counted in this process.

A caller is an IPv4 address, or the /64 network of an IPv6 address, of which one subscriber has all.
"""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

MINUTE = 60
FREE = frozenset({"/api/v1/health"})
"""What is never counted: whoever watches the site must not be turned away when it is busy."""


@dataclass(slots=True)
class Window:
    """The requests of one minute by caller; it forgets them all when the next minute begins."""

    minute: int = -1
    counts: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def wait(self, caller: str, now: float, most: int) -> int:
        """Counts a request at ``now`` (seconds): 0 if it may pass, else the seconds until ``caller`` may ask again."""
        minute = int(now) // MINUTE
        with self.lock:
            if minute != self.minute:
                self.minute = minute
                self.counts.clear()
            self.counts[caller] += 1
            passes = self.counts[caller] <= most
        return 0 if passes else MINUTE - int(now) % MINUTE


window = Window()


def wait(request: HttpRequest, now: float) -> int:
    """0 if the request may pass, else the seconds to wait. WENYE_API_LIMIT = 0 sets no limit."""
    most = int(settings.WENYE_API_LIMIT)
    return window.wait(caller(request), now, most) if most and request.path not in FREE else 0


def caller(request: HttpRequest) -> str:
    """Who asks; behind a proxy that ends TLS, whom that proxy saw (the last entry: earlier ones are the caller's)."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    text = told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return str(text)[:45]
    return str(IPv6Network((int(address), 64), strict=False)) if isinstance(address, IPv6Address) else str(address)
