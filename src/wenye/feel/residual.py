"""The Kleene residual over columns: which unknown facts an unknown result still depends on.

The case reading answers this for one case; here it is a Boolean column for each fact, so that a register can be
asked who is one fact short.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

import polars as pl

from wenye.feel import core
from wenye.feel.core import Node
from wenye.feel.frame import Columns

_NEVER = pl.lit(False)


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
