"""Populations in Arrow batches: in order, whatever the cut; a missing column is unknown, a spare one ignored."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from wenye.policy import batch
from wenye.policy.batch import Batches
from wenye.policy.model import Benefit
from wenye.policy.pack import load
from wenye.policy.rules import Rules

PACK = load(Path(__file__).parents[2] / "packs" / "junshan")
RULES = Rules(PACK)
GRANT = PACK.benefits["returner-start-up-grant"]
LOAN = PACK.benefits["startup-loan-firm"]
DAY = 18000
FIRM = {"firm_kind": 0, "firm_size": 1, "applied_on": DAY, "registered_on": DAY - 400, "operating_normally": True,
        "owner.registered_poor": True, "owner.migrant_returner": 0, "earlier_ventures": 0}  # fmt: skip


def firms(ventures: Sequence[int | None], **more: object) -> pa.RecordBatch:
    """A returner's firm for each number of earlier ventures."""
    rows = [{**FIRM, **more, "earlier_ventures": count} for count in ventures]
    kinds = {name: pa.date32() if name.endswith("_on") else None for name in rows[0]}
    return pa.record_batch({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})


def decided(benefits: Sequence[Benefit], *batches: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches(Batches(RULES, benefits).decide_batches(batches))


def outcomes(batches: Sequence[pa.RecordBatch]) -> list[bool | None]:
    answers = Batches(RULES, [GRANT]).decide_batches(batches)
    return [outcome for answer in answers for outcome in answer.column(f"{GRANT.id}.outcome").to_pylist()]


def test_a_row_is_decided_with_every_test_and_its_amount() -> None:
    answer = decided([GRANT], firms([0, 1, None]))
    assert answer.column(f"{GRANT.id}.first_venture").to_pylist() == [True, False, None]
    assert answer.column(f"{GRANT.id}.outcome").to_pylist() == [True, False, None]
    assert answer.column(f"{GRANT.id}.amount_fen").to_pylist() == [1_000_000, None, None]
    assert answer.schema.field(f"{GRANT.id}.amount_fen").type == pa.int64()


@pytest.mark.parametrize("at_once", [1, 3, 4, 1000])
def test_rows_stay_in_order_however_they_are_cut(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(batch, "AT_ONCE", at_once)
    cut = [firms([0, 1, None]), firms([1]), firms([0, 0]), firms([None, 0])]
    assert outcomes(cut) == [True, False, None, False, True, True, None, True]


def test_batches_of_another_schema_follow_each_other() -> None:
    assert outcomes([firms([0]), firms([0, 1], spare="x"), firms([1])]) == [True, True, False, False]


def test_a_fact_without_a_column_is_unknown_and_never_grants() -> None:
    without = firms([0, 1]).drop_columns(["operating_normally"])
    assert outcomes([without]) == [None, False]


def test_several_benefits_stand_side_by_side() -> None:
    answer = decided([GRANT, LOAN], firms([0], staff=40, loan_new_hires=10, loan_hire_contract_months=12))
    assert answer.column(f"{GRANT.id}.outcome").to_pylist() == [True]
    assert answer.column(f"{LOAN.id}.outcome").to_pylist() == [True]


def test_nothing_comes_of_nothing() -> None:
    assert outcomes([]) == []
    assert outcomes([firms([0])[:0], firms([0])]) == [True]
