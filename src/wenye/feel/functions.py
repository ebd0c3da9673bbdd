"""The built-in functions of the subset; any other name is refused."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from fractions import Fraction

from wenye.feel import tree
from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.numbers import meet_all, numeric
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import BOOLEAN, Boolean, Date, Numeric

_DIGITS = range(-4, 7)


def call(name: str, args: Sequence[Expr], at: Position) -> Expr:
    """The node of a function call. Raises Faults for an unknown name or wrong arguments."""
    if name not in _FUNCTIONS:
        near = get_close_matches(name, _FUNCTIONS, n=1)
        hint = Text(f"是不是想写“{near[0]}”？", f"Did you mean '{near[0]}'?") if near else Text(
            f"可用：{'、'.join(_FUNCTIONS)}。", f"Available: {', '.join(_FUNCTIONS)}.")
        raise Faults([Fault("feel.function", at, Text(f"规则语言没有函数“{name}”。", f"There is no function '{name}'."), hint)])
    arity, build = _FUNCTIONS[name]
    if len(args) not in arity:
        raise Faults([_fault(at, Text(f"“{name}”的参数个数不对（{len(args)} 个）。", f"'{name}' got {len(args)} arguments."),
                             Text("请对照语法表。", "See the syntax table."))])
    return build(name, args, at)


def _not(name: str, args: Sequence[Expr], at: Position) -> Expr:
    if not isinstance(args[0].type, Boolean):
        raise Faults([_fault(at, Text("not(…) 里需要是/否条件。", "not(…) takes a yes/no condition."),
                             Text("请写成比较式。", "Write a comparison."))])
    return tree.Not(at, BOOLEAN, args[0])


def _round(name: str, args: Sequence[Expr], at: Position) -> Expr:
    mode = name.removeprefix("round ")
    digits = _digits(args[1], at) if len(args) == 2 else 0
    kind = numeric(args[0])
    if kind.kind == "money" and digits > 2:
        raise Faults([_fault(at, Text("金额最多取两位小数。", "Money is rounded to at most two decimals."),
                             Text("请写 2 或更少。", "Write 2 or fewer."))])
    result = Numeric("money", 2, kind.unit) if kind.kind == "money" else (
        Numeric("integer", 0, kind.unit) if digits <= 0 else Numeric("number", digits, kind.unit))
    return tree.Round(at, result, mode, args[0], digits)  # type: ignore[arg-type]


def _extreme(name: str, args: Sequence[Expr], at: Position) -> Expr:
    if all(isinstance(arg.type, Date) for arg in args):
        return tree.Extreme(at, args[0].type, name == "max", tuple(args))
    kind = meet_all(args, at)
    return tree.Extreme(at, kind, name == "max", tuple(args))


def _absolute(name: str, args: Sequence[Expr], at: Position) -> Expr:
    kind = numeric(args[0])
    zero = Literal(at, Numeric("literal", 0), Fraction(0))
    return tree.Extreme(at, kind, True, (args[0], tree.Arithmetic(at, kind, "-", zero, args[0])))


def _digits(node: Expr, at: Position) -> int:
    if isinstance(node, Literal) and isinstance(node.value, Fraction) and node.value in _DIGITS:
        return int(node.value)
    raise Faults([_fault(at, Text("取整位数必须是 -4 到 6 的整数。", "The digits must be a whole number from -4 to 6."),
                         Text("例如 round half up(x, 2)。", "For example round half up(x, 2)."))])


def _fault(at: Position, message: Text, hint: Text) -> Fault:
    return Fault("feel.type", at, message, hint)


_Build = Callable[[str, Sequence[Expr], Position], Expr]
_FUNCTIONS: dict[str, tuple[range, _Build]] = {
    "not": (range(1, 2), _not),
    "round up": (range(2, 3), _round),
    "round down": (range(2, 3), _round),
    "round half up": (range(2, 3), _round),
    "round half down": (range(2, 3), _round),
    "floor": (range(1, 2), _round),
    "ceiling": (range(1, 2), _round),
    "abs": (range(1, 2), _absolute),
    "min": (range(2, 9), _extreme),
    "max": (range(2, 9), _extreme),
}
