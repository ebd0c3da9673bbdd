"""An invented population, drawn with a seed: the same rows for every engine, each in the form it wants.

About 3% of each fact is unknown, 30% of what makes a graduate a hardship case. Values are drawn one fact and one
million rows at a time, so that drawing them never weighs more than keeping them. None of it is about anybody.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from bench import seven
from wenye.feel.core import Var
from wenye.feel.types import EPOCH
from wenye.policy.batch import BEST_BATCH

SEED = 20191120
CHUNK = 1_000_000
Values = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Draw:
    """Whole numbers from ``low`` to ``high``, days likewise; of a yes/no fact the share of yes in percent."""

    low: int
    high: int
    unknown: float = 0.03


def _days(first: str, last: str) -> Draw:
    return Draw(*(date.fromisoformat(day).toordinal() - EPOCH for day in (first, last)))


_HARDSHIP = Draw(15, 15, unknown=0.3)
_YES, _NO = Draw(85, 85), Draw(15, 15)
DRAWS = {
    "insurance_year": Draw(2018, 2022),
    "firm_kind": Draw(0, 4),
    "insured_firm": _YES,
    "lay_off_rate": Draw(0, 900),
    "premium_paid_last_year": Draw(0, 30_000_000),
    "premium_arrears": _NO,
    "hired_on": _days("2018-10-01", "2020-03-31"),
    "firm.labour_intensive": Draw(40, 40),
    "firm.firm_size": Draw(0, 4),
    "registered_unemployed_at_hire": _YES,
    "person.registered_unemployed_on": _days("2017-01-01", "2018-12-31"),
    "employed_through": _days("2019-10-01", "2021-12-31"),
    "hire_insured_months": Draw(6, 30),
    "applied_on": _days("2017-10-01", "2021-12-31"),
    "operating_normally": _YES,
    "registered_on": _days("2016-01-01", "2019-12-31"),
    "jobs": Draw(0, 30),
    "investment": Draw(0, 60_000_000),
    "owner.registered_poor": Draw(40, 40),
    "owner.migrant_returner": Draw(0, 2),
    "earlier_ventures": Draw(0, 2),
    "firm_size": Draw(0, 4),
    "staff": Draw(0, 200),
    "loan_new_hires": Draw(0, 80),
    "loan_hire_contract_months": Draw(6, 36),
    "person.employed_in_enterprise": _YES,
    "person.person_insured_months": Draw(0, 90),
    "cert_kind": Draw(0, 2),
    "issued_on": _days("2016-07-01", "2021-12-31"),
    "cert_level": Draw(0, 5),
    "graduate_status": Draw(0, 3),
    "graduation_on": _days("2017-06-01", "2021-07-31"),
    "low_income_family": _HARDSHIP,
    "poor_disabled_family": _HARDSHIP,
    "registered_poor": _HARDSHIP,
    "extreme_hardship": _HARDSHIP,
    "disabled": _HARDSHIP,
    "state_student_loan": _HARDSHIP,
}


def width(fact: Var) -> type:
    """The narrowest integer type for the declared domain of ``fact``; days take 32 bits."""
    if fact.kind == "boolean":
        return np.bool_
    if fact.kind == "date":
        return np.int32
    if fact.low >= 0 and fact.high < 2**8:
        return np.uint8
    return np.int16 if fact.low >= -(2**15) and fact.high < 2**15 else np.int32 if fact.high < 2**31 else np.int64


def drawn(fact: Var, chunk: int, rows: int) -> tuple[Values, Values]:
    """The values of ``fact`` in one chunk of the population, and which of them are known."""
    draw = DRAWS[fact.name]
    random = np.random.default_rng([SEED, zlib.crc32(fact.name.encode()), chunk])
    known = random.random(CHUNK, dtype=np.float32) >= draw.unknown
    if fact.kind == "boolean":
        values = random.random(CHUNK, dtype=np.float32) < draw.low / 100
    else:
        values = random.integers(draw.low, draw.high, CHUNK, dtype=np.int32, endpoint=True).astype(width(fact))
    return values[:rows], known[:rows]


def chunks(rows: int) -> Iterator[tuple[int, int, int]]:
    """The number of each chunk, its first row and how many it has."""
    for chunk in range(-(-rows // CHUNK)):
        yield chunk, chunk * CHUNK, min(CHUNK, rows - chunk * CHUNK)


def record_batches(rows: int) -> list[pa.RecordBatch]:
    """The population in Arrow: null is unknown, each fact in its narrowest type."""
    return [batch for chunk, _, count in chunks(rows) for batch in _chunk(chunk, count)]


def _chunk(chunk: int, rows: int) -> Iterator[pa.RecordBatch]:
    facts = seven.facts()
    columns = [
        [
            _arrow(fact, values[first : first + BEST_BATCH], known[first : first + BEST_BATCH])
            for first in range(0, rows, BEST_BATCH)
        ]
        for fact in facts
        for values, known in [drawn(fact, chunk, rows)]
    ]
    for batch in zip(*columns, strict=True):
        yield pa.RecordBatch.from_arrays(list(batch), names=[fact.name for fact in facts])


def _arrow(fact: Var, values: Values, known: Values) -> pa.Array:
    column = pa.array(values, mask=~known)
    return column.view(pa.date32()) if fact.kind == "date" else column


def cases(rows: int) -> list[dict[str, int | bool]]:
    """The first rows as one mapping each, facts in integer form, an unknown one left out."""
    columns = {fact.name: drawn(fact, 0, rows) for fact in seven.facts()}
    return [
        {name: values[row].item() for name, (values, known) in columns.items() if known[row]} for row in range(rows)
    ]
