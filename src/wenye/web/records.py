"""Demo people and firms whose records fill in a screening."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenye.web.forms import Answer


@dataclass(frozen=True, slots=True)
class Offer:
    """A demo person or firm to choose."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the registers know of one: facts by id in integer form."""

    name: str
    facts: Mapping[str, Answer]


def people() -> list[Offer]:
    """A few invented people, each of another kind."""
    return []


def firms() -> list[Offer]:
    """A few invented firms, each of another kind."""
    return []


def record(subject: str, key: str) -> Record | None:
    """The record of one of them; None where there is none."""
    return None
