"""Small faults put into a rule on purpose: every way in which an author might have slipped.

An operator turned, a threshold moved by the smallest step of its type (a fen, a day, a month, 1), a condition, an
alternative or a table row dropped, a range opened or closed, a rounding turned. Each mutant is the whole rule with
one such fault.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from wenye.feel import Faults, Node, checked, fits, lower, tree
from wenye.feel.case import NamedTest
from wenye.feel.errors import Position
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Natural, Numeric
from wenye.policy.given import decimal_text
from wenye.policy.program import AMOUNT, FEN, Program

_TURNED = {"=": ("!=",), "!=": ("=",), "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<")}
_ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*"}
_ROUNDINGS = ("half up", "down", "up")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one fault: where and what it is, and the tests and amount that result.

    ``tests`` is None when the faulty rule would not even load.
    """

    at: Position
    what: str
    tests: tuple[NamedTest, ...] | None
    amount: Node | None


def mutants(program: Program) -> Iterator[Mutant]:
    """Every mutant of a benefit's rule."""
    trees = {test.id: test.tree for test in program.tests if test.id != AMOUNT}
    for name, node in trees.items():
        rest = {other: tree for other, tree in trees.items() if other != name}
        yield _made(node.at, f"去掉条件 {name}", rest, program.amount)
        for fault, turned in _faults(node, None):
            yield _made(fault[0], fault[1], {**trees, name: turned}, program.amount)
    if program.amount is not None:
        for fault, turned in _faults(program.amount, program.amount):
            yield _made(fault[0], fault[1], trees, turned)


_Fault = tuple[Position, str]


def _made(at: Position, what: str, trees: dict[str, Expr], amount: Expr | None) -> Mutant:
    try:
        tests = [NamedTest(name, checked(lower(node), at)) for name, node in trees.items()]
        core = checked(lower(amount, FEN), at) if amount is not None else None
        if isinstance(amount, tree.Table):
            tests.append(NamedTest(AMOUNT, checked(lower(fits(amount)), at)))
    except Faults:
        return Mutant(at, what, None, None)
    return Mutant(at, what, tuple(tests), core)


def _faults(node: Expr, beside: Expr | None) -> Iterator[tuple[_Fault, Expr]]:
    """Each single fault in ``node`` or below; ``beside`` is what a constant is measured against."""
    yield from _own(node, beside)
    for field in fields(node):
        value = getattr(node, field.name)
        for fault, turned in _inside(value, node):
            yield fault, replace(node, **{field.name: turned})


def _inside(value: Any, parent: Expr) -> Iterator[tuple[_Fault, Any]]:
    if isinstance(value, Expr):
        yield from _faults(value, _beside(value, parent))
    elif isinstance(value, tree.Row):
        yield from _row(value, parent)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for fault, turned in _inside(item, parent):
                yield fault, (*value[:index], turned, *value[index + 1 :])


def _row(row: tree.Row, table: Expr) -> Iterator[tuple[_Fault, tree.Row]]:
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        yield (cell.at, "放宽一格"), replace(row, cells=(*row.cells[:index], None, *row.cells[index + 1 :]))
        for fault, turned in _faults(cell, None):
            yield fault, replace(row, cells=(*row.cells[:index], turned, *row.cells[index + 1 :]))
    for fault, turned in _faults(row.output, table):
        yield fault, replace(row, output=turned)


def _own(node: Expr, beside: Expr | None) -> Iterator[tuple[_Fault, Expr]]:
    """The faults of this very node."""
    if isinstance(node, tree.Compare):
        for op in _TURNED[node.op]:
            yield (node.at, f"{node.op} 改为 {op}"), replace(node, op=op)  # type: ignore[arg-type]
    elif isinstance(node, Literal):
        yield from _moved(node, beside)
    elif isinstance(node, tree.Parameter):
        yield from _parameter(node)
    elif isinstance(node, tree.And | tree.Or):
        for index in range(len(node.args)) if len(node.args) > 1 else ():
            yield (node.args[index].at, "去掉一个分句"), replace(node, args=_without(node.args, index))
    elif isinstance(node, tree.OneOf) and len(node.options) > 1:
        for index, option in enumerate(node.options):
            yield (option.at, f"去掉选项 {option.value}"), replace(node, options=_without(node.options, index))
    else:
        yield from _other(node)


