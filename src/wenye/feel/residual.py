"""The Kleene residual over columns: which unknown facts an unknown result still depends on.

The case reading answers this for one case; here it is a Boolean column for each fact, so that a register can be
asked who is one fact short.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from wenye.feel import core
from wenye.feel.core import Node
from wenye.feel.frame import Columns, Types

_NEVER = pl.lit(False)


def missing_over(frame: pl.LazyFrame, nodes: Sequence[Node], types: Types) -> pl.LazyFrame:
    """One column ``missing``: how many unknown facts matter to any of ``nodes`` that is unknown (UInt32).

    ``types`` are those of the frame's columns; a fact without one is unknown for everybody. Every part is computed
    once, as a column of its own: expressions within expressions would grow without bound where rules are nested.
    """
    columns = Columns(types)
    for stage in _stages(columns, nodes):
        frame = frame.with_columns(stage)
    return frame.select(missing_count(columns, nodes).alias("missing"))


def _stages(columns: Columns, nodes: Sequence[Node]) -> Iterator[list[pl.Expr]]:
    """The parts from the innermost outwards, each stage needing nothing but the ones before it."""
    heights: dict[Node, int] = {}
    for node in nodes:
        _measure(node, heights)
    for height in range(1, max(heights.values(), default=0) + 1):
        level = {node: f"?{height}.{index}" for index, node in enumerate(heights) if heights[node] == height}
        yield [columns.of(node).alias(name) for node, name in level.items()]
        for node, name in level.items():
            columns.stored(node, name)


def _measure(node: Node, heights: dict[Node, int]) -> int:
    """How many computed parts stand upon one another up to ``node``; facts and constants need no computing."""
    if isinstance(node, core.Const | core.Var):
        return 0
    if node not in heights:
        below = max((_measure(child, heights) for child in core.children(node)), default=0)
        heights[node] = below + 1
    return heights[node]


def missing_count(columns: Columns, nodes: Sequence[Node]) -> pl.Expr:
    """How many unknown facts matter to any of ``nodes`` that is unknown (UInt32)."""
    names = dict.fromkeys(variable.name for node in nodes for variable in core.variables(node))
    counted = [_any(matters(columns, node, name) for node in nodes).cast(pl.UInt32) for name in names]
    return pl.sum_horizontal(counted) if counted else pl.lit(0, dtype=pl.UInt32)


def matters(columns: Columns, node: Node, name: str) -> pl.Expr:
    """Whether ``node`` is unknown and depends on the unknown fact ``name``; never null."""
    if all(variable.name != name for variable in core.variables(node)):
        return _NEVER
    if isinstance(node, core.Var):
        return columns.of(node).is_null()
    if isinstance(node, core.Choose):
        return columns.of(node).is_null() & _in_turn(columns, node, name)
    if isinstance(node, core.Total):
        parts = [part for test, value in node.cases for part in _case(columns, test, value, name)]
        return columns.of(node).is_null() & _any(parts)
    children = _any(matters(columns, child, name) for child in core.children(node))
    return columns.of(node).is_null() & children if isinstance(node, core.All | core.Any) else children


def _in_turn(columns: Columns, node: core.Choose, name: str) -> pl.Expr:
    """A later case matters only while no earlier one holds."""
    reached: pl.Expr = pl.lit(True)
    parts: list[pl.Expr] = []
    for test, value in node.cases:
        parts.append(reached & _any(_case(columns, test, value, name)))
        reached = reached & ~columns.of(test).fill_null(False)
    return _any([*parts, reached & matters(columns, node.default, name)])


def _case(columns: Columns, test: Node, value: Node, name: str) -> tuple[pl.Expr, pl.Expr]:
    possible = columns.of(test).fill_null(True)
    return matters(columns, test, name), possible & matters(columns, value, name)


def _any(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, (part for part in parts if part is not _NEVER), _NEVER)
