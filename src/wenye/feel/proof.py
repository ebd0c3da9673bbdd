"""Proof: the integer core as z3 terms, each a pair of "is it known" and its value.

Dates are pairs too, a month counted from year 0 and a day of the month, so that adding months with the clamp to
the month's end stays linear. Every answer is inside the declared domains; whoever prints one replays it first
through the case reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatchmethod
from typing import Any, Final

import z3

from wenye.feel import core
from wenye.feel.core import NO_ROW, Node
from wenye.feel.errors import Unprovable
from wenye.feel.text import Text
from wenye.feel.types import EPOCH

MONTH_ENDS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_MONTH: Final = tuple(sum(MONTH_ENDS[:month]) for month in range(12))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as month (12 × year + month − 1) and day of the month."""

    month: Any
    day: Any


@dataclass(frozen=True, slots=True)
class Term:
    """``value`` (a z3 boolean or integer, or a ``Day``) counts only where ``known`` holds."""

    known: Any
    value: Any


Model = dict[str, int | bool]
"""Facts in integer form; a fact that is not in it is unknown."""


class Prover:
    """Builds terms over one set of facts and looks for facts that satisfy constraints.

    With ``total`` every fact is known, otherwise each may be unknown. ``prefix`` keeps the facts of two cases apart.
    """

    def __init__(self, *, total: bool, prefix: str = "") -> None:
        self.total = total
        self.prefix = prefix
        self.facts: dict[str, tuple[core.Var, Term]] = {}
        self.domain: list[Any] = []
        self._terms: dict[Node, Term] = {}
        self._fresh = 0

    def term(self, node: Node) -> Term:
        """The term of ``node``."""
        if node not in self._terms:
            self._terms[node] = self._term(node)
        return self._terms[node]

    def holds(self, node: Node) -> Any:
        """``node`` is known to be true."""
        term = self.term(node)
        return z3.And(term.known, term.value)

    def fails(self, node: Node) -> Any:
        """``node`` is known to be false."""
        term = self.term(node)
        return z3.And(term.known, z3.Not(term.value))

    def outcome(self, tests: Sequence[Node], amount: Node | None) -> tuple[Any, Any, Any]:
        """A rule: is the answer yes, is it no, and (where yes) the amount, 0 for a rule without one."""
        held = z3.And(*(self.holds(test) for test in tests))
        failed = z3.Or(*(self.fails(test) for test in tests))
        if amount is None:
            return held, failed, z3.IntVal(0)
        paid = self.term(amount)
        return z3.And(held, paid.known), failed, paid.value

    def model(self, *constraints: Any, timeout_ms: int = 5000) -> Model | None:
        """Facts inside their domains that satisfy the constraints, None if there are none. May raise Unprovable."""
        found = solve([*self.domain, *constraints], timeout_ms)
        return None if found is None else self.read(found)

    def read(self, model: z3.ModelRef) -> Model:
        """The facts of a z3 model in integer form."""
        facts: Model = {}
        for name, (variable, term) in self.facts.items():
            if z3.is_true(model.eval(term.known, model_completion=True)):
                facts[name] = _value_of(model, variable, term.value)
        return facts

    @singledispatchmethod
    def _term(self, node: Node) -> Term:
        raise TypeError(f"no proof reading for {type(node).__name__}")

    @_term.register
    def _(self, node: core.Const) -> Term:
        if node.value is None:
            return Term(_FALSE, z3.IntVal(0))
        if isinstance(node.value, bool):
            return Term(_TRUE, z3.BoolVal(node.value))
        return Term(_TRUE, _day(node.value) if node.kind == "date" else z3.IntVal(node.value))

    @_term.register
    def _(self, node: core.Var) -> Term:
        name = self.prefix + node.name
        known = _TRUE if self.total else z3.Bool(f"{name}?")
        if node.kind == "boolean":
            term = Term(known, z3.Bool(name))
        elif node.kind == "date":
            term = Term(known, self._date(name))
            low, high = _day(node.low), _day(node.high)
            self.domain += [_compare("<=", low, term.value), _compare("<=", term.value, high)]
        else:
            term = Term(known, z3.Int(name))
            self.domain += [term.value >= node.low, term.value <= node.high]
        self.facts[node.name] = (node, term)
        return term

    @_term.register
    def _(self, node: core.Shared) -> Term:
        return self.term(node.body)

    @_term.register
    def _(self, node: core.Not) -> Term:
        arg = self.term(node.arg)
        return Term(arg.known, z3.Not(arg.value))

    @_term.register
    def _(self, node: core.All) -> Term:
        parts = [self.term(arg) for arg in node.args]
        fails = [z3.And(part.known, z3.Not(part.value)) for part in parts]
        return Term(
            z3.Or(*fails, z3.And(*(part.known for part in parts))),
            z3.And(*(part.value for part in parts), z3.Not(z3.Or(*fails))),
        )

    @_term.register
    def _(self, node: core.Any) -> Term:
        parts = [self.term(arg) for arg in node.args]
        holds = [z3.And(part.known, part.value) for part in parts]
        return Term(z3.Or(*holds, z3.And(*(part.known for part in parts))), z3.Or(*holds))

    @_term.register
    def _(self, node: core.Cmp) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        return Term(z3.And(left.known, right.known), _compare(node.op, left.value, right.value))

    @_term.register
    def _(self, node: core.Member) -> Term:
        arg = self.term(node.arg)
        options = [_day(value) if isinstance(arg.value, Day) else z3.IntVal(value) for value in node.values]
        return Term(arg.known, z3.Or(*(_compare("=", arg.value, option) for option in options)))

    @_term.register
    def _(self, node: core.Sum) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        known = z3.And(left.known, right.known)
        if isinstance(left.value, Day):
            return Term(known, self._moved(left.value, right.value))
        return Term(known, left.value + right.value)

    @_term.register
    def _(self, node: core.Times) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        return Term(z3.And(left.known, right.known), left.value * right.value)

    @_term.register
    def _(self, node: core.Divide) -> Term:
        num, den = self.term(node.num), self.term(node.den)
        return Term(z3.And(num.known, den.known, den.value > 0), _divide(num.value, den.value, node.mode))

    @_term.register
    def _(self, node: core.AddMonths) -> Term:
        start = self.term(node.date)
        month = start.value.month + node.months
        last = _month_length(month)
        return Term(start.known, Day(month, z3.If(start.value.day < last, start.value.day, last)))

    @_term.register
    def _(self, node: core.YearOf) -> Term:
        start = self.term(node.date)
        return Term(start.known, start.value.month / 12)

    @_term.register
    def _(self, node: core.Best) -> Term:
        parts = [self.term(arg) for arg in node.args]
        best = parts[0].value
        for part in parts[1:]:
            best = _if(_compare(">" if node.greatest else "<", part.value, best), part.value, best)
        return Term(z3.And(*(part.known for part in parts)), best)

    @_term.register
    def _(self, node: core.Choose) -> Term:
        rest = self.term(node.default)
        for test_node, value_node in reversed(node.cases):
            test, value = self.term(test_node), self.term(value_node)
            if not _alike(value.value, rest.value):
                rest = _as(value, rest)
            if not _alike(value.value, rest.value):
                value = _as(rest, value)
            agree = z3.And(value.known, rest.known, _compare("=", value.value, rest.value))
            known = z3.If(test.known, z3.If(test.value, value.known, rest.known), agree)
            rest = Term(known, _if(z3.And(test.known, test.value), value.value, rest.value))
        return rest

    @_term.register
    def _(self, node: core.Total) -> Term:
        cases = [(self.term(test), self.term(value)) for test, value in node.cases]
        clear = [
            z3.Or(
                z3.And(test.known, z3.Or(z3.Not(test.value), value.known)),
                z3.And(z3.Not(test.known), value.known, value.value == 0),
            )
            for test, value in cases
        ]
        some = z3.Or(*(z3.And(test.known, test.value) for test, _ in cases))
        none = z3.And(*(z3.And(test.known, z3.Not(test.value)) for test, _ in cases))
        total = z3.Sum(*(z3.If(z3.And(test.known, test.value), value.value, 0) for test, value in cases))
        return Term(z3.And(*clear, z3.Or(some, none)), z3.If(some, total, NO_ROW))

    def _date(self, name: str) -> Day:
        day = Day(z3.Int(f"{name}#month"), z3.Int(f"{name}#day"))
        self.domain += [day.day >= 1, day.day <= _month_length(day.month)]
        return day

    def _moved(self, start: Day, days: Any) -> Day:
        """``start`` plus a number of days: a new date whose day number is that much greater."""
        self._fresh += 1
        end = self._date(f"{self.prefix}#{self._fresh}")
        self.domain.append(_ordinal(end) == _ordinal(start) + days)
        return end


