"""The law of readings: one case, columns and proof give exactly what the plain interpreter says an expression means."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
import z3
from hypothesis import HealthCheck, given, settings

from tests.feel import expressions as random
from wenye.feel import Cell, checked, compile_expression, compile_table, fits, lower
from wenye.feel.case import NamedTest, compile_value
from wenye.feel.core import NO_ROW, Node
from wenye.feel.errors import Faults
from wenye.feel.frame import boolean
from wenye.feel.meaning import NO_ROW as NO_ROW_FITS
from wenye.feel.meaning import evaluate
from wenye.feel.proof import Day, Prover
from wenye.feel.stages import Rule, Stages
from wenye.feel.tree import Expr
from wenye.feel.types import EPOCH, Boolean, Date, Natural, Numeric, encode

FEN = Fraction(1, 100)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def integers(facts: Mapping[str, Natural]) -> dict[str, int | bool]:
    return {name: encode(random.FACTS[name].type, value) for name, value in facts.items()}


def by_meaning(node: Expr, facts: Mapping[str, Natural], unit: Fraction | None) -> int | bool | None:
    value = evaluate(node, facts)
    if value is NO_ROW_FITS:
        return NO_ROW
    if isinstance(value, Fraction):
        counted = value / (unit or Fraction(1, 10 ** (node.type.decimals or 0)))  # type: ignore[union-attr]
        assert counted.denominator == 1
        return int(counted)
    return None if value is None else encode(node.type, value)  # type: ignore[arg-type]


def by_case(core: Node, facts: Mapping[str, Natural]) -> int | bool | None:
    return compile_value(core)(integers(facts))


def by_frame(core: Node, facts: Mapping[str, Natural]) -> int | bool | None:
    """In stages, as a population is decided: as one expression a deep rule would outgrow the machine."""
    known = integers(facts)
    frame = pl.DataFrame(
        {name: pl.Series(name, [known.get(name)], dtype=_dtype(kind.type)) for name, kind in random.FACTS.items()}
    )
    truth = boolean(core)
    rule = Rule("law", [NamedTest("value", core)], None) if truth else Rule("law", [], core)
    found = Stages([rule], frame.schema).over(frame.lazy()).collect()
    return found["law.value" if truth else "law.amount_fen"].to_list()[0]  # type: ignore[no-any-return]


def by_proof(core: Node, facts: Mapping[str, Natural]) -> int | bool | None:
    prover = Prover(total=False)
    term = prover.term(core)
    fixed = []
    for name, (variable, mine) in prover.facts.items():
        value = integers(facts).get(name)
        fixed.append(mine.known == z3.BoolVal(value is not None))
        if value is not None:
            fixed.append(prover.term(_same(variable, value)).value)
    model = z3.Solver()
    model.add(*prover.domain, *fixed)
    assert model.check() == z3.sat
    found = model.model()
    if not z3.is_true(found.eval(term.known, model_completion=True)):
        return None
    if isinstance(term.value, Day):
        month, day = (found.eval(part, model_completion=True).as_long() for part in (term.value.month, term.value.day))
        return date(month // 12, month % 12 + 1, day).toordinal() - EPOCH
    value = found.eval(term.value, model_completion=True)
    return z3.is_true(value) if z3.is_bool(value) else value.as_long()


def _same(variable, value):  # type: ignore[no-untyped-def]
    from wenye.feel.core import Cmp, Const

    return Cmp("=", variable, Const(value, variable.kind))


def _dtype(kind: object) -> pl.DataType | type[pl.DataType]:
    if isinstance(kind, Boolean):
        return pl.Boolean
    return pl.Int32 if isinstance(kind, Date) else pl.Int64


def compiled(text: str) -> tuple[Expr, Node, Fraction | None]:
    node = compile_expression(text, random.SCOPE, random.AT)
    unit = FEN if isinstance(node.type, Numeric) and node.type.kind == "literal" else None
    return node, checked(lower(node, unit), random.AT), unit


def table(rows: list[tuple[str, str, str]], hit: str) -> Expr:
    inputs = [Cell("jobs", random.AT), Cell("premium", random.AT)]
    return compile_table(
        inputs,
        [[Cell(text, random.AT) for text in row] for row in rows],
        hit,  # type: ignore[arg-type]
        random.SCOPE,
        random.AT,
    )


@SLOW
@given(random.expressions, random.facts)
def test_one_case_and_columns_agree_with_the_meaning(text: str, facts: dict[str, Natural]) -> None:
    node, core, unit = compiled(text)
    meant = by_meaning(node, facts, unit)
    assert by_case(core, facts) == meant
    assert by_frame(core, facts) == meant


@settings(SLOW, max_examples=60)
@given(random.expressions, random.facts)
def test_the_proof_agrees_with_the_meaning(text: str, facts: dict[str, Natural]) -> None:
    node, core, unit = compiled(text)
    assert by_proof(core, facts) == by_meaning(node, facts, unit)


@SLOW
@given(random.tables, random.facts)
def test_tables_mean_the_same_in_every_reading(
    drawn: tuple[list[tuple[str, str, str]], str], facts: dict[str, Natural]
) -> None:
    node = table(*drawn)
    core = checked(lower(node, FEN), random.AT)
    meant = by_meaning(node, facts, FEN)
    assert by_case(core, facts) == meant
    assert by_frame(core, facts) == meant
    assert by_proof(core, facts) == meant


@SLOW
@given(random.conditions, random.facts, random.facts)
def test_learning_a_fact_never_turns_an_answer(text: str, facts: dict[str, Natural], more: dict[str, Natural]) -> None:
    _, core, _ = compiled(text)
    before = by_case(core, facts)
    if before is not None:
        assert by_case(core, {**more, **facts}) == before


@SLOW
@given(random.tables, random.facts)
def test_a_table_that_fits_has_a_row_that_holds(
    drawn: tuple[list[tuple[str, str, str]], str], facts: dict[str, Natural]
) -> None:
    node = table(*drawn)
    fitting = by_case(checked(lower(fits(node)), random.AT), facts)  # type: ignore[arg-type]
    value = by_case(checked(lower(node, FEN), random.AT), facts)
    if fitting is False:
        assert value == NO_ROW
    elif value is not None:
        assert (value == NO_ROW) <= (fitting is False)


@pytest.mark.parametrize("text", ["jobs / staff >= 0.25", "staff >= 0 and jobs / staff > 1", "paid / jobs = 3"])
def test_an_unguarded_divisor_is_refused(text: str) -> None:
    with pytest.raises(Faults, match="除数"):
        compiled(text)
