"""The demo district stands on both sides of every line that a benefit draws, and tells which shares this leads to.

The generator knows no rule; this test does. Officers' judgements, sums that a higher office fixes and what only the
applicant can declare are no facts of a register: for this look they are given, so that everything else must decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from wenye.feel.tree import facts_of
from wenye.feel.types import Boolean, Date, Enum, Numeric, decode, encode
from wenye.policy.aggregate import aggregated
from wenye.policy.match import decide_frame, needed, subjects
from wenye.policy.model import Benefit, Fact, Pack
from wenye.policy.pack import load
from wenye.policy.rules import Rules
from wenye.policy.scopes import CLAIM
from wenye.registry.facts import entities, frames
from wenye.registry.services import make_demo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

DAYS = (date(2019, 11, 20), date(2020, 12, 31))
"""Some planted stories end in 2020: who was hired in 2019 has stayed a year only then."""
UPSTREAM = "upstream_amount"
SUM_FEN = 1_234_500
DECLARED = ("released_prisoner",)
"""Facts that no register holds and nobody declares unasked."""


@cache
def pack() -> Pack:
    return load(Path(settings.WENYE_PACK))


@cache
def rules(day: date) -> Rules:
    return Rules(pack(), day)


def paying() -> list[str]:
    """Every benefit with a sum of money: those that wait for rules too, as a recorded activation lets them pay."""
    return [benefit.id for benefit in pack().benefits.values() if benefit.amount is not None]


@dataclass(frozen=True)
class Look:
    """The subjects of a benefit on one day: their facts in integer form, and how each was decided."""

    day: date
    benefit: Benefit
    facts: pl.DataFrame
    decided: pl.DataFrame

    @property
    def inside(self) -> int:
        return int(self.decided[f"{self.benefit.id}.outcome"].sum())

    def outside(self) -> Iterator[dict[str, int | bool | None]]:
        """The facts of those who are refused for one condition alone, all others being met."""
        outcome = f"{self.benefit.id}.outcome"
        tests = [name for name in self.decided.columns if name.startswith(f"{self.benefit.id}.")
                 and name.removeprefix(f"{self.benefit.id}.") not in ("outcome", "amount_fen", "missing")]  # fmt: skip
        met = pl.sum_horizontal(pl.col(name).cast(pl.Int8).fill_null(0) for name in tests)
        rows = self.facts.filter(self.decided.select(~pl.col(outcome) & (met == len(tests) - 1)).to_series())
        yield from rows.drop("subject_id", "town").iter_rows(named=True)


@pytest.fixture(scope="module")
def looks(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, list[Look]]:
    """Every paying benefit, decided for everybody in the district on each of the days."""
    found: dict[str, list[Look]] = {}
    with django_db_blocker.unblock(), transaction.atomic():
        make_demo(tmp_path_factory.mktemp("rosters"), people=800, seed=7, today=DAYS[0], say=lambda job: None)
        for day in DAYS:
            known = frames([entity for entity in entities() if entity in pack().entities], day)
            for look in _looked(aggregated(pack(), known, day), day):
                found.setdefault(look.benefit.id, []).append(look)
        transaction.set_rollback(True)
    return found


def _looked(known: dict[str, pl.DataFrame], day: date) -> Iterator[Look]:
    for name in paying():
        benefit = pack().benefits[name]
        judged = {entity: _judged(entity, frame) for entity, frame in known.items()}
        facts = subjects(pack(), judged, benefit.subject, needed(rules(day), [benefit]), day)
        yield Look(day, benefit, facts, decide_frame(rules(day), [benefit], facts))


def _judged(entity: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as officers leave it: judgements answered with yes, the sum from above fixed."""
    judgements = [fact.id for fact in pack().facts.values() if fact.judgement and fact.entity == entity]
    declared = [name for name in DECLARED if pack().facts[name].entity == entity]
    given = [*(pl.lit(True).alias(name) for name in judgements), *(pl.lit(False).alias(name) for name in declared)]
    return frame.with_columns(*given, pl.lit(SUM_FEN, dtype=pl.Int64).alias(UPSTREAM))


def steps(fact: Fact, value: int | bool | None) -> Iterator[int | bool]:
    """The neighbours of a value: a day (of a month's first day, a month), a fen, one more or less; the other answer."""
    if isinstance(fact.type, Boolean):
        yield not value
    elif isinstance(fact.type, Enum):
        yield from (index for index in range(len(fact.type.values)) if index != value)
    elif value is not None:
        yield from (value - 1, value + 1)
        if isinstance(fact.type, Date) and (day := decode(fact.type, value)).day == 1:
            yield from (encode(fact.type, (day + timedelta(days=months)).replace(day=1)) for months in (-1, 31))


def measured(look: Look) -> list[str]:
    """The dates and numbers that the conditions of a benefit read, but for those of the application itself."""
    read = needed(rules(look.day), [look.benefit])
    tested = {fact.name for test in rules(look.day).program(look.benefit).tests for fact in facts_of(test.tree)}
    return [name for name, fact in read.items()
            if name in tested and fact.entity != CLAIM and isinstance(fact.type, Numeric | Date)]  # fmt: skip


def near(look: Look) -> bool:
    """Whether somebody just outside would be inside if one fact were its smallest step away.

    Where the conditions measure anything it is a date or a number that is a step away; else an answer is the other one.
    """
    read = needed(rules(look.day), [look.benefit])
    moved = measured(look) or [name for name, fact in read.items() if fact.entity != CLAIM]
    decider = rules(look.day).decider(look.benefit)
    return any(
        decider({**facts, name: value})[0] == "yes"
        for facts in look.outside()
        for name in moved
        for value in steps(read[name], facts[name])
    )


@pytest.mark.parametrize("benefit", paying())
def test_somebody_is_just_inside(looks: dict[str, list[Look]], benefit: str) -> None:
    assert any(look.inside for look in looks[benefit])


@pytest.mark.parametrize("benefit", paying())
def test_somebody_fails_one_condition_by_the_smallest_step(looks: dict[str, list[Look]], benefit: str) -> None:
    assert any(near(look) for look in looks[benefit])