def solve(constraints: Sequence[Any], timeout_ms: int) -> z3.ModelRef | None:
    """A model of the constraints, None if they contradict each other. Raises Unprovable when z3 gives up."""
    solver = z3.Solver()
    solver.set("timeout", timeout_ms)
    solver.add(*constraints)
    answer = solver.check()
    if answer == z3.sat:
        return solver.model()
    if answer == z3.unsat:
        return None
    reason = solver.reason_unknown()
    raise Unprovable(
        Text(
            f"求解器未能在 {timeout_ms / 1000:g} 秒内给出结论（{reason}）。",
            f"The solver gave no answer within {timeout_ms / 1000:g} s ({reason}).",
        )
    )


_TRUE, _FALSE = z3.BoolVal(True), z3.BoolVal(False)


def _day(number: int) -> Day:
    day = date.fromordinal(number + EPOCH)
    return Day(z3.IntVal(day.year * 12 + day.month - 1), z3.IntVal(day.day))


def _value_of(model: z3.ModelRef, variable: core.Var, value: Any) -> int | bool:
    if isinstance(value, Day):
        month, day = (model.eval(part, model_completion=True).as_long() for part in (value.month, value.day))
        return date(month // 12, month % 12 + 1, day).toordinal() - EPOCH
    found = model.eval(value, model_completion=True)
    return bool(z3.is_true(found)) if variable.kind == "boolean" else int(found.as_long())


def _compare(op: str, left: Any, right: Any) -> Any:
    if isinstance(left, Day):
        return _compare_days(op, left, right)
    match op:
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


def _compare_days(op: str, left: Day, right: Day) -> Any:
    if op in ("=", "!="):
        equal = z3.And(left.month == right.month, left.day == right.day)
        return equal if op == "=" else z3.Not(equal)
    if op in (">", ">="):
        return _compare_days("<" if op == ">" else "<=", right, left)
    last = left.day < right.day if op == "<" else left.day <= right.day
    return z3.Or(left.month < right.month, z3.And(left.month == right.month, last))


def _month_length(month: Any) -> Any:
    """Days of a month; within 1901–2099 every fourth year is a leap year."""
    index = month % 12
    february = z3.If((month / 12) % 4 == 0, 29, 28)
    return z3.If(index == 1, february, z3.If(z3.Or(index == 3, index == 5, index == 8, index == 10), 30, 31))


def _ordinal(day: Day) -> Any:
    """A day number, up to a constant that cancels out; right within 1901–2099."""
    year, index = day.month / 12, day.month % 12
    before: Any = z3.IntVal(_BEFORE_MONTH[11])
    for month in reversed(range(11)):
        before = z3.If(index == month, _BEFORE_MONTH[month], before)
    leap = z3.If(z3.And(year % 4 == 0, index >= 2), 1, 0)
    return 365 * year + (year + 3) / 4 + before + leap + day.day


def _divide(num: Any, den: Any, mode: str) -> Any:
    """z3's ``/`` on integers is the floor for a positive divisor."""
    floor, ceiling = num / den, -((-num) / den)
    magnitude = (2 * z3.If(num >= 0, num, -num) + den - (1 if mode == "half down" else 0)) / (2 * den)
    half = z3.If(num >= 0, magnitude, -magnitude)
    away = z3.If(num >= 0, ceiling, floor)
    towards = z3.If(num >= 0, floor, ceiling)
    return {"floor": floor, "ceiling": ceiling, "up": away, "down": towards}.get(mode, half)


def _if(test: Any, then: Any, other: Any) -> Any:
    if isinstance(then, Day):
        return Day(z3.If(test, then.month, other.month), z3.If(test, then.day, other.day))
    return z3.If(test, then, other)


def _alike(left: Any, right: Any) -> bool:
    if isinstance(left, Day) or isinstance(right, Day):
        return isinstance(left, Day) and isinstance(right, Day)
    return bool(left.sort() == right.sort())


def _as(model: Term, unknown: Term) -> Term:
    """An unknown constant of another sort, given the sort of ``model`` (its value never counts)."""
    return Term(unknown.known, model.value) if z3.is_false(unknown.known) else unknown
