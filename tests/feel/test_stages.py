"""Many rules over many rows: shared parts, narrow columns and absent ones change no answer."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from tests.feel import expressions as random
from tests.feel.columns import outcome_columns
from tests.feel.test_readings import FEN, SLOW, compiled, integers, table
from wenye.feel import checked, fits, lower
from wenye.feel.case import NamedTest, compile_case
from wenye.feel.errors import Faults
from wenye.feel.stages import Rule, Stages
from wenye.feel.types import Boolean, Date, Natural

OUTCOMES = {"yes": True, "no": False, "unknown": None}
Facts = Mapping[str, Natural]


def rule(name: str, texts: Sequence[str], drawn: tuple[list[tuple[str, str, str]], str] | None) -> Rule:
    tests = [NamedTest(f"t{index}", compiled(text)[1]) for index, text in enumerate(texts)]
    if drawn is None:
        return Rule(name, tests, None)
    amount = table(*drawn)
    row = NamedTest("amount", checked(lower(fits(amount)), random.AT))  # type: ignore[arg-type]
    return Rule(name, [*tests, row], checked(lower(amount, FEN), random.AT))


def frame(rows: Sequence[Facts], absent: Sequence[str] = ()) -> pl.DataFrame:
    """The rows in the narrowest columns that hold their facts' domains."""
    columns = {
        name: pl.Series(name, [integers(row).get(name) for row in rows], dtype=_narrow(kind.low, kind.high, kind.type))
        for name, kind in random.FACTS.items()
        if name not in absent
    }
    return pl.DataFrame(columns)


def _narrow(low: int | None, high: int | None, kind: object) -> pl.DataType:
    if isinstance(kind, Boolean):
        return pl.Boolean()
    if isinstance(kind, Date):
        return pl.Date()
    if low is None or high is None:
        return pl.UInt8()
    return next(
        width
        for width, bits in ((pl.Int16(), 15), (pl.Int32(), 31), (pl.Int64(), 63))
        if high < 2**bits and low >= -(2**bits)
    )


def expected(rules: Sequence[Rule], rows: Sequence[Facts]) -> list[dict[str, object]]:
    """What the reading of one case says, row by row."""
    deciders = [(rule.benefit, compile_case(rule.tests, rule.amount), rule.amount) for rule in rules]
    answers = []
    for row in rows:
        answer: dict[str, object] = {}
        for name, decide, amount in deciders:
            outcome, fen, tests, _ = decide(integers(row))
            answer |= {f"{name}.{test}": value for test, value, _ in tests} | {f"{name}.outcome": OUTCOMES[outcome]}
            answer |= {f"{name}.amount_fen": fen} if amount is not None else {}
        answers.append(answer)
    return answers


rules = st.lists(
    st.tuples(st.lists(random.conditions, min_size=1, max_size=3), st.none() | random.tables), min_size=2, max_size=3
)


def made(drawn: Sequence[tuple[list[str], tuple[list[tuple[str, str, str]], str] | None]]) -> list[Rule]:
    try:
        return [rule(f"benefit-{index}", *parts) for index, parts in enumerate(drawn)]
    except Faults:  # a division inside a branch that can never be taken is refused
        reject()


def by_name(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    return [dict(sorted(row.items())) for row in rows]


@settings(SLOW, max_examples=60)
@given(rules, st.lists(random.facts, min_size=1, max_size=6))
def test_many_rules_at_once_decide_as_each_case_alone(drawn, rows) -> None:  # type: ignore[no-untyped-def]
    several, facts = made(drawn), frame(rows)
    found = Stages(several, facts.schema).over(facts.lazy()).collect()
    assert by_name(found.to_dicts()) == by_name(expected(several, rows))


@settings(SLOW, max_examples=30)
@given(rules, st.lists(random.facts, min_size=1, max_size=4))
def test_one_benefit_alone_gives_the_same_columns(drawn, rows) -> None:  # type: ignore[no-untyped-def]
    assume(all(len(text) <= 120 for tests, _ in drawn for text in tests))  # unshared, a deep rule fills the memory
    several, facts = made(drawn), frame(rows)
    alone = facts.select(column for one in several for column in outcome_columns(one.benefit, one.tests, one.amount))
    assert by_name(alone.to_dicts()) == by_name(expected(several, rows))


@settings(SLOW, max_examples=30)
@given(rules, st.lists(random.facts, min_size=1, max_size=4), st.sampled_from(sorted(random.FACTS)))
def test_a_fact_without_a_column_is_unknown_for_everybody(drawn, rows, absent) -> None:  # type: ignore[no-untyped-def]
    several, facts = made(drawn), frame(rows, [absent])
    without = [{name: value for name, value in row.items() if name != absent} for row in rows]
    found = Stages(several, facts.schema).over(facts.lazy()).collect()
    assert by_name(found.to_dicts()) == by_name(expected(several, without))


@pytest.mark.parametrize("text", [
    '(if open then begun else applied) + @"P1Y" <= applied',
    '(if open then begun else @"2016-02-29") + @"P1M" <= applied',
    "begun.year = applied.year and begun.year < 2020",
    'begun + @"P3D" < applied or begun.year != 2016',
    "jobs * jobs * staff > 1000000000",
])  # fmt: skip
@settings(SLOW, max_examples=20)
@given(rows=st.lists(random.facts, min_size=1, max_size=6))
def test_a_step_wider_than_its_columns_is_exact(text: str, rows: list[Facts]) -> None:
    only, facts = [rule("benefit", [text], None)], frame(rows)
    found = Stages(only, facts.schema).over(facts.lazy()).collect()
    assert by_name(found.to_dicts()) == by_name(expected(only, rows))


def test_a_day_outside_of_its_domain_is_unknown() -> None:
    only = [rule("benefit", ['begun + @"P1Y" <= applied'], None)]
    facts = pl.DataFrame(
        {"begun": [-30000, 80000], "applied": [19000, 19000]}, schema={"begun": pl.Int32, "applied": pl.Int32}
    )
    found = Stages(only, facts.schema).over(facts.lazy()).collect()
    assert found["benefit.outcome"].to_list() == [None, None]


def test_what_rules_share_is_computed_once() -> None:
    text = 'begun + @"P1Y" <= applied'
    twice = [rule("one", [text], None), rule("two", [text, "open"], None)]
    facts = frame([{}])
    plan = Stages(twice, facts.schema).over(facts.lazy()).explain(optimized=False)
    assert plan.count("gather") == 1
