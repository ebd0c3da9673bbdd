"""Columns: the integer core as Polars expressions, for a whole population at once.

A null is an unknown fact. Polars gives ``&``, ``|``, comparisons and arithmetic the meaning we need; where it does
not (``when`` takes *otherwise* on null, ``is_in`` and ``max_horizontal`` skip nulls) the unknown is carried by hand.
Facts come as columns named like the facts: Boolean, Int64 (scaled), Date, or enumeration indexes.
"""

from collections.abc import Iterable, Sequence
from functools import reduce, singledispatchmethod
from operator import and_, or_

import polars as pl

from wenye.feel import bounds, core
from wenye.feel.case import NamedTest
from wenye.feel.core import NO_ROW, Node
from wenye.feel.errors import NOWHERE

BEYOND = 2**62
"""Greater than any value that ``bounds`` admits; ``-BEYOND`` is less than any."""


def outcome_columns(benefit: str, tests: Sequence[NamedTest], amount: Node | None) -> list[pl.Expr]:
    """The columns of one benefit: ``benefit.test`` for each test, ``benefit.outcome`` and ``benefit.amount_fen``.

    Tests and outcome are Boolean, null for unknown; the amount is Int64 fen, null unless the outcome is true.
    """
    columns = Columns()
    held = [columns.of(test.core) for test in tests]
    outcome = reduce(and_, held) if held else pl.lit(True)
    named = [column.alias(f"{benefit}.{test.id}") for test, column in zip(tests, held, strict=True)]
    if amount is None:
        return [*named, outcome.alias(f"{benefit}.outcome")]
    total = columns.of(amount)
    decided = outcome & pl.when(total.is_not_null()).then(True)
    paid = pl.when(decided).then(total).cast(pl.Int64)
    return [*named, decided.alias(f"{benefit}.outcome"), paid.alias(f"{benefit}.amount_fen")]