def _other(node: Expr) -> Iterator[tuple[_Fault, Expr]]:
    if isinstance(node, tree.Not):
        yield (node.at, "去掉 not"), node.arg
    elif isinstance(node, tree.Between):
        yield (node.at, "下限开闭互换"), replace(node, low_closed=not node.low_closed)
        yield (node.at, "上限开闭互换"), replace(node, high_closed=not node.high_closed)
    elif isinstance(node, tree.Shift):
        for step in (-1, 1):
            unit = {"months": node.months + step} if node.months else {"days": node.days + step}
            yield (node.at, f"时长移动 {step:+d}"), replace(node, **unit)  # type: ignore[arg-type]
    elif isinstance(node, tree.If):
        yield (node.at, "if 分支互换"), replace(node, then=node.other, other=node.then)
    elif isinstance(node, tree.Arithmetic):
        other = _ARITHMETIC[node.op]
        yield (node.at, f"{node.op} 改为 {other}"), replace(node, op=other)  # type: ignore[arg-type]
    elif isinstance(node, tree.Round):
        for mode in _ROUNDINGS:
            if mode != node.mode:
                yield (node.at, f"{node.mode} 改为 {mode}"), replace(node, mode=mode)  # type: ignore[arg-type]
    elif isinstance(node, tree.Extreme):
        yield (node.at, "min 与 max 互换"), replace(node, greatest=not node.greatest)
    elif isinstance(node, tree.Table) and len(node.rows) > 1:
        for index, row in enumerate(node.rows):
            yield (row.at, f"去掉第 {index + 1} 行"), replace(node, rows=_without(node.rows, index))


def _beside(value: Expr, parent: Expr) -> Expr | None:
    """What gives a constant its smallest step: the other side of a comparison, the tested value, the amount."""
    if isinstance(parent, tree.Compare | tree.Arithmetic):
        return parent.right if value is parent.left else parent.left
    if isinstance(parent, tree.Between | tree.OneOf):
        return parent.arg
    if isinstance(parent, tree.If | tree.Extreme | tree.Table):
        return parent
    return None


def _moved(node: Literal, beside: Expr | None) -> Iterator[tuple[_Fault, Expr]]:
    for value in _steps(node.value, step_of(node, beside)):
        kind = node.type
        if isinstance(kind, Numeric) and isinstance(value, Fraction):
            kind = replace(kind, decimals=max(kind.decimals or 0, 2 if value.denominator != 1 else 0))
        yield (node.at, f"{_shown(node.value)} 改为 {_shown(value)}"), replace(node, value=value, type=kind)


def _parameter(node: tree.Parameter) -> Iterator[tuple[_Fault, Expr]]:
    for index, (first, value) in enumerate(node.history):
        for other in _steps(value, step_of(node, None)):
            history = (*node.history[:index], (first, other), *node.history[index + 1 :])
            said = f"参数 {node.name} 自 {first} 起的 {_shown(value)} 改为 {_shown(other)}"
            yield (node.at, said), replace(node, history=history)


def step_of(node: Expr, beside: Expr | None) -> Fraction:
    """The smallest step of a number's type; a pure factor moves by a hundredth."""
    for kind in (node.type, beside.type if beside is not None else None):
        if isinstance(kind, Numeric) and kind.kind in ("integer", "money", "number") and kind.decimals is not None:
            return Fraction(1, 10 ** min(kind.decimals, 4))
    return Fraction(1, 100)


def _steps(value: Natural | None, step: Fraction) -> Sequence[Natural]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, date):
        return value - timedelta(days=1), value + timedelta(days=1)
    if isinstance(value, Fraction):
        return value - step, value + step
    return ()


def _shown(value: Natural | None) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def _without(items: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    return (*items[:index], *items[index + 1 :])
