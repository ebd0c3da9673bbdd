"""How the types of numbers meet: kinds, decimals and units."""

from collections.abc import Sequence
from dataclasses import replace

from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Numeric, NumericKind, describe


def meet(left: Expr, right: Expr, at: Position) -> Numeric:
    """The common type of two numbers that are compared, added or alternatives of one value.

    Raises Faults when money meets a plain number, when units differ, or when a written number has
    more decimals than the type it meets.
    """
    a, b = numeric(left), numeric(right)
    _same_unit(a, b, at)
    unit = a.unit or b.unit
    if "money" in (a.kind, b.kind):
        _both_money(a, b, at)
    kinds: tuple[NumericKind, ...] = ("money", "number", "integer", "literal")
    kind = next(kind for kind in kinds if kind in (a.kind, b.kind))
    _fine_enough(left, b, at)
    _fine_enough(right, a, at)
    decimals = None if a.decimals is None or b.decimals is None else max(a.decimals, b.decimals)
    return Numeric(kind, decimals, unit)


def meet_all(nodes: Sequence[Expr], at: Position) -> Numeric:
    """The common type of several numbers that are alternatives of one value."""
    kind = numeric(nodes[0])
    for node in nodes[1:]:
        kind = meet(replace(nodes[0], type=kind), node, at)
    return kind


def product(left: Expr, right: Expr, at: Position) -> Numeric:
    """The type of a product: decimals add up, money × number stays money, 元/月 × 月 is 元."""
    a, b = numeric(left), numeric(right)
    if a.kind == b.kind == "money":
        raise Faults([_fault(at, Text("金额不能与金额相乘。", "Money cannot be multiplied by money."),
                             Text("请检查其中一个是否应为比例或数量。", "One of them should be a rate or a count."))])
    decimals = None if a.decimals is None or b.decimals is None else a.decimals + b.decimals
    kind = _product_kind(a, b)
    return Numeric(kind, decimals, "" if kind == "literal" else _product_unit(a.unit, b.unit))


def quotient(left: Expr, right: Expr, at: Position) -> Numeric:
    """The type of a quotient: exact, hence without a bound of decimals until it is rounded."""
    a, b = numeric(left), numeric(right)
    if b.kind == "money" and a.kind != "money":
        raise Faults([_fault(at, Text("普通数不能除以金额。", "A plain number cannot be divided by money."),
                             Text("金额只能除以金额或数量。", "Divide money by money or by a count."))])
    if a.kind == "money" and b.kind != "money":
        return Numeric("money", None, a.unit)
    return Numeric("number", None, "" if a.unit == b.unit or not b.unit else a.unit)


def numeric(node: Expr) -> Numeric:
    """The numeric type of ``node``. Raises Faults when it is no number."""
    if isinstance(node.type, Numeric):
        return node.type
    kind = describe(node.type)
    raise Faults([_fault(node.at, Text(f"此处需要数字，却是{kind.zh}。", f"A number is needed here, not {kind.en}."),
                         Text("请检查事实的类型。", "Check the type of the fact."))])


def _same_unit(a: Numeric, b: Numeric, at: Position) -> None:
    if a.unit and b.unit and a.unit != b.unit:
        raise Faults([Fault("feel.unit", at, Text(f"单位不一致：“{a.unit}”与“{b.unit}”。",
                                                  f"The units differ: '{a.unit}' and '{b.unit}'."),
                            Text("请换算成同一单位后再比较或相加。", "Bring both to one unit first."))])


def _both_money(a: Numeric, b: Numeric, at: Position) -> None:
    if {a.kind, b.kind} - {"money", "literal"}:
        raise Faults([_fault(at, Text("金额只能与金额比较或相加。", "Money meets only money here."),
                             Text("请检查事实或参数的类型。", "Check the type of the fact or parameter."))])


def _fine_enough(node: Expr, other: Numeric, at: Position) -> None:
    if not isinstance(node, Literal) or other.kind == "literal" or other.decimals is None:
        return
    mine = numeric(node).decimals or 0
    if mine > other.decimals:
        raise Faults([_fault(at, Text(f"数字的小数位多于它所比较的{describe(other).zh}（{other.decimals} 位）。",
                                      f"The number has more decimals than {describe(other).en} ({other.decimals})."),
                             Text("请减少小数位。", "Write fewer decimals."))])


def _product_kind(a: Numeric, b: Numeric) -> NumericKind:
    """A written number times a count is still open: it takes the type it meets (150000 × partners is money)."""
    kinds: tuple[NumericKind, ...] = ("money", "number", "literal", "integer")
    return next(kind for kind in kinds if kind in (a.kind, b.kind))


def _product_unit(a: str, b: str) -> str:
    for left, right in ((a, b), (b, a)):
        head, slash, per = left.partition("/")
        if slash and per == right:
            return head
    return (a or b) if not (a and b) else max((a, b), key=lambda unit: "元" in unit)


def _fault(at: Position, message: Text, hint: Text) -> Fault:
    return Fault("feel.type", at, message, hint)
