"""Decision tables: cells are unary tests on their input, outputs are expressions."""

from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token

from wenye.feel import tree
from wenye.feel.check import Checker, between, comparison, compile_expression, gather, same
from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.scope import Scope
from wenye.feel.syntax import Syntax, parse
from wenye.feel.text import Text
from wenye.feel.tree import Expr, HitPolicy, Row, Table
from wenye.feel.types import BOOLEAN, Numeric


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table and where it stands."""

    text: str
    at: Position


def compile_table(
    inputs: Sequence[Cell], rows: Sequence[Sequence[Cell]], hit: HitPolicy, scope: Scope, at: Position
) -> Table:
    """The checked table: each row has one cell for each input and, last, its output. Raises Faults, all together."""
    columns = gather(lambda cell: compile_expression(cell.text, scope, cell.at), inputs)
    widths = [_width(row, len(columns)) for row in rows if len(row) != len(columns) + 1]
    if widths:
        raise Faults(widths)
    made = [_row(row, columns, scope) for row in rows]
    kind = same([row.output for row in made], at)
    if hit == "collect sum" and not isinstance(kind, Numeric):
        raise Faults(
            [
                Fault(
                    "feel.table",
                    at,
                    Text("collect sum 的结果必须是数字。", "collect sum needs numbers."),
                    Text("请改用 unique 或 first。", "Use unique or first."),
                )
            ]
        )
    return Table(at, kind, columns, hit, tuple(made))


def fits(table: Table) -> Expr:
    """Whether any row of the table fits."""
    rows = tuple(tree.And(row.at, BOOLEAN, tree.row_test(row)) for row in table.rows)
    return tree.Or(table.at, BOOLEAN, rows)


def _row(cells: Sequence[Cell], columns: Sequence[Expr], scope: Scope) -> Row:
    pairs = list(zip(cells[:-1], columns, strict=True))
    output = compile_expression(cells[-1].text, scope, cells[-1].at)
    faults: list[Fault] = []
    tests: list[Expr | None] = []
    for cell, column in pairs:
        try:
            tests.append(_cell(cell, column, scope))
        except Faults as error:
            faults.extend(error.faults)
    if faults:
        raise Faults(faults)
    return Row(cells[0].at, tuple(tests), output)


def _cell(cell: Cell, column: Expr, scope: Scope) -> Expr | None:
    syntax = parse(cell.text, cell.at, "cell")
    if syntax.data == "anything":
        return None
    checker = Checker(scope, cell.at)
    tests = _tests(syntax.children[0], column, checker, cell.at)  # type: ignore[arg-type]
    return tree.Not(cell.at, BOOLEAN, tests) if syntax.data == "none_of" else tests


def _tests(node: Syntax, column: Expr, checker: Checker, at: Position) -> Expr:
    """The alternatives of a cell; plain literals become one membership test."""
    literals = [test for test in node.children if _is_literal(test)]
    others = [test for test in node.children if not _is_literal(test)]
    made = [_test(test, column, checker) for test in others]  # type: ignore[arg-type]
    if literals:
        made.append(_literals(literals, column, checker, at))  # type: ignore[arg-type]
    return made[0] if len(made) == 1 else tree.Or(at, BOOLEAN, tuple(made))


def _literals(nodes: Sequence[Syntax], column: Expr, checker: Checker, at: Position) -> Expr:
    options = [checker.expr(node.children[0], column.type) for node in nodes]  # type: ignore[arg-type]
    for option in options:
        comparison(option.at, "=", column, option)
    return tree.OneOf(at, BOOLEAN, column, tuple(option for option in options if isinstance(option, tree.Literal)))


def _test(node: Syntax, column: Expr, checker: Checker) -> Expr:
    if node.data == "side":
        op, value = node.children
        return comparison(checker.at(node), str(op), column, checker.expr(value, column.type))  # type: ignore[arg-type]
    if node.data == "range":
        opening, low, _, high, closing = node.children
        ends = checker.expr(low), checker.expr(high)  # type: ignore[arg-type]
        return between(checker.at(node), column, *ends, closed=(str(opening) == "[", str(closing) == "]"))
    found = checker.expr(node.children[0], column.type)  # type: ignore[arg-type]
    return comparison(checker.at(node), "=", column, found)


def _is_literal(node: Syntax | Token) -> bool:
    if isinstance(node, Token) or node.data != "equals":
        return False
    inner = node.children[0]
    return not isinstance(inner, Token) and inner.data in ("string", "number", "true", "false", "at")


def _width(row: Sequence[Cell], inputs: int) -> Fault:
    at = row[0].at if row else Position("", 0, 0)
    return Fault(
        "feel.table",
        at,
        Text(
            f"表格这一行有 {len(row)} 格，应为 {inputs + 1} 格。", f"This row has {len(row)} cells, not {inputs + 1}."
        ),
        Text("每个输入一格，最后一格是结果。", "One cell for each input, the result last."),
    )
