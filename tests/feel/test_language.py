"""docs/language.md says the truth: its examples compile, its refusals are refused, its results come out."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.feel import words
from wenye.feel import Cell, Fault, Faults, Scope, checked, compile_expression, compile_table, lower
from wenye.feel.case import compile_value
from wenye.feel.core import NO_ROW
from wenye.feel.meaning import NO_ROW as NO_ROW_FITS
from wenye.feel.meaning import evaluate
from wenye.feel.tree import Expr, Fact
from wenye.feel.types import BOOLEAN, Boolean, Date, Enum, Natural, Numeric, encode
from wenye.feel.wording import figure

TEXT = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
SCOPE = Scope({**words.SYMBOLS, "person.poor": Fact(words.AT, BOOLEAN, "person.poor", None, None)})
FEN = Fraction(1, 100)


def rows(head: str) -> list[list[str]]:
    """The rows of every table whose head begins with ``head``, their cells without code marks."""
    found: list[list[str]] = []
    for table in re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
        if lines[0][0].startswith(head):
            found += lines[2:]
    return found


def code(cell: str) -> str:
    return re.fullmatch(r"`([^`]+)`", cell)[1]  # type: ignore[index]


def compiled(text: str) -> Expr:
    node = compile_expression(text, SCOPE, words.AT)
    checked(lower(node, FEN if isinstance(node.type, Numeric) and node.type.kind == "literal" else None), words.AT)
    return node


def given(cell: str) -> dict[str, Natural]:
    return {name: natural(name, text) for name, text in re.findall(r"(\w+) = ([^,\s]+)", cell)}


def natural(name: str, text: str) -> Natural:
    kind = words.FACTS[name].type
    if isinstance(kind, Boolean):
        return text == "true"
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    return text if isinstance(kind, Enum) else Fraction(text)


def said(value: object) -> str:
    """A value as the tables write it."""
    if value is None or value is NO_ROW_FITS:
        return "未知" if value is None else "没有一行"
    if isinstance(value, Fraction):
        return figure(value).replace(",", "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def table(text: str) -> Expr:
    lines = [re.split(r", | → ", line) for line in text.split("; ")]
    cells = [[Cell(cell, words.AT) for cell in line] for line in lines]
    return compile_table([Cell(name, words.AT) for name in ("jobs", "paid")], cells, "unique", SCOPE, words.AT)


@pytest.mark.parametrize("row", rows("写法"), ids=lambda row: row[0])
def test_the_example_of_each_form_is_accepted(row: list[str]) -> None:
    compile_expression(code(row[1]), SCOPE, words.AT)


@pytest.mark.parametrize("row", rows("格 cell"), ids=lambda row: row[0])
def test_each_form_of_a_cell_is_accepted(row: list[str]) -> None:
    cells = [[Cell(code(row[0]), words.AT), Cell("1000", words.AT)]]
    compile_table([Cell("jobs", words.AT)], cells, "unique", SCOPE, words.AT)


@pytest.mark.parametrize("row", rows("写的"), ids=lambda row: row[0])
def test_what_is_refused_is_refused_and_what_is_to_be_written_is_accepted(row: list[str]) -> None:
    with pytest.raises(Faults) as caught:
        compiled(code(row[0]))
    fault: Fault = caught.value.faults[0]
    assert all((fault.message.zh, fault.message.en, fault.hint.zh, fault.hint.en))
    compiled(code(row[1]))


@pytest.mark.parametrize("row", rows("表达式"), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_result_is_what_the_table_says(row: list[str]) -> None:
    node, facts = compile_expression(code(row[0]), SCOPE, words.AT), given(row[1])
    assert said(evaluate(node, facts)) == row[2]
    if isinstance(node.type, Boolean):
        integers = {name: encode(words.FACTS[name].type, value) for name, value in facts.items()}
        assert said(compile_value(checked(lower(node), words.AT))(integers)) == row[2]


@pytest.mark.parametrize("row", rows("表格"), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_table_gives_what_the_table_says(row: list[str]) -> None:
    node, facts = table(code(row[0])), given(row[1])
    wanted = row[2].partition("（")[0]
    assert said(evaluate(node, facts)) == wanted
    integers = {name: encode(words.FACTS[name].type, value) for name, value in facts.items()}
    fen = compile_value(checked(lower(node, FEN), words.AT))(integers)
    assert (said(None) if fen is None else said(NO_ROW_FITS) if fen == NO_ROW else str(fen // 100)) == wanted


def test_the_tables_were_found() -> None:
    heads = {"写法": 20, "格 cell": 6, "写的": 30, "表达式": 30, "表格": 6, "标准": 20}
    assert {head: len(rows(head)) >= least for head, least in heads.items()} == dict.fromkeys(heads, True)


def test_the_names_of_the_examples_are_told() -> None:
    told = set(re.findall(r"`(\w+)`", " ".join(row[0] for row in rows("名字"))))
    used = {
        node for row in rows("写法") for node in re.findall(r"[a-z_]+", re.sub(r'"[^"]*"|\.year', "", code(row[1])))
    }
    assert used & set(words.SYMBOLS) <= told
