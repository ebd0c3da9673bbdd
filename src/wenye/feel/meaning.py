"""What an expression means, said as plainly as possible: the reading that defines all others.

It works on natural values (exact fractions, dates, strings). Unknown is ``None``; a table that no row fits
gives ``NO_ROW``. It is slow on purpose: every other reading must agree with it exactly.
"""

import calendar
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import singledispatch
from typing import Any, Final

from wenye.feel import tree
from wenye.feel.tree import Expr
from wenye.feel.types import Natural

Facts = Mapping[str, Natural]


class NoRow(Enum):
    """The type of ``NO_ROW``: no row of a table fits, which is known and grants nothing."""

    NO_ROW = "no row"


NO_ROW: Final = NoRow.NO_ROW
Value = Natural | NoRow | None


def evaluate(node: Expr, facts: Facts) -> Value:
    """The value of ``node``, ``None`` when it is unknown, ``NO_ROW`` when no row of a table fits."""
    return _evaluate(node, facts)


def passed(start: date, months: int) -> date:
    """``months`` months after ``start``; a day that the month lacks becomes its last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def rounded(value: Fraction, mode: str, digits: int) -> Fraction:
    """``value`` rounded to ``digits`` decimals; halves go away from zero (half up) or to zero (half down)."""
    scaled = value * Fraction(10) ** digits
    return Fraction(_ROUNDINGS[mode](scaled)) / Fraction(10) ** digits


@singledispatch
def _evaluate(node: Expr, facts: Facts) -> Value:
    raise TypeError(f"no meaning for {type(node).__name__}")


@_evaluate.register
def _(node: tree.Literal, facts: Facts) -> Value:
    return node.value


@_evaluate.register
def _(node: tree.Fact, facts: Facts) -> Value:
    return facts.get(node.name)


@_evaluate.register
def _(node: tree.Parameter, facts: Facts) -> Value:
    day = _evaluate(node.dated_by, facts)
    if isinstance(day, Fraction):
        day = date(int(day), 1, 1)
    if not isinstance(day, date):
        return None
    reached = [value for first, value in node.history if first <= day]
    return reached[-1] if reached else None


@_evaluate.register
def _(node: tree.Derived, facts: Facts) -> Value:
    return _evaluate(node.body, facts)


@_evaluate.register
def _(node: tree.Not, facts: Facts) -> Value:
    value = _evaluate(node.arg, facts)
    return None if value is None else not value


@_evaluate.register
def _(node: tree.And, facts: Facts) -> Value:
    values = [_evaluate(arg, facts) for arg in node.args]
    return False if False in values else None if None in values else True


@_evaluate.register
def _(node: tree.Or, facts: Facts) -> Value:
    values = [_evaluate(arg, facts) for arg in node.args]
    return True if True in values else None if None in values else False


@_evaluate.register
def _(node: tree.Compare, facts: Facts) -> Value:
    return _strict(_COMPARISONS[node.op], (node.left, node.right), facts)


@_evaluate.register
def _(node: tree.Between, facts: Facts) -> Value:
    value, low, high = (_evaluate(part, facts) for part in (node.arg, node.low, node.high))
    above = _known(operator.ge if node.low_closed else operator.gt, value, low)
    below = _known(operator.le if node.high_closed else operator.lt, value, high)
    return False if False in (above, below) else None if None in (above, below) else True


@_evaluate.register
def _(node: tree.OneOf, facts: Facts) -> Value:
    value = _evaluate(node.arg, facts)
    return None if value is None else any(value == option.value for option in node.options)


@_evaluate.register
def _(node: tree.Arithmetic, facts: Facts) -> Value:
    return _strict(_OPERATORS[node.op], (node.left, node.right), facts)


@_evaluate.register
def _(node: tree.If, facts: Facts) -> Value:
    test = _evaluate(node.test, facts)
    then, other = _branch(node.then, facts, test is not False), _branch(node.other, facts, test is not True)
    if test is None:
        return then if then == other else None
    return then if test else other


@_evaluate.register
def _(node: tree.Shift, facts: Facts) -> Value:
    day = _evaluate(node.date, facts)
    if not isinstance(day, date):
        return None
    return passed(day, node.months) + timedelta(days=node.days)


@_evaluate.register
def _(node: tree.YearOf, facts: Facts) -> Value:
    day = _evaluate(node.date, facts)
    return Fraction(day.year) if isinstance(day, date) else None


@_evaluate.register
def _(node: tree.Round, facts: Facts) -> Value:
    value = _evaluate(node.arg, facts)
    return rounded(value, node.mode, node.digits) if isinstance(value, Fraction) else None


@_evaluate.register
def _(node: tree.Extreme, facts: Facts) -> Value:
    pick: Callable[..., Any] = max if node.greatest else min
    return _strict(pick, node.args, facts)


@_evaluate.register
def _(node: tree.Table, facts: Facts) -> Value:
    tests = [_row_fits(row, facts) for row in node.rows]
    if node.hit == "collect sum":
        return _collected(node, tests, facts)
    possible: list[Value] = []
    for row, test in zip(node.rows, tests, strict=True):
        if test is not False:
            possible.append(_evaluate(row.output, facts))
        if test is True:
            break
    else:
        possible.append(NO_ROW)
    return possible[0] if all(value == possible[0] for value in possible) else None


def _collected(node: tree.Table, tests: Sequence[bool | None], facts: Facts) -> Value:
    """The sum over the rows that fit; a row in doubt matters unless it would add nothing."""
    total = Fraction(0)
    for row, test in zip(node.rows, tests, strict=True):
        output = _evaluate(row.output, facts) if test is not False else Fraction(0)
        if output is None or (test is None and output != 0):
            return None
        assert isinstance(output, Fraction)
        total += output if test else 0
    if any(tests):
        return total
    return None if None in tests else NO_ROW


def _row_fits(row: tree.Row, facts: Facts) -> bool | None:
    values = [_evaluate(cell, facts) for cell in tree.row_test(row)]
    return False if False in values else None if None in values else True


def _branch(node: Expr, facts: Facts, wanted: bool) -> Value:
    """A branch that is not taken is not computed: its divisor may be zero."""
    return _evaluate(node, facts) if wanted else None


def _strict(function: Callable[..., Any], args: Sequence[Expr], facts: Facts) -> Value:
    value: Value = _known(function, *(_evaluate(arg, facts) for arg in args))
    return value


def _known(function: Callable[..., Any], *values: Value) -> Any:
    return None if None in values else function(*values)


def _divided(left: Fraction, right: Fraction) -> Fraction | None:
    """A quotient; by zero it has no value (a guard beside it decides, see ``bounds``)."""
    return left / right if right else None


def _half(value: Fraction, up: bool) -> int:
    floor, rest = math.floor(abs(value)), abs(value) - math.floor(abs(value))
    away = floor + (rest >= Fraction(1, 2) if up else rest > Fraction(1, 2))
    return away if value >= 0 else -away


_COMPARISONS: dict[str, Callable[..., Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}
_OPERATORS: dict[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": _divided,
}
_ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "floor": math.floor,
    "ceiling": math.ceil,
    "down": lambda value: math.trunc(value),
    "up": lambda value: math.ceil(value) if value >= 0 else math.floor(value),
    "half up": lambda value: _half(value, up=True),
    "half down": lambda value: _half(value, up=False),
}
