"""What no rule may exceed, so that every reading of a checked rule ends: depth of nesting, and days of the calendar."""

from collections.abc import Iterator
from datetime import date

from wenye.feel import Expr, Fault, Text, lower
from wenye.feel.bounds import interval
from wenye.feel.errors import Position
from wenye.feel.tree import Literal, Shift, children
from wenye.feel.types import DATE, Date, encode
from wenye.policy.values import EARLIEST, LATEST

DEEPEST = 50
FIRST_DAY, LAST_DAY = encode(DATE, date(1901, 1, 1)), encode(DATE, date(2100, 2, 28))
"""Within these days every fourth year is a leap year, which the proof counts on (see ``feel.proof``)."""


def beyond(expr: Expr) -> Iterator[Fault]:
    """The faults of an expression that exceeds a limit; derived facts count with what they rest on."""
    level, depth = [expr], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            yield too_deep(expr.at)
            return
        for node in level:
            yield from _dates(node)
        level = [child for node in level for child in children(node)]


def too_deep(at: Position, path: str = "") -> Fault:
    """The fault of an expression that is nested too deeply."""
    message = Text(f"表达式嵌套超过 {DEEPEST} 层。", f"The expression nests more than {DEEPEST} deep.")
    hint = Text("请拆成几个条件、推导事实或决策表。", "Split it into conditions, derived facts or a table.")
    return Fault("rule.depth", at, message, hint, path)


def _dates(node: Expr) -> Iterator[Fault]:
    hint = Text("请更正日期或时长。", "Correct the date or the length of time.")
    if isinstance(node, Literal) and isinstance(node.type, Date):
        if isinstance(node.value, date) and not EARLIEST <= node.value <= LATEST:
            yield Fault(
                "rule.date",
                node.at,
                Text(
                    f"日期 {node.value} 不在 1901 至 2099 年之间。",
                    f"The date {node.value} is not between 1901 and 2099.",
                ),
                hint,
            )
    elif isinstance(node, Shift):
        low, high = interval(lower(node), node.at)
        if not FIRST_DAY <= low <= high <= LAST_DAY:
            yield Fault(
                "rule.date",
                node.at,
                Text("加上这段时长会超出日历。", "This length of time leads beyond the calendar."),
                hint,
            )
