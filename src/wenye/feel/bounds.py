"""Proof by intervals, once, when a rule is compiled: nothing overflows and nothing is divided by zero.

The readings compute in 64-bit columns that wrap silently, so every intermediate must stay within 62 bits for
every fact inside its declared domain. A comparison beside or before a division narrows the domain it sees
(``staff > 0 and hires / staff >= 0.25``), as does the test of an ``if``.
"""

from collections.abc import Mapping
from functools import singledispatch

from wenye.feel import core
from wenye.feel.core import Node
from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text

LIMIT = 2**62
Interval = tuple[int, int]
Domains = Mapping[str, Interval]


def checked(node: Node, at: Position) -> Node:
    """``node`` without its divisor marks. Raises Faults when a divisor may be zero or a step may overflow."""
    _interval(node, {}, at)
    return _unmarked(node)


def interval(node: Node, at: Position) -> Interval:
    """The least and greatest value ``node`` can take over the declared domains."""
    return _interval(node, {}, at)


def _interval(node: Node, domains: Domains, at: Position) -> Interval:
    low, high = _of(node, domains, at)
    if low < -LIMIT or high > LIMIT:
        raise Faults([Fault("feel.overflow", at, Text("中间结果可能超出 63 位整数范围。", "A step may leave 63 bits."),
                            Text("请收窄相关事实的取值范围（domain）或先舍入。", "Narrow the domains, or round earlier."))])
    return low, high


@singledispatch
def _of(node: Node, domains: Domains, at: Position) -> Interval:
    """Booleans: look inside, then answer 0..1."""
    for child in core.children(node):
        _interval(child, domains, at)
    return 0, 1


@_of.register
def _(node: core.Const, domains: Domains, at: Position) -> Interval:
    value = int(node.value or 0)
    return value, value


@_of.register
def _(node: core.Var, domains: Domains, at: Position) -> Interval:
    return domains.get(node.name, (node.low, node.high))


@_of.register
def _(node: core.Shared, domains: Domains, at: Position) -> Interval:
    return _interval(node.body, domains, at)


@_of.register
def _(node: core.All, domains: Domains, at: Position) -> Interval:
    return _in_turn(node.args, domains, at, holds=True)


@_of.register
def _(node: core.Any, domains: Domains, at: Position) -> Interval:
    return _in_turn(node.args, domains, at, holds=False)


@_of.register
def _(node: core.Sum, domains: Domains, at: Position) -> Interval:
    a, b = _interval(node.left, domains, at), _interval(node.right, domains, at)
    return a[0] + b[0], a[1] + b[1]


@_of.register
def _(node: core.Times, domains: Domains, at: Position) -> Interval:
    a, b = _interval(node.left, domains, at), _interval(node.right, domains, at)
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


@_of.register
def _(node: core.Divisor, domains: Domains, at: Position) -> Interval:
    low, high = _interval(node.arg, domains, at)
    if low < 1:
        raise Faults([Fault("feel.divisor", at, Text("除数可能为 0 或负数。", "The divisor may be zero or negative."),
                            Text("请在前面加条件，如 staff > 0 and hires / staff >= 0.25。",
                                 "Guard it, as in staff > 0 and hires / staff >= 0.25."))])
    return low, high


@_of.register
def _(node: core.Divide, domains: Domains, at: Position) -> Interval:
    a, b = _interval(node.num, domains, at), _interval(node.den, domains, at)
    corners = [x // max(y, 1) for x in a for y in b]
    return min(corners), max(corners) + 1  # no rounding falls below the floor


@_of.register
def _(node: core.AddMonths, domains: Domains, at: Position) -> Interval:
    low, high = _interval(node.date, domains, at)
    return low + node.months * 28 - 3, high + node.months * 31 + 3


@_of.register
def _(node: core.YearOf, domains: Domains, at: Position) -> Interval:
    low, high = _interval(node.date, domains, at)
    return low // 366 + 1969, high // 365 + 1971


@_of.register
def _(node: core.Best, domains: Domains, at: Position) -> Interval:
    parts = [_interval(arg, domains, at) for arg in node.args]
    pick = max if node.greatest else min
    return pick(low for low, _ in parts), pick(high for _, high in parts)


@_of.register
def _(node: core.Choose, domains: Domains, at: Position) -> Interval:
    parts, left = [], domains
    for test, value in node.cases:
        _interval(test, left, at)
        parts.append(_interval(value, narrowed(left, test, holds=True), at))
        left = narrowed(left, test, holds=False)
    if not (isinstance(node.default, core.Const) and node.default.value is None):
        parts.append(_interval(node.default, left, at))
    if not parts:  # a parameter of which nothing is known yet
        return 0, 0
    return min(low for low, _ in parts), max(high for _, high in parts)


@_of.register
def _(node: core.Total, domains: Domains, at: Position) -> Interval:
    low, high = core.NO_ROW, 0
    for test, value in node.cases:
        _interval(test, domains, at)
        part = _interval(value, narrowed(domains, test, holds=True), at)
        low, high = low + min(part[0], 0), high + max(part[1], 0)
    return low, high


def _in_turn(args: tuple[Node, ...], domains: Domains, at: Position, holds: bool) -> Interval:
    """Each argument sees what the earlier ones leave open."""
    for arg in args:
        _interval(arg, domains, at)
        domains = narrowed(domains, arg, holds)
    return 0, 1


def narrowed(domains: Domains, test: Node, holds: bool) -> Domains:
    """The domains left when ``test`` is true (``holds``) or false."""
    if isinstance(test, core.Shared):
        return narrowed(domains, test.body, holds)
    if isinstance(test, core.Not):
        return narrowed(domains, test.arg, not holds)
    if isinstance(test, core.All if holds else core.Any):
        for arg in test.args:
            domains = narrowed(domains, arg, holds)
        return domains
    if isinstance(test, core.Cmp):
        return _by_comparison(domains, test, holds)
    return domains


_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRROR = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _by_comparison(domains: Domains, test: core.Cmp, holds: bool) -> Domains:
    left, right, op = test.left, test.right, test.op
    if isinstance(left, core.Const):
        left, right, op = right, left, _MIRROR[op]  # type: ignore[assignment]
    factor, left = _factored(left)
    if not isinstance(left, core.Var) or not isinstance(right, core.Const) or right.value is None:
        return domains
    low, high = domains.get(left.name, (left.low, left.high))
    bound = _bounded(low, high, op if holds else _OPPOSITE[op], int(right.value), factor)
    return {**domains, left.name: bound} if bound[0] <= bound[1] else domains


def _factored(node: Node) -> tuple[int, Node]:
    if isinstance(node, core.Times) and isinstance(node.right, core.Const) and int(node.right.value or 0) > 0:
        return int(node.right.value or 0), node.left
    return 1, node


def _bounded(low: int, high: int, op: str, value: int, factor: int) -> Interval:
    """``low..high`` cut to where ``factor * x op value`` holds."""
    floor, ceiling = value // factor, -(-value // factor)
    if op in (">", ">="):
        return max(low, ceiling if op == ">=" else floor + 1), high
    if op in ("<", "<="):
        return low, min(high, floor if op == "<=" else ceiling - 1)
    if floor != ceiling:
        return low, high
    if op == "=":
        return max(low, floor), min(high, floor)
    return low + (low == floor), high - (high == floor)


def _unmarked(node: Node) -> Node:
    """The same node with every ``Divisor`` replaced by what it marks."""
    return core.mapped(node, lambda part: _unmarked(part.arg) if isinstance(part, core.Divisor) else None)
