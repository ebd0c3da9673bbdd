"""Typed tree to integer core: exact numbers become scaled integers, quotients become pairs.

A number is carried as ``factor * num / den`` with integer nodes and a constant exact factor, so that
multiplying by 0.5 or dividing by 100 costs nothing, and comparing two quotients is a cross-multiplication.
Denominators are positive wherever the value counts; ``bounds`` proves it when a rule is compiled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce, singledispatch
from math import gcd, lcm

from wenye.feel import core, tree
from wenye.feel.core import NO_ROW, Const, Node
from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text
from wenye.feel.types import Boolean, Date, Enum, Numeric, encode

ONE = Const(1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The exact number ``factor * num / den``; ``den`` is None for 1."""

    num: Node
    den: Node | None
    factor: Fraction


def lower(node: tree.Expr, unit: Fraction | None = None) -> Node:
    """The integer core of ``node``; a number is counted in ``unit``, or in the integer form of its type.

    Divisors are still marked; ``bounds.checked`` proves and removes the marks. Raises Faults.
    """
    if isinstance(node.type, Numeric):
        return _integer(node, unit or Fraction(1, 10 ** (node.type.decimals or 0)))
    return _plain(node)


def _integer(node: tree.Expr, unit: Fraction) -> Node:
    """A numeric node counted in ``unit``."""
    if isinstance(node, tree.Table):
        return _table(node, unit)
    ratio = _ratio(node)
    scale = ratio.factor / unit
    if ratio.den is not None or scale.denominator != 1:
        raise Faults([_unrounded(node.at)])
    return _scaled(ratio.num, scale.numerator)


@singledispatch
def _plain(node: tree.Expr) -> Node:
    raise TypeError(f"cannot lower {type(node).__name__}")


@_plain.register
def _(node: tree.Literal) -> Node:
    value = encode(node.type, node.value)
    return Const(value, _kind(node))


@_plain.register
def _(node: tree.Fact) -> Node:
    return _variable(node)


@_plain.register
def _(node: tree.Parameter) -> Node:
    return _parameter(node, lambda value: Const(encode(node.type, value), _kind(node)))


@_plain.register
def _(node: tree.Derived) -> Node:
    return core.Shared(node.name, lower(node.body))


@_plain.register
def _(node: tree.Not) -> Node:
    return core.Not(_plain(node.arg))


@_plain.register
def _(node: tree.And) -> Node:
    return core.All(tuple(_plain(arg) for arg in node.args))


@_plain.register
def _(node: tree.Or) -> Node:
    return core.Any(tuple(_plain(arg) for arg in node.args))


@_plain.register
def _(node: tree.Compare) -> Node:
    if isinstance(node.left.type, Numeric):
        return _compare(node.op, _ratio(node.left), _ratio(node.right))
    return core.Cmp(node.op, _plain(node.left), _plain(node.right))


@_plain.register
def _(node: tree.Between) -> Node:
    low, high = (">=" if node.low_closed else ">"), ("<=" if node.high_closed else "<")
    boolean = node.type
    return core.All((_plain(tree.Compare(node.at, boolean, low, node.arg, node.low)),  # type: ignore[arg-type]
                     _plain(tree.Compare(node.at, boolean, high, node.arg, node.high))))  # type: ignore[arg-type]


@_plain.register
def _(node: tree.OneOf) -> Node:
    if isinstance(node.arg.type, Numeric):
        left = _ratio(node.arg)
        return core.Any(tuple(_compare("=", left, _ratio(option)) for option in node.options))
    return core.Member(_plain(node.arg), tuple(int(encode(node.arg.type, option.value)) for option in node.options))


@_plain.register
def _(node: tree.If) -> Node:
    return core.Choose(((_plain(node.test), _plain(node.then)),), _plain(node.other))


@_plain.register
def _(node: tree.Shift) -> Node:
    start = _plain(node.date)
    moved = core.AddMonths(start, node.months) if node.months else start
    return core.Sum(moved, Const(node.days)) if node.days else moved


@_plain.register
def _(node: tree.Extreme) -> Node:
    return core.Best(node.greatest, tuple(_plain(arg) for arg in node.args))


@_plain.register
def _(node: tree.Table) -> Node:
    if node.hit == "collect sum" or not isinstance(node.type, Boolean | Date | Enum):
        raise TypeError("numeric tables are lowered by unit")
    return core.Choose(tuple((_row_test(row), _plain(row.output)) for row in node.rows), Const(NO_ROW))


def _table(node: tree.Table, unit: Fraction) -> Node:
    cases = tuple((_row_test(row), _integer(row.output, unit)) for row in node.rows)
    if node.hit == "collect sum":
        return core.Total(cases)
    return core.Choose(cases, Const(NO_ROW))


def _row_test(row: tree.Row) -> Node:
    tests = tuple(_plain(cell) for cell in tree.row_test(row))
    return tests[0] if len(tests) == 1 else core.All(tests)


@singledispatch
def _ratio(node: tree.Expr) -> Ratio:
    raise TypeError(f"cannot lower {type(node).__name__} as a number")


@_ratio.register
def _(node: tree.Literal) -> Ratio:
    assert isinstance(node.value, Fraction)
    return Ratio(ONE, None, node.value) if node.value else Ratio(Const(0), None, Fraction(1))


@_ratio.register
def _(node: tree.Fact) -> Ratio:
    return Ratio(_variable(node), None, _unit(node))


@_ratio.register
def _(node: tree.Parameter) -> Ratio:
    unit = _unit(node)
    return Ratio(_parameter(node, lambda value: Const((value / unit).numerator)), None, unit)


