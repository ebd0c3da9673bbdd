"""What many parts of a pack share: expressions, periods, names, assumptions, open questions."""

from dataclasses import dataclass
from datetime import date

from wenye.feel.errors import Position
from wenye.feel.text import Text


@dataclass(frozen=True, slots=True)
class Formula:
    """A FEEL expression as written; ``at`` is where its first character stands."""

    text: str
    at: Position


@dataclass(frozen=True, slots=True)
class Period:
    """From the day ``start`` to the day ``end``, both included; None leaves an end open."""

    start: date | None
    end: date | None
    at: Position


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id and a label: a unit, a plan, a purpose, a town."""

    id: str
    label: Text
    at: Position


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed, and where the real value would come from."""

    id: str
    text: Text
    source_wanted: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One reading of the text, chosen and said."""

    id: str
    text: Text
    at: Position


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the document leaves open, and the unit that must settle it."""

    id: str
    question: Text
    settled_by: str
    at: Position


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper: what it is called, and which facts it proves."""

    id: str
    label: Text
    proves: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something in each period."""

    what: Text
    count: int
    per: str | None
    at: Position
