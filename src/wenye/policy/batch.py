"""A population decided in Arrow batches: the seam at which a cluster engine may take over.

A batch holds a row for each subject and a column for each fact, named as the rules name it (``firm.staff``):
booleans, dates, and integers of any width in integer form (fen, scaled decimals, indexes of enumeration values).
A null is an unknown fact; a fact without a column is unknown for everybody; other columns are ignored.
"""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl
import pyarrow as pa

from wenye.feel.case import NamedTest
from wenye.feel.stages import Rule, Stages
from wenye.policy.model import Benefit
from wenye.policy.rules import Rules

AT_ONCE = 1_000_000
"""Rows that are decided together: each time costs about 2 ms, whatever the number of rows."""

BEST_BATCH = 100_000
"""Rows to a batch that need no copying on the way: what the streaming engine takes at a time."""

_AS_WRITTEN = pl.QueryOptFlags.none()
"""The stages are in order already; an optimiser would only cost time in every batch."""


class Batches:
    """``benefits`` ready to be decided for whole populations; every rule must be about the subject of a row.

    What the columns of the first batch need is worked out once and serves every later batch of the same schema.
    """

    def __init__(self, rules: Rules, benefits: Sequence[Benefit]) -> None:
        self._rules = [_rule(rules, benefit) for benefit in benefits]
        self._plans: dict[pa.Schema, Stages] = {}

    def decide_batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Decide every row, in order; how rows are cut into batches may change.

        Answers ``benefit.test`` for each test and ``benefit.outcome`` (bool, null: unknown) and, for benefits that
        pay, ``benefit.amount_fen`` (int64, null unless the outcome is true).
        """
        for table in _gathered(batches):
            frame = pl.DataFrame(pl.from_arrow(table, rechunk=False))
            if table.schema not in self._plans:
                self._plans[table.schema] = Stages(self._rules, frame.schema)
            stages = self._plans[table.schema].over(frame.lazy())
            yield from stages.collect(engine="streaming", optimizations=_AS_WRITTEN).to_arrow().to_batches()


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Neighbours of one schema together, up to ``AT_ONCE`` rows, without copying."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if held and (batch.schema != held[0].schema or sum(map(len, held)) + len(batch) > AT_ONCE):
            yield pa.Table.from_batches(held)
            held = []
        held.append(batch)
    if held:
        yield pa.Table.from_batches(held)


def _rule(rules: Rules, benefit: Benefit) -> Rule:
    program = rules.program(benefit)
    return Rule(benefit.id, [NamedTest(test.id, test.core) for test in program.tests], program.amount_core)
