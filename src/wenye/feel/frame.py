"""Columns: the integer core as Polars expressions, for a whole population at once.

A null is an unknown fact. Polars gives ``&``, ``|``, comparisons and arithmetic the meaning we need; where it does
not (``when`` takes *otherwise* on null, ``is_in`` and ``max_horizontal`` skip nulls) the unknown is carried by hand.
Facts come as columns named like the facts: Boolean, Date (or Int32 days), and integers of any width for scaled
numbers, fen and enumeration indexes. Values are only ever widened, to what ``bounds`` says a step needs.
"""

from collections.abc import Mapping, Sequence
from functools import reduce, singledispatchmethod
from operator import and_, eq, ge, gt, le, lt, ne, or_

import polars as pl

from wenye.feel import bounds, core
from wenye.feel.core import NO_ROW, Node
from wenye.feel.errors import NOWHERE
from wenye.feel.frame_dates import shifted, year_compared, year_of
from wenye.feel.frame_types import holding, narrowest, reach, wider

BEYOND = 2**62
"""Greater than any value that ``bounds`` admits; ``-BEYOND`` is less than any."""

FEW = 12
"""Up to so many constants, a choice asks for each of them whether it is the value."""

Types = Mapping[str, pl.DataType]
Tiers = Sequence[tuple[int, pl.Expr]]
"""Amounts in fen, each with a column that is true where it is surely that one."""

_COMPARE = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


