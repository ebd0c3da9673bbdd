"""The screenings of this process: compiled once for each day and kind of visitor, and shared by all."""

from datetime import date
from functools import lru_cache

from wenye.policy.rules import Rules
from wenye.policy.screen import Screening, Who
from wenye.web.library import library


@lru_cache(maxsize=4)
def rules(on: date) -> Rules:
    """The compiled rules as known on the day ``on``."""
    return Rules(library().pack, on)


@lru_cache(maxsize=64)
def screening(who: Who, on: date, benefit: str = "", want: str = "") -> Screening:
    """The screening for ``who``; only one benefit, or only those of one purpose, where that was asked for."""
    return Screening(rules(on), who, on, only=_only(benefit, want))


def _only(benefit: str, want: str) -> frozenset[str] | None:
    benefits = library().pack.benefits
    if benefit in benefits:
        return frozenset({benefit})
    if want:
        return frozenset(name for name, item in benefits.items() if item.purpose == want) or None
    return None
