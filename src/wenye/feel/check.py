"""Syntax tree to typed core tree: names resolved, types and units checked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from lark import Token, Tree

from wenye.feel import tree
from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.functions import call
from wenye.feel.numbers import meet, meet_all, numeric, product, quotient
from wenye.feel.scope import Scope
from wenye.feel.syntax import Syntax, parse, place
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal, Span
from wenye.feel.types import BOOLEAN, DATE, DURATION, Boolean, Date, Duration, Enum, Numeric, Type, Words, describe

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?$|P(\d+)D$")
_SHOWN = Text("请检查事实的类型。", "Check the type of the fact.")


def compile_expression(text: str, scope: Scope, at: Position) -> Expr:
    """The typed core tree of a FEEL expression that begins at ``at``. Raises Faults."""
    return Checker(scope, at).expr(parse(text, at))


class Checker:
    """Checks one text; ``origin`` is where the text begins in its file."""

    def __init__(self, scope: Scope, origin: Position) -> None:
        self.scope = scope
        self.origin = origin

    def expr(self, node: Syntax, wanted: Type | None = None) -> Expr:
        """The typed node for ``node``; ``wanted`` gives enumeration literals their type."""
        if node.data == "string":
            return self._string(node, wanted)
        return _RULES[str(node.data)](self, node)

    def boolean(self, node: Syntax) -> Expr:
        """A node that must be a yes/no value."""
        found = self.expr(node)
        if not isinstance(found.type, Boolean):
            kind = describe(found.type)
            raise refused(
                found.at,
                Text(f"此处需要是/否条件，却是{kind.zh}。", f"A yes/no condition is needed, not {kind.en}."),
                _SHOWN,
            )
        return found

    def at(self, node: Syntax | Token) -> Position:
        """Where a syntax node stands in its file."""
        source = node.meta if isinstance(node, Tree) else node
        return place(self.origin, getattr(source, "line", None), getattr(source, "column", None))

    def pair(self, left: Syntax, right: Syntax) -> tuple[Expr, Expr]:
        """Two operands, an enumeration literal on either side taking the type of the other."""
        if left.data == "string":
            second = self.expr(right)
            return self.expr(left, second.type), second
        first = self.expr(left)
        return first, self.expr(right, first.type)

    def _string(self, node: Syntax, wanted: Type | None) -> Literal:
        at, value = self.at(node), str(node.children[0])[1:-1]
        if isinstance(wanted, Enum) and value in wanted.values:
            return Literal(at, wanted, value)
        if isinstance(wanted, Enum):
            raise refused(
                at,
                Text(f"“{value}”不是“{wanted.name}”的选项。", f"'{value}' is not a value of '{wanted.name}'."),
                Text(f"可选：{'、'.join(wanted.values)}。", f"Values: {', '.join(wanted.values)}."),
            )
        raise refused(
            at, Text("文字只能与选项型事实比较。", "A string can only be compared with an enumeration."), _SHOWN
        )

    def _number(self, node: Syntax) -> Literal:
        text = str(node.children[0])
        decimals = len(text.partition(".")[2])
        return Literal(self.at(node), Numeric("literal", decimals), Fraction(text))

    def _true(self, node: Syntax) -> Literal:
        return Literal(self.at(node), BOOLEAN, True)

    def _false(self, node: Syntax) -> Literal:
        return Literal(self.at(node), BOOLEAN, False)

    def _at(self, node: Syntax) -> Expr:
        return temporal(str(node.children[0])[2:-1], self.at(node))

    def _name(self, node: Syntax) -> Expr:
        found = self.scope.resolve(".".join(str(part) for part in node.children), self.at(node))
        if isinstance(found.type, Words):
            raise refused(
                found.at, Text("文字型事实只能展示，不能用于条件。", "A text fact can be shown, never tested."), _SHOWN
            )
        return found

    def _any_of(self, node: Syntax) -> Expr:
        return tree.Or(self.at(node), BOOLEAN, gather(self.boolean, node.children))

    def _all_of(self, node: Syntax) -> Expr:
        return tree.And(self.at(node), BOOLEAN, gather(self.boolean, node.children))

    def _if(self, node: Syntax) -> Expr:
        test, then, other = node.children
        branches = self.expr(then), self.expr(other)  # type: ignore[arg-type]
        kind = same(branches, self.at(node))
        return tree.If(self.at(node), kind, self.boolean(test), *branches)  # type: ignore[arg-type]

    def _compare(self, node: Syntax) -> Expr:
        left, op, right = node.children
        first, second = self.pair(left, right)  # type: ignore[arg-type]
        return comparison(self.at(node), str(op), first, second)

    def _between(self, node: Syntax) -> Expr:
        arg, low, high = (self.expr(child) for child in node.children)  # type: ignore[arg-type]
        return between(self.at(node), arg, low, high, closed=(True, True))

    def _within(self, node: Syntax) -> Expr:
        arg, options = node.children
        return self.member(self.expr(arg), options, self.at(node))  # type: ignore[arg-type]

    def member(self, arg: Expr, options: Syntax, at: Position) -> Expr:
        """``arg in options``: a range, a literal, or a list of both."""
        if options.data == "range":
            return self._range(arg, options)
        items = options.children if options.data == "option_list" else [options]
        ranges = [item for item in items if item.data == "range"]  # type: ignore[union-attr]
        literals = [item for item in items if item.data != "range"]  # type: ignore[union-attr]
        tests = [self._range(arg, item) for item in ranges]  # type: ignore[arg-type]
        if literals:
            tests.append(self._one_of(arg, literals, at))  # type: ignore[arg-type]
        return tests[0] if len(tests) == 1 else tree.Or(at, BOOLEAN, tuple(tests))

    def _one_of(self, arg: Expr, literals: list[Syntax], at: Position) -> Expr:
        options = [self.expr(item, arg.type) for item in literals]
        for option in options:
            comparison(option.at, "=", arg, option)
        return tree.OneOf(at, BOOLEAN, arg, tuple(option for option in options if isinstance(option, Literal)))

    def _range(self, arg: Expr, node: Syntax) -> Expr:
        opening, low, _, high, closing = node.children
        ends = self.expr(low), self.expr(high)  # type: ignore[arg-type]
        return between(self.at(node), arg, *ends, closed=(str(opening) == "[", str(closing) == "]"))

    def _arithmetic(self, node: Syntax) -> Expr:
        left, op, right = node.children
        return arithmetic(self.at(node), str(op), self.expr(left), self.expr(right))  # type: ignore[arg-type]

    def _negative(self, node: Syntax) -> Expr:
        arg = self.expr(node.children[1])  # type: ignore[arg-type]
        kind = numeric(arg)
        if isinstance(arg, Literal) and isinstance(arg.value, Fraction):
            return replace(arg, value=-arg.value)
        return tree.Arithmetic(self.at(node), kind, "-", Literal(arg.at, Numeric("literal", 0), Fraction(0)), arg)

    def _call(self, node: Syntax) -> Expr:
        name, *args = node.children
        if str(name) in ("date", "duration"):
            return temporal(self._quoted(args, self.at(node)), self.at(node))
        given = [self.expr(arg) for arg in args]  # type: ignore[arg-type]
        return call(re.sub(r"\s+", " ", str(name)), given, self.at(node))

    def _quoted(self, args: Sequence[object], at: Position) -> str:
        if len(args) == 1 and isinstance(args[0], Tree) and args[0].data == "string":
            return str(args[0].children[0])[1:-1]
        raise refused(
            at,
            Text("date(…) 与 duration(…) 里只能写一个加引号的值。", "date(…) and duration(…) take one quoted value."),
            Text('例如 date("2019-01-01")。', 'For example date("2019-01-01").'),
        )


def comparison(at: Position, op: str, left: Expr, right: Expr) -> Expr:
    """A checked comparison."""
    if isinstance(left.type, Numeric) and isinstance(right.type, Numeric):
        meet(left, right, at)
    elif type(left.type) is not type(right.type) or isinstance(left.type, Duration | Words):
        a, b = describe(left.type), describe(right.type)
        raise refused(at, Text(f"{a.zh}不能与{b.zh}比较。", f"Cannot compare {a.en} with {b.en}."), _SHOWN)
    elif isinstance(left.type, Boolean | Enum) and op not in ("=", "!="):
        raise refused(
            at,
            Text("是/否和选项只能用 = 或 != 比较。", "Yes/no values and enumerations compare by = or != only."),
            _SHOWN,
        )
    elif isinstance(left.type, Enum) and left.type != right.type:
        raise refused(at, Text("两个选项型事实的选项不同。", "The two enumerations differ."), _SHOWN)
    return tree.Compare(at, BOOLEAN, op, left, right)  # type: ignore[arg-type]


def between(at: Position, arg: Expr, low: Expr, high: Expr, closed: tuple[bool, bool]) -> Expr:
    """A checked range test; written bounds must be in order."""
    if not isinstance(arg.type, Numeric | Date):
        raise refused(at, Text("只有数字和日期有范围。", "Only numbers and dates have ranges."), _SHOWN)
    comparison(at, ">=", arg, low)
    comparison(at, "<=", arg, high)
    if isinstance(low, Literal) and isinstance(high, Literal) and low.value > high.value:  # type: ignore[operator]
        raise refused(
            at,
            Text("范围的下限大于上限。", "The range ends before it begins."),
            Text("请调换两端。", "Swap the two ends."),
        )
    return tree.Between(at, BOOLEAN, arg, low, high, *closed)


def arithmetic(at: Position, op: str, left: Expr, right: Expr) -> Expr:
    """Checked arithmetic on numbers, or a date plus a duration."""
    if isinstance(left.type, Date) or isinstance(right.type, Date):
        return _shift(at, op, left, right)
    kind = {"*": product, "/": quotient}.get(op, meet)(left, right, at)
    return tree.Arithmetic(at, kind, op, left, right)  # type: ignore[arg-type]


def same(branches: Sequence[Expr], at: Position) -> Type:
    """The one type of alternatives."""
    if all(isinstance(branch.type, Numeric) for branch in branches):
        return meet_all(branches, at)
    kind = branches[0].type
    for other in branches[1:]:
        if kind != other.type:
            a, b = describe(kind), describe(other.type)
            raise refused(
                at, Text(f"几个分支类型不同：{a.zh}与{b.zh}。", f"The branches differ: {a.en} and {b.en}."), _SHOWN
            )
    return kind


def temporal(text: str, at: Position) -> Expr:
    """A date ``2019-01-01`` or a duration ``P1Y``, ``P6M``, ``P1Y6M``, ``P10D``."""
    if found := _DURATION.fullmatch(text):
        years, months, days = (int(part or 0) for part in found.groups())
        if years or months or days:
            return Span(at, DURATION, years * 12 + months, days)
    try:
        return Literal(at, DATE, date.fromisoformat(text))
    except ValueError:
        raise refused(
            at,
            Text(f"“{text}”既不是日期也不是时长。", f"'{text}' is neither a date nor a duration."),
            Text("日期写 2019-01-01，时长写 P1Y、P6M 或 P10D。", "Write 2019-01-01, or P1Y, P6M, P10D."),
        ) from None


def gather(check: Callable[[Any], Expr], items: Sequence[Any]) -> tuple[Expr, ...]:
    """Check every item and report all their faults together."""
    found: list[Expr] = []
    faults: list[Fault] = []
    for item in items:
        try:
            found.append(check(item))
        except Faults as error:
            faults.extend(error.faults)
    if faults:
        raise Faults(faults)
    return tuple(found)


def refused(at: Position, message: Text, hint: Text) -> Faults:
    """The error for one type fault."""
    return Faults([Fault("feel.type", at, message, hint)])


def _shift(at: Position, op: str, left: Expr, right: Expr) -> Expr:
    if isinstance(left.type, Date) and isinstance(right, Span):
        if op == "+":
            return tree.Shift(at, DATE, left, right.months, right.days)
        if op == "-" and right.days:
            return tree.Shift(at, DATE, left, 0, -right.days)
        raise refused(
            at,
            Text("不能从日期减去月数。", "Months cannot be subtracted from a date."),
            Text('请改写为 a + @"P6M" <= b 的形式。', 'Write it as a + @"P6M" <= b.'),
        )
    raise refused(
        at,
        Text("日期只能加上固定时长。", "Only a constant duration can be added to a date."),
        Text('例如 registered_on + @"P6M" <= applied_on。', 'For example registered_on + @"P6M" <= applied_on.'),
    )


_RULES: dict[str, Callable[[Checker, Syntax], Expr]] = {
    "number": Checker._number,
    "true": Checker._true,
    "false": Checker._false,
    "at": Checker._at,
    "name": Checker._name,
    "any_of": Checker._any_of,
    "all_of": Checker._all_of,
    "if_expr": Checker._if,
    "compare": Checker._compare,
    "between": Checker._between,
    "within": Checker._within,
    "arithmetic": Checker._arithmetic,
    "negative": Checker._negative,
    "call": Checker._call,
}
