"""The typed core tree: what a rule means after parsing and checking, before any reading of it.

Every node knows its place (``at``) and its type. Names are resolved: a fact, a parameter with its history,
or a derived fact with its own expression. Numbers are exact; nothing here depends on a representation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal as OneOfThese

from wenye.feel.errors import Position
from wenye.feel.types import Natural, Type

Comparison = OneOfThese["=", "!=", "<", "<=", ">", ">="]
Operator = OneOfThese["+", "-", "*", "/"]
Rounding = OneOfThese["up", "down", "half up", "half down", "floor", "ceiling"]
HitPolicy = OneOfThese["unique", "first", "any", "collect sum"]


@dataclass(frozen=True, slots=True)
class Expr:
    """A node of the tree."""

    at: Position
    type: Type


@dataclass(frozen=True, slots=True)
class Literal(Expr):
    """A constant; ``value`` is natural (Fraction for numbers, yuan for money)."""

    value: Natural


@dataclass(frozen=True, slots=True)
class Span(Expr):
    """A constant duration: ``months`` or ``days``, one of them 0."""

    months: int
    days: int


@dataclass(frozen=True, slots=True)
class Fact(Expr):
    """A fact by its dotted name; ``low`` and ``high`` bound its integer form (None for booleans and enumerations)."""

    name: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Parameter(Expr):
    """A dated value: ``history`` is ordered by its first day; the day that counts is ``dated_by``,
    a date or a whole year (which counts from its 1 January).

    Before its first day the parameter is unknown, as it is from a day whose value is None. ``apart`` says that it is
    dated by a fact of its own choice and not by the one that dates the whole rule.
    """

    name: str
    history: tuple[tuple[date, Natural | None], ...]
    dated_by: Expr
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Derived(Expr):
    """A derived fact: its name and the expression that defines it."""

    name: str
    body: Expr


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """Negation; unknown stays unknown."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class And(Expr):
    """Kleene conjunction."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """Kleene disjunction."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """A comparison; unknown when a side is."""

    op: Comparison
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Between(Expr):
    """``arg`` lies in a range; an end belongs to it when ``closed``."""

    arg: Expr
    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class OneOf(Expr):
    """``arg`` equals one of the literals."""

    arg: Expr
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Expr):
    """Exact arithmetic; division keeps the exact quotient."""

    op: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class If(Expr):
    """Choice; with an unknown test, known only where both branches agree."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True)
class Shift(Expr):
    """``date`` plus a constant duration; months clamp to the month's end."""

    date: Expr
    months: int
    days: int


@dataclass(frozen=True, slots=True)
class YearOf(Expr):
    """The calendar year of a date."""

    date: Expr


@dataclass(frozen=True, slots=True)
class Round(Expr):
    """Rounding to ``digits`` decimals; ``floor`` and ``ceiling`` go down and up, ``down``/``up`` to and from zero."""

    mode: Rounding
    arg: Expr
    digits: int


@dataclass(frozen=True, slots=True)
class Extreme(Expr):
    """The least or greatest of several numbers or dates; unknown when any is."""

    greatest: bool
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: one boolean test for each input (None for ``-``) and its output."""

    at: Position
    cells: tuple[Expr | None, ...]
    output: Expr


@dataclass(frozen=True, slots=True)
class Table(Expr):
    """A decision table. ``table.fits`` says whether a row fits; without one there is no value."""

    inputs: tuple[Expr, ...]
    hit: HitPolicy
    rows: tuple[Row, ...]


def children(node: Expr) -> Iterator[Expr]:
    """The direct sub-expressions of ``node``, in reading order."""
    if isinstance(node, Table):
        yield from node.inputs
        for row in node.rows:
            yield from (cell for cell in row.cells if cell is not None)
            yield row.output
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Expr):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Expr))


def walk(node: Expr) -> Iterator[Expr]:
    """``node`` and everything below it, parents first; derived facts are entered."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts_of(node: Expr) -> tuple[Fact, ...]:
    """Each fact that ``node`` reads, once, in reading order."""
    found = {part.name: part for part in walk(node) if isinstance(part, Fact)}
    return tuple(found.values())


def row_test(row: Row) -> tuple[Expr, ...]:
    """The tests of a row that say something."""
    return tuple(cell for cell in row.cells if cell is not None)