@_ratio.register
def _(node: tree.Derived) -> Ratio:
    inner = _ratio(node.body)
    if inner.den is not None:
        return inner
    return Ratio(core.Shared(node.name, inner.num), None, inner.factor)


@_ratio.register
def _(node: tree.Arithmetic) -> Ratio:
    return _ARITHMETIC[node.op](_ratio(node.left), _ratio(node.right))


@_ratio.register
def _(node: tree.If) -> Ratio:
    (then, other), unit = _common((node.then, node.other), node.at)
    return Ratio(core.Choose(((_plain(node.test), then),), other), None, unit)


@_ratio.register
def _(node: tree.YearOf) -> Ratio:
    return Ratio(core.YearOf(_plain(node.date)), None, Fraction(1))


@_ratio.register
def _(node: tree.Round) -> Ratio:
    unit = Fraction(1, 10) ** node.digits
    ratio = _ratio(node.arg)
    scale = ratio.factor / unit
    den = _scaled(ratio.den or ONE, scale.denominator)
    num = _scaled(ratio.num, scale.numerator)
    return Ratio(num if den == ONE else core.Divide(num, den, node.mode), None, unit)


@_ratio.register
def _(node: tree.Extreme) -> Ratio:
    args, unit = _common(node.args, node.at)
    return Ratio(core.Best(node.greatest, tuple(args)), None, unit)


def _compare(op: core.Comparator, left: Ratio, right: Ratio) -> Node:
    unit = _common_unit((left.factor, right.factor))
    a, b = _scaled(left.num, int(left.factor / unit)), _scaled(right.num, int(right.factor / unit))
    return core.Cmp(op, _times(a, right.den), _times(b, left.den))


def _add(left: Ratio, right: Ratio) -> Ratio:
    unit = _common_unit((left.factor, right.factor))
    a, b = _scaled(left.num, int(left.factor / unit)), _scaled(right.num, int(right.factor / unit))
    den = left.den if right.den is None else _times(right.den, left.den)
    return Ratio(core.Sum(_times(a, right.den), _times(b, left.den)), den, unit)


def _subtract(left: Ratio, right: Ratio) -> Ratio:
    return _add(left, Ratio(_scaled(right.num, -1), right.den, right.factor))


def _multiply(left: Ratio, right: Ratio) -> Ratio:
    den = left.den if right.den is None else _times(right.den, left.den)
    return Ratio(_times(left.num, right.num), den, left.factor * right.factor)


def _divide(left: Ratio, right: Ratio) -> Ratio:
    den: Node | None = None if right.num == ONE else core.Divisor(right.num)
    if den is not None and left.den is not None:
        den = _times(den, left.den)
    return Ratio(_times(left.num, right.den), den or left.den, left.factor / right.factor)


def _common(nodes: Sequence[tree.Expr], at: Position) -> tuple[list[Node], Fraction]:
    """Several numbers counted in one unit; quotients must be rounded first."""
    ratios = [_ratio(node) for node in nodes]
    if any(ratio.den is not None for ratio in ratios):
        raise Faults([_unrounded(at)])
    unit = _common_unit([ratio.factor for ratio in ratios])
    return [_scaled(ratio.num, int(ratio.factor / unit)) for ratio in ratios], unit


def _common_unit(factors: Sequence[Fraction]) -> Fraction:
    """The largest unit of which every factor is a whole multiple."""
    measure: Fraction = reduce(_common_measure, factors)
    return abs(measure)


def _common_measure(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator, b.numerator), lcm(a.denominator, b.denominator))


def _scaled(node: Node, scale: int) -> Node:
    if isinstance(node, Const) and node.value is not None:
        return Const(node.value * scale)
    return node if scale == 1 else core.Times(node, Const(scale))


def _times(node: Node, other: Node | None) -> Node:
    if other is None or other == ONE:
        return node
    return other if node == ONE else core.Times(node, other)


def _variable(node: tree.Fact) -> core.Var:
    if isinstance(node.type, Boolean):
        return core.Var(node.name, "boolean", 0, 1)
    if isinstance(node.type, Enum):
        return core.Var(node.name, "integer", 0, len(node.type.values) - 1)
    assert node.low is not None and node.high is not None
    return core.Var(node.name, _kind(node), node.low, node.high)


def _kind(node: tree.Expr) -> core.Kind:
    return "boolean" if isinstance(node.type, Boolean) else "date" if isinstance(node.type, Date) else "integer"


def _parameter(node: tree.Parameter, const: Callable[..., Const]) -> Node:
    """The value by date: the latest first day that has been reached, unknown before the first."""
    day = lower(node.dated_by)
    year = isinstance(node.dated_by.type, Numeric)
    cases = tuple((core.Cmp(">=", day, _reached(first, year)), Const(None) if value is None else const(value))
                  for first, value in sorted(node.history, key=lambda entry: entry[0], reverse=True))
    return core.Shared(node.name, core.Choose(cases, Const(None)))


def _reached(first: date, year: bool) -> Const:
    """What the dating fact must reach: a day, or a year that begins on or after that day."""
    return Const(first.year + (first > date(first.year, 1, 1))) if year else Const(encode(_DATE, first), "date")


def _unit(node: tree.Expr) -> Fraction:
    assert isinstance(node.type, Numeric) and node.type.decimals is not None
    return Fraction(1, 10**node.type.decimals)


def _unrounded(at: Position) -> Fault:
    return Fault("feel.round", at, Text("此处的数须先取整或舍入。", "This number must be rounded first."),
                 Text("例如 round half up(x, 2)。", "For example round half up(x, 2)."))


_DATE = Date()
_ARITHMETIC: dict[str, Callable[[Ratio, Ratio], Ratio]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide,
}
