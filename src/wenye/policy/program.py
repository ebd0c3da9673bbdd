"""A benefit compiled: its conditions and its amount as typed trees and as integer cores.

Two conditions are made here and not written by authors: ``in_force`` (the dating fact lies within the benefit's
validity) comes first, and ``amount`` (a row of the amount table fits) last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenye.feel import (
    Cell,
    Expr,
    Fault,
    Faults,
    Node,
    Scope,
    Text,
    checked,
    compile_expression,
    compile_table,
    fits,
    lower,
)
from wenye.feel.bounds import interval
from wenye.feel.core import Choose, Total
from wenye.feel.errors import Position
from wenye.feel.tree import And, Compare, Fact, Literal, Parameter, Table, facts_of, walk
from wenye.feel.types import BOOLEAN, DATE, Boolean, Natural, Numeric, integer
from wenye.policy.model import AmountTable, Benefit, Condition, Formula, Period

FEN = Fraction(1, 100)
IN_FORCE = "in_force"
AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a benefit in both forms; ``condition`` is None for the two made here."""

    id: str
    label: Text
    clause: str
    tree: Expr
    core: Node
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Program:
    """A benefit ready to be read: ``amount`` is absent for permits; its core counts fen."""

    benefit: str
    tests: tuple[Test, ...]
    amount: Expr | None
    amount_core: Node | None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that the benefit reads, once, in the order in which it is read."""
        found = {fact.name: fact for node in self.trees for fact in facts_of(node)}
        return tuple(found.values())

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter that the benefit reads, once, in the order in which it is read."""
        found = {node.name: node for tree in self.trees for node in walk(tree) if isinstance(node, Parameter)}
        return tuple(found.values())

    @property
    def trees(self) -> tuple[Expr, ...]:
        """The tests and, if there is one, the amount."""
        tests = tuple(test.tree for test in self.tests)
        return tests if self.amount is None else (*tests, self.amount)


def compile_benefit(benefit: Benefit, scope: Scope, valid: Period | None) -> Program:
    """The program of ``benefit``; ``scope`` knows the names its subject may use. Raises Faults, all together."""
    faults: list[Fault] = []
    tests: list[Test] = []
    dated = scope.resolve(benefit.dated_by, benefit.at)
    if valid is not None:
        tests.append(
            _made(IN_FORCE, Text("在政策有效期内", "within the period of validity"), benefit, _in_force(dated, valid))
        )
    for condition in benefit.conditions.values():
        try:
            tests.append(_test(condition, benefit, scope))
        except Faults as error:
            faults.extend(error.faults)
    amount = None
    try:
        amount = _amount(benefit, scope)
    except Faults as error:
        faults.extend(error.faults)
    if faults:
        raise Faults(faults)
    return _program(benefit, tests, amount)


def _program(benefit: Benefit, tests: Sequence[Test], amount: Expr | None) -> Program:
    if amount is None:
        return Program(benefit.id, tuple(tests), None, None)
    core = checked(lower(amount, FEN), amount.at)
    _not_negative(core, amount)
    if not isinstance(amount, Table):
        return Program(benefit.id, tuple(tests), amount, core)
    label = Text("符合补助档次", "meets a row of the amount table")
    return Program(benefit.id, (*tests, _made(AMOUNT, label, benefit, fits(amount))), amount, core)


def _made(name: str, label: Text, benefit: Benefit, tree: Expr) -> Test:
    return Test(name, label, str(benefit.measure), tree, checked(lower(tree), benefit.at), None)


def _test(condition: Condition, benefit: Benefit, scope: Scope) -> Test:
    tree = (
        compile_expression(condition.test.text, scope, condition.test.at)
        if condition.test is not None
        else scope.resolve(condition.judgement or "", condition.at)
    )
    if not isinstance(tree.type, Boolean):
        raise Faults(
            [
                Fault(
                    "feel.type",
                    tree.at,
                    Text("条件必须得出是或否。", "A condition must be a yes/no test."),
                    Text("请写成比较式，如 jobs >= 3。", "Write a comparison such as jobs >= 3."),
                )
            ]
        )
    clause = condition.clause or str(benefit.measure)
    return Test(condition.id, condition.label, clause, tree, checked(lower(tree), tree.at), condition)


def _amount(benefit: Benefit, scope: Scope) -> Expr | None:
    amount = benefit.amount
    if amount is None:
        return None
    if isinstance(amount, AmountTable):
        rows = [_cells((*row.cells, row.output)) for row in amount.rows]
        inputs = _cells(amount.inputs)
        return _money(compile_table(inputs, rows, amount.hit, scope, amount.at))  # type: ignore[arg-type]
    return _money(compile_expression(amount.text, scope, amount.at))


def _cells(formulas: Sequence[Formula]) -> list[Cell]:
    return [Cell(formula.text, formula.at) for formula in formulas]


def _money(amount: Expr) -> Expr:
    """An amount is money, or a written number of yuan, exact to the fen."""
    kind = amount.type
    if not isinstance(kind, Numeric) or kind.kind not in ("money", "literal"):
        raise Faults(
            [
                Fault(
                    "feel.type",
                    amount.at,
                    Text("补助金额必须是金额。", "The amount must be money."),
                    Text("请写元为单位的数，或金额型事实、参数的算式。", "Write yuan, or money facts and parameters."),
                )
            ]
        )
    if kind.decimals is None or kind.decimals > 2:
        raise Faults(
            [
                Fault(
                    "feel.round",
                    amount.at,
                    Text("金额须先舍入到分。", "The amount must be rounded to the fen."),
                    Text("例如 round half up(x, 2)。", "For example round half up(x, 2)."),
                )
            ]
        )
    return amount


def _not_negative(core: Node, amount: Expr) -> None:
    values = (
        [value for _, value in core.cases] if isinstance(core, Choose | Total) and isinstance(amount, Table) else [core]
    )
    if min(interval(value, amount.at)[0] for value in values) < 0:
        raise Faults(
            [
                Fault(
                    "policy.amount",
                    amount.at,
                    Text("金额可能为负数。", "The amount may be negative."),
                    Text("请用 max(0, …) 或收窄事实的取值范围。", "Use max(0, …) or narrow the domains."),
                )
            ]
        )


def _in_force(dated: Expr, valid: Period) -> Expr:
    """The dating fact lies within the validity; a year counts from its 1 January."""
    tests: list[Expr] = []
    if valid.start is not None:
        tests.append(Compare(valid.at, BOOLEAN, ">=", dated, _bound(dated, valid.start, valid.at, last=False)))
    if valid.end is not None:
        tests.append(Compare(valid.at, BOOLEAN, "<=", dated, _bound(dated, valid.end, valid.at, last=True)))
    return tests[0] if len(tests) == 1 else And(valid.at, BOOLEAN, tuple(tests))


def _bound(dated: Expr, day: Natural, at: Position, last: bool) -> Literal:
    if not isinstance(dated.type, Numeric):
        return Literal(at, DATE, day)
    assert not isinstance(day, bool | Fraction | str)
    year = day.year if last or (day.month, day.day) == (1, 1) else day.year + 1
    return Literal(at, integer("年"), Fraction(year))