class Columns:
    """Turns nodes into expressions; equal nodes give the same expression."""

    def __init__(self) -> None:
        self._made: dict[Node, pl.Expr] = {}

    def of(self, node: Node) -> pl.Expr:
        """The expression of ``node``."""
        if node not in self._made:
            self._made[node] = self._of(node)
        return self._made[node]

    @singledispatchmethod
    def _of(self, node: Node) -> pl.Expr:
        raise TypeError(f"no column reading for {type(node).__name__}")

    @_of.register
    def _(self, node: core.Const) -> pl.Expr:
        if node.value is None:
            return pl.lit(None, dtype=pl.Boolean if node.kind == "boolean" else pl.Int64)
        return pl.lit(node.value, dtype=pl.Boolean if isinstance(node.value, bool) else pl.Int64)

    @_of.register
    def _(self, node: core.Var) -> pl.Expr:
        column = pl.col(node.name)
        if node.kind == "date":
            return column.cast(pl.Int32)
        return column if node.kind == "boolean" else column.cast(pl.Int64)

    @_of.register
    def _(self, node: core.Shared) -> pl.Expr:
        return self.of(node.body)

    @_of.register
    def _(self, node: core.Not) -> pl.Expr:
        return ~self.of(node.arg)

    @_of.register
    def _(self, node: core.All) -> pl.Expr:
        return reduce(and_, (self.of(arg) for arg in node.args), pl.lit(True))

    @_of.register
    def _(self, node: core.Any) -> pl.Expr:
        return reduce(or_, (self.of(arg) for arg in node.args), pl.lit(False))

    @_of.register
    def _(self, node: core.Cmp) -> pl.Expr:
        left, right = self.of(node.left), self.of(node.right)
        match node.op:
            case "=":
                return left == right
            case "!=":
                return left != right
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case _:
                return left >= right

    @_of.register
    def _(self, node: core.Member) -> pl.Expr:
        arg = self.of(node.arg)
        return reduce(or_, (arg == value for value in node.values))

    @_of.register
    def _(self, node: core.Sum) -> pl.Expr:
        return self.of(node.left) + self.of(node.right)

    @_of.register
    def _(self, node: core.Times) -> pl.Expr:
        return self.of(node.left) * self.of(node.right)

    @_of.register
    def _(self, node: core.Divide) -> pl.Expr:
        num, den = self.of(node.num), self.of(node.den)
        if not isinstance(node.den, core.Const):
            den = pl.when(den > 0).then(den)
        positive = bounds.interval(node.num, NOWHERE)[0] >= 0
        return _divide(num, den, node.mode, positive)

    @_of.register
    def _(self, node: core.AddMonths) -> pl.Expr:
        day = self.of(node.date).cast(pl.Date)
        return day.dt.offset_by(f"{node.months}mo").cast(pl.Int32)

    @_of.register
    def _(self, node: core.YearOf) -> pl.Expr:
        return self.of(node.date).cast(pl.Date).dt.year().cast(pl.Int64)

    @_of.register
    def _(self, node: core.Best) -> pl.Expr:
        args = [self.of(arg).cast(pl.Int64) for arg in node.args]
        best = pl.max_horizontal(args) if node.greatest else pl.min_horizontal(args)
        doubtful = [arg.is_null() for arg, part in zip(args, node.args, strict=True) if not isinstance(part, core.Const)]
        return pl.when(~reduce(or_, doubtful)).then(best) if doubtful else best

    @_of.register
    def _(self, node: core.Choose) -> pl.Expr:
        cases = [(self.of(test), value) for test, value in node.cases]
        if _boolean(node):
            return self._choose_boolean(cases, node.default)
        low, high = (self._possible(cases, node.default, least) for least in (True, False))
        return pl.when((low == high) & (low > -BEYOND)).then(low)

    def _possible(self, cases: Iterable[tuple[pl.Expr, Node]], default: Node, least: bool) -> pl.Expr:
        """The least (or greatest) value still possible; an unknown value counts as beyond everything."""
        beyond, pick = (-BEYOND, pl.min_horizontal) if least else (BEYOND, pl.max_horizontal)
        rest = self._filled(default, beyond)
        for test, value in reversed(list(cases)):
            mine = self._filled(value, beyond)
            rest = pl.when(test).then(mine).otherwise(pick(rest, pl.when(test.is_null()).then(mine)))
        return rest

    def _filled(self, node: Node, beyond: int) -> pl.Expr:
        column = self.of(node).cast(pl.Int64)
        return column if isinstance(node, core.Const) and node.value is not None else column.fill_null(beyond)

    def _choose_boolean(self, cases: Sequence[tuple[pl.Expr, Node]], default: Node) -> pl.Expr:
        """For yes/no values Kleene logic says the same: either the case holds and its value, or the rest."""
        rest = self.of(default)
        for test, node in reversed(cases):
            value = self.of(node)
            rest = (test & value) | (~test & rest) | (value & rest)
        return rest

    @_of.register
    def _(self, node: core.Total) -> pl.Expr:
        cases = [(self.of(test), self.of(value)) for test, value in node.cases]
        parts = [pl.when(test).then(value).otherwise(pl.when(test.is_not_null() | (value == 0)).then(0)) for test, value in cases]
        some = reduce(or_, (test for test, _ in cases))
        total = reduce(lambda a, b: a + b, parts)
        return pl.when(some).then(total).when(~some).then(NO_ROW)


def _boolean(node: Node) -> bool:
    """Whether a node is yes/no."""
    if isinstance(node, core.Choose):
        return _boolean(node.default) or any(_boolean(value) for _, value in node.cases)
    if isinstance(node, core.Shared):
        return _boolean(node.body)
    if isinstance(node, core.Const | core.Var):
        return node.kind == "boolean" or isinstance(getattr(node, "value", None), bool)
    return isinstance(node, core.Not | core.All | core.Any | core.Cmp | core.Member)


def _divide(num: pl.Expr, den: pl.Expr, mode: str, positive: bool) -> pl.Expr:
    """``num / den`` rounded; ``den`` is positive. Half modes round the magnitude, away from or towards zero."""
    if mode == "floor" or (mode == "down" and positive):
        return num // den
    if mode == "ceiling" or (mode == "up" and positive):
        return -((-num) // den)
    if mode in ("down", "up"):
        return num.sign() * (num.abs() // den if mode == "down" else -((-num.abs()) // den))
    less = 1 if mode == "half down" else 0
    magnitude = (2 * (num if positive else num.abs()) + den - less) // (2 * den)
    return magnitude if positive else num.sign() * magnitude