class Columns:
    """Turns nodes into expressions; equal nodes give the same expression.

    ``types`` are the types of the frame's columns: they are read as they are, and a fact that has no column is
    unknown for everybody. Without ``types`` every column is there, and is read in its widest form.
    """

    def __init__(self, types: Types | None = None) -> None:
        self._types = types
        self._made: dict[Node, pl.Expr] = {}

    def of(self, node: Node) -> pl.Expr:
        """The expression of ``node``."""
        if node not in self._made:
            self._made[node] = self._of(node)
        return self._made[node]

    def stored(self, node: Node, name: str) -> None:
        """From now on ``node`` is read from the column ``name``."""
        self._made[node] = pl.col(name)

    def tiers(self, amount: Node | None) -> Tiers:
        """The constants that an amount is chosen from, with where it surely is each; none for any other amount."""
        if amount is None or isinstance(amount, core.Const):
            return []
        sure = [(constant, self._surely(amount, constant)) for constant in constants(amount) or ()]
        return [(constant, pl.lit(where) if isinstance(where, bool) else where) for constant, where in sure]

    def outcome(self, held: Sequence[pl.Expr], amount: Node | None, tiers: Tiers) -> pl.Expr:
        """Whether all tests hold and the amount, if there is one, is known."""
        if amount is None or isinstance(amount, core.Const):
            return all_of(held)
        known = any_of([sure for _, sure in tiers]) if tiers else self.of(amount).is_not_null()
        return all_of([*held, pl.when(known).then(True)])

    def paid(self, outcome: pl.Expr, amount: Node, tiers: Tiers) -> pl.Expr:
        """The amount in fen where the outcome is true."""
        if not tiers:
            return pl.when(outcome).then(self._as(amount, pl.Int64()))
        paid = pl.lit(None, dtype=pl.Int64)
        for constant, sure in reversed(tiers):
            paid = pl.when(outcome & sure).then(pl.lit(constant, dtype=pl.Int64)).otherwise(paid)
        return paid

    def _as(self, node: Node, kind: pl.DataType) -> pl.Expr:
        """A number in a type at least as wide as its own."""
        if isinstance(node, core.Const):
            return pl.lit(node.value, dtype=kind)
        return self.of(node) if self._type(node) == kind else self.of(node).cast(kind)

    @singledispatchmethod
    def _of(self, node: Node) -> pl.Expr:
        raise TypeError(f"no column reading for {type(node).__name__}")

    @_of.register
    def _(self, node: core.Const) -> pl.Expr:
        return pl.lit(node.value, dtype=pl.Boolean() if boolean(node) else self._type(node))

    @_of.register
    def _(self, node: core.Var) -> pl.Expr:
        kind = pl.Boolean() if node.kind == "boolean" else self._type(node)
        if self._types is None:
            return pl.col(node.name).cast(kind)
        if node.name not in self._types:
            return pl.lit(None, dtype=kind)
        return pl.col(node.name) if self._types[node.name] == kind else pl.col(node.name).cast(kind)

    @_of.register
    def _(self, node: core.Shared) -> pl.Expr:
        return self.of(node.body)

    @_of.register
    def _(self, node: core.Not) -> pl.Expr:
        return ~self.of(node.arg)

    @_of.register
    def _(self, node: core.All) -> pl.Expr:
        return all_of([self.of(arg) for arg in node.args])

    @_of.register
    def _(self, node: core.Any) -> pl.Expr:
        return any_of([self.of(arg) for arg in node.args])

    @_of.register
    def _(self, node: core.Cmp) -> pl.Expr:
        if boolean(node.left):
            return _COMPARE[node.op](self.of(node.left), self.of(node.right))  # type: ignore[no-any-return]
        if isinstance(node.left, core.YearOf) and isinstance(node.right, core.Const) and node.right.value is not None:
            return year_compared(self._as(node.left.date, pl.Int32()), node.op, int(node.right.value))
        kind = wider(self._type(node.left), self._type(node.right))
        return _COMPARE[node.op](self._as(node.left, kind), self._as(node.right, kind))  # type: ignore[no-any-return]

    @_of.register
    def _(self, node: core.Member) -> pl.Expr:
        return any_of([self.of(core.Cmp("=", node.arg, core.Const(value))) for value in node.values])

    @_of.register
    def _(self, node: core.Sum) -> pl.Expr:
        kind = self._type(node)
        return self._as(node.left, kind) + self._as(node.right, kind)

    @_of.register
    def _(self, node: core.Times) -> pl.Expr:
        kind = self._type(node)
        return self._as(node.left, kind) * self._as(node.right, kind)

    @_of.register
    def _(self, node: core.Divide) -> pl.Expr:
        num, positive = self._as(node.num, pl.Int64()), bounds.interval(node.num, NOWHERE)[0] >= 0
        if isinstance(node.den, core.Const) and node.den.value is not None:
            return _divide(num, int(node.den.value), node.mode, positive)
        den = self._as(node.den, pl.Int64())
        return _divide(num, pl.when(den > 0).then(den), node.mode, positive)

    @_of.register
    def _(self, node: core.AddMonths) -> pl.Expr:
        return shifted(self._as(node.date, pl.Int32()), node.months, *bounds.interval(node.date, NOWHERE))

    @_of.register
    def _(self, node: core.YearOf) -> pl.Expr:
        return year_of(self._as(node.date, pl.Int32()), *bounds.interval(node.date, NOWHERE))

    @_of.register
    def _(self, node: core.Best) -> pl.Expr:
        args = [self._as(arg, self._type(node)) for arg in node.args]
        best = pl.max_horizontal(args) if node.greatest else pl.min_horizontal(args)
        doubtful = [
            arg.is_null() for arg, part in zip(args, node.args, strict=True) if not isinstance(part, core.Const)
        ]
        return pl.when(~reduce(or_, doubtful)).then(best) if doubtful else best

    @_of.register
    def _(self, node: core.Choose) -> pl.Expr:
        if boolean(node):
            return self._choose_boolean(node)
        if (found := constants(node)) is not None:
            return self._choose_constant(node, found)
        low, high = (self._possible(node, least) for least in (True, False))
        return pl.when((low == high) & (low > -BEYOND)).then(low)

    def _choose_boolean(self, node: core.Choose) -> pl.Expr:
        """For yes/no values Kleene logic says the same: either the case holds and its value, or the rest."""
        rest = self._known(node.default)
        for test, inner in reversed(node.cases):
            rest = _either(self.of(test), self._known(inner), rest)
        return pl.lit(rest) if isinstance(rest, bool) else rest

    def _known(self, node: Node) -> pl.Expr | bool:
        return node.value if isinstance(node, core.Const) and isinstance(node.value, bool) else self.of(node)

    def _choose_constant(self, node: core.Choose, possible: Sequence[int]) -> pl.Expr:
        """At most one of the constants can surely be the value; where none is, the value is unknown."""
        kind = self._type(node)
        found = pl.lit(None, dtype=kind)
        for constant in reversed(possible):
            found = pl.when(self._surely(node, constant)).then(pl.lit(constant, dtype=kind)).otherwise(found)
        return found

    def _surely(self, node: Node, value: int) -> pl.Expr | bool:
        """True where ``node`` is ``value`` whatever is unknown; else false or null."""
        if isinstance(node, core.Shared):
            return self._surely(node.body, value)
        if not isinstance(node, core.Choose):
            return isinstance(node, core.Const) and node.value == value
        rest = self._surely(node.default, value)
        for test, inner in reversed(node.cases):
            rest = _either(self.of(test), self._surely(inner, value), rest)
        return rest

    def _possible(self, node: core.Choose, least: bool) -> pl.Expr:
        """The least (or greatest) value still possible; an unknown value counts as beyond everything."""
        beyond, pick = (-BEYOND, pl.min_horizontal) if least else (BEYOND, pl.max_horizontal)
        rest = self._filled(node.default, beyond)
        for test, inner in reversed(node.cases):
            held, mine = self.of(test), self._filled(inner, beyond)
            rest = pl.when(held).then(mine).otherwise(pick(rest, pl.when(held.is_null()).then(mine)))
        return rest

    def _filled(self, node: Node, beyond: int) -> pl.Expr:
        column = self._as(node, pl.Int64())
        return column if isinstance(node, core.Const) and node.value is not None else column.fill_null(beyond)

    @_of.register
    def _(self, node: core.Total) -> pl.Expr:
        cases = [(self.of(test), self._as(value, pl.Int64())) for test, value in node.cases]
        parts = [
            pl.when(test).then(value).otherwise(pl.when(test.is_not_null() | (value == 0)).then(0))
            for test, value in cases
        ]
        some = reduce(or_, (test for test, _ in cases))
        total = reduce(lambda a, b: a + b, parts)
        return pl.when(some).then(total).when(~some).then(NO_ROW)

    def _type(self, node: Node) -> pl.DataType:
        """The integer type of a number's column."""
        match node:
            case core.Shared():
                return self._type(node.body)
            case core.Var():
                return pl.Int32() if node.kind == "date" else holding((self._types or {}).get(node.name))
            case core.Const():
                return narrowest([int(node.value or 0)])
            case core.AddMonths() | core.YearOf():
                return pl.Int32()
            case core.Choose():
                return narrowest(constants(node) or [BEYOND])
            case core.Sum() | core.Times() | core.Best():
                return reduce(wider, (self._type(part) for part in core.children(node)), reach(node))
        return pl.Int64()


