"""What is missing, counted over columns, is what one case says is missing: no fact more and none less."""

from fractions import Fraction

import polars as pl
from hypothesis import given, settings

from tests.feel import expressions as random
from tests.feel.test_readings import FEN, SLOW, compiled, integers, table
from wenye.feel import checked, lower
from wenye.feel.case import NamedTest, compile_case, compile_value
from wenye.feel.core import Node
from wenye.feel.residual import missing_over
from wenye.feel.types import Boolean, Natural

KNOWN = dict[str, Natural]


def over_columns(node: Node, facts: KNOWN) -> int:
    """The count for one row; it counts only where the node is unknown."""
    kinds = {
        name: pl.Boolean() if isinstance(fact.type, Boolean) else pl.Int64() for name, fact in random.FACTS.items()
    }
    row = pl.DataFrame([pl.Series(name, [integers(facts).get(name)], dtype=kind) for name, kind in kinds.items()])
    missing = missing_over(row.lazy(), [node], row.schema).collect().item()
    return missing if compile_value(node)(integers(facts)) is None else 0


@SLOW
@given(random.conditions, random.facts)
def test_a_condition_misses_the_same_facts(text: str, facts: KNOWN) -> None:
    _, core, _ = compiled(text)
    *_, missing = compile_case([NamedTest("test", core)], None)(integers(facts))
    assert over_columns(core, facts) == len(missing)


@settings(SLOW, max_examples=100)
@given(random.tables, random.facts)
def test_a_table_misses_the_same_facts(drawn: tuple[list[tuple[str, str, str]], str], facts: KNOWN) -> None:
    core = checked(lower(table(*drawn), FEN), random.AT)
    outcome, _, _, missing = compile_case([], core)(integers(facts))
    assert over_columns(core, facts) == len(missing)
    assert outcome != "unknown" or missing or "applied" in facts


def test_behind_a_row_that_surely_fits_nothing_matters() -> None:
    """The first row fits and its sum is unknown: what later rows ask for cannot change it."""
    core = checked(lower(table([("[3..9]", "-", "standard"), ("-", ">= 50000", "10000")], "first"), FEN), random.AT)
    facts: KNOWN = {"jobs": Fraction(5)}
    *_, missing = compile_case([], core)(integers(facts))
    assert missing == ("applied",)
    assert over_columns(core, facts) == 1


def test_choices_within_choices_are_counted_without_growing_beyond_measure() -> None:
    """Six deep: as one expression this would not fit into the memory of the machine."""
    text = "jobs"
    for _ in range(6):
        text = f"(if open then {text} else min(staff, {text}))"
    _, core, _ = compiled(f"{text} > 3")
    assert over_columns(core, {}) == len(compile_case([NamedTest("test", core)], None)({})[3]) == 3
