"""The integer core: what the fast readings (case, frame, proof) compute.

Every value is an integer or a boolean: money in fen, decimals scaled, dates as days since 1970-01-01,
enumerations as indexes. Every node may be unknown; only ``All``, ``Any``, ``Choose`` and ``Total`` can be known
while a part of them is not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

NO_ROW = -1
"""The integer form of "no row fits": amounts are never negative (see ``policy.program``)."""

Kind = Literal["boolean", "integer", "date"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the integer core."""


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A known integer or boolean; ``None`` is unknown (a parameter before its first day)."""

    value: int | bool | None
    kind: Kind = "integer"


@dataclass(frozen=True, slots=True)
class Var(Node):
    """A fact in integer form with its bounds (0 and 1 for booleans)."""

    name: str
    kind: Kind
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Shared(Node):
    """A derived fact or a parameter: computed once, known by name."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Negation."""

    arg: Node


@dataclass(frozen=True, slots=True)
class All(Node):
    """Kleene conjunction."""

    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any(Node):
    """Kleene disjunction."""

    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cmp(Node):
    """Comparison of two integers (or booleans for ``=`` and ``!=``)."""

    op: Comparator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Member(Node):
    """``arg`` is one of ``values``."""

    arg: Node
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """``left + right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Times(Node):
    """``left * right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Divisor(Node):
    """Marks a divisor until ``bounds`` has shown that it is positive; no reading ever meets it."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Divide(Node):
    """``num / den`` rounded to an integer by ``mode``; ``den`` is positive wherever the value counts."""

    num: Node
    den: Node
    mode: Literal["up", "down", "half up", "half down", "floor", "ceiling"]


@dataclass(frozen=True, slots=True)
class AddMonths(Node):
    """A date plus whole months, clamped to the month's end."""

    date: Node
    months: int


@dataclass(frozen=True, slots=True)
class YearOf(Node):
    """The calendar year of a date."""

    date: Node


@dataclass(frozen=True, slots=True)
class Best(Node):
    """The greatest or the least of several integers."""

    greatest: bool
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """The value of the first case that holds, else ``default``.

    With cases in doubt it is known only if every value still possible is the same.
    """

    cases: tuple[tuple[Node, Node], ...]
    default: Node


@dataclass(frozen=True, slots=True)
class Total(Node):
    """The sum of the values of all cases that hold; ``NO_ROW`` if none does.

    A case in doubt makes it unknown unless its value is 0 and another case holds.
    """

    cases: tuple[tuple[Node, Node], ...]


def children(node: Node) -> Iterator[Node]:
    """The direct parts of ``node``, in reading order."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item
                elif isinstance(item, tuple):
                    yield from item


def mapped(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """``node`` rebuilt from the top: where ``change`` gives a node, it stands instead; else the parts are rebuilt."""
    changed = change(node)
    if changed is not None:
        return changed
    return replace(node, **{field.name: _part(getattr(node, field.name), change) for field in fields(node)})


def _part(value: object, change: Callable[[Node], Node | None]) -> object:
    if isinstance(value, Node):
        return mapped(value, change)
    return tuple(_part(item, change) for item in value) if isinstance(value, tuple) else value


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def variables(node: Node) -> tuple[Var, ...]:
    """Each fact that ``node`` reads, once, in reading order."""
    return tuple({part.name: part for part in walk(node) if isinstance(part, Var)}.values())
