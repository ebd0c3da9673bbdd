"""A rule over columns in one expression for each answer: every column in its widest form, nothing shared beforehand."""

from collections.abc import Sequence

import polars as pl

from wenye.feel.case import NamedTest
from wenye.feel.core import Node
from wenye.feel.frame import Columns


def outcome_columns(benefit: str, tests: Sequence[NamedTest], amount: Node | None) -> list[pl.Expr]:
    """The columns of one benefit: ``benefit.test`` for each test, ``benefit.outcome`` and ``benefit.amount_fen``.

    Tests and outcome are Boolean, null for unknown; the amount is Int64 fen, null unless the outcome is true.
    """
    columns = Columns()
    held = [columns.of(test.core) for test in tests]
    named = [column.alias(f"{benefit}.{test.id}") for test, column in zip(tests, held, strict=True)]
    tiers = columns.tiers(amount)
    outcome = columns.outcome(held, amount, tiers)
    paid = [] if amount is None else [columns.paid(outcome, amount, tiers).alias(f"{benefit}.amount_fen")]
    return [*named, outcome.alias(f"{benefit}.outcome"), *paid]
