"""The screenings of this process: compiled once for each state of knowledge and kind of visitor, and shared by all."""

from datetime import date
from functools import lru_cache

from wenye.library import library
from wenye.policy.rules import Rules
from wenye.policy.screen import Screening, Who


def rules(on: date) -> Rules:
    """The compiled rules as known on the day ``on``; all days between two announcements of values share them."""
    return _rules(max((day for day in _announced() if day <= on), default=date.min))


@lru_cache(maxsize=1)
def _announced() -> tuple[date, ...]:
    """The days on which values of parameters became known."""
    values = [value for parameter in library().pack.parameters.values() for value in parameter.history]
    return tuple(sorted({value.known_since for value in values if value.known_since is not None}))


@lru_cache(maxsize=16)
def _rules(known: date) -> Rules:
    return Rules(library().pack, known)


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