def all_of(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Kleene conjunction."""
    return reduce(and_, parts) if parts else pl.lit(True)


def any_of(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Kleene disjunction."""
    return reduce(or_, parts) if parts else pl.lit(False)


def constants(node: Node) -> list[int] | None:
    """What a choice among few constants can be; None for any other node."""
    match node:
        case core.Shared():
            return constants(node.body)
        case core.Const():
            return [] if node.value is None else [int(node.value)]
        case core.Choose():
            parts = [constants(part) for part in (*(value for _, value in node.cases), node.default)]
            found = dict.fromkeys(constant for part in parts if part is not None for constant in part)
            return list(found) if None not in parts and 0 < len(found) <= FEW else None
    return None


def _either(test: pl.Expr, then: pl.Expr | bool, rest: pl.Expr | bool) -> pl.Expr | bool:
    """``(test and then) or (not test and rest) or (then and rest)`` without what constants make idle."""
    if isinstance(then, bool):
        return (rest if rest is True else _or(test, rest)) if then else _and(~test, rest)
    if isinstance(rest, bool):
        return then | ~test if rest else test & then
    return (test & then) | (~test & rest) | (then & rest)


def _or(test: pl.Expr, rest: pl.Expr | bool) -> pl.Expr:
    return test if rest is False else test | rest


def _and(test: pl.Expr, rest: pl.Expr | bool) -> pl.Expr | bool:
    return test if rest is True else False if rest is False else test & rest


def boolean(node: Node) -> bool:
    """Whether a node is yes/no."""
    if isinstance(node, core.Choose):
        return boolean(node.default) or any(boolean(value) for _, value in node.cases)
    if isinstance(node, core.Shared):
        return boolean(node.body)
    if isinstance(node, core.Const | core.Var):
        return node.kind == "boolean" or isinstance(getattr(node, "value", None), bool)
    return isinstance(node, core.Not | core.All | core.Any | core.Cmp | core.Member)


def _divide(num: pl.Expr, den: pl.Expr | int, mode: str, positive: bool) -> pl.Expr:
    """``num / den`` rounded; ``den`` is positive. Half modes round the magnitude, away from or towards zero."""
    if mode == "floor" or (mode == "down" and positive):
        return num // den
    if mode == "ceiling" or (mode == "up" and positive):
        return -((-num) // den)
    size = num if positive else num.abs()
    if mode in ("down", "up"):
        rounded = size // den if mode == "down" else -((-size) // den)
    else:
        rounded = (size + (den - (mode == "half down")) // 2) // den
    return rounded if positive else num.sign() * rounded
