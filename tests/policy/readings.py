"""The readings of a benefit's rule side by side, and random facts that lie where rules are sharp."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import polars as pl
import z3
from hypothesis import Phase, settings

from tests.feel.columns import outcome_columns
from wenye.feel import core
from wenye.feel.case import Decider, NamedTest, compile_case
from wenye.feel.core import NO_ROW, Cmp, Const
from wenye.feel.meaning import NO_ROW as NO_ROW_FITS
from wenye.feel.meaning import evaluate
from wenye.feel.proof import Prover
from wenye.feel.stages import Rule, Stages
from wenye.feel.tree import Fact
from wenye.feel.types import EPOCH, Boolean, Date, Enum, Natural, Numeric, decode, encode
from wenye.policy.program import Program

Facts = Mapping[str, Natural]
Integers = dict[str, int | bool | None]


@dataclass(frozen=True, slots=True)
class Read:
    """What a reading says: outcome, amount in fen (only with yes), and each test."""

    outcome: str
    amount: int | None
    tests: Mapping[str, bool | None]


def integers(program: Program, facts: Facts) -> Integers:
    return {fact.name: encode(fact.type, facts[fact.name]) for fact in program.facts if fact.name in facts}


def by_meaning(program: Program, facts: Facts) -> Read:
    tests = {test.id: evaluate(test.tree, facts) for test in program.tests}
    assert all(value is None or isinstance(value, bool) for value in tests.values())
    amount = evaluate(program.amount, facts) if program.amount is not None else Fraction(0)
    if False in tests.values() or amount is NO_ROW_FITS:
        return Read("no", None, tests)
    if None in tests.values() or amount is None:
        return Read("unknown", None, tests)
    assert isinstance(amount, Fraction) and (amount * 100).denominator == 1
    return Read("yes", int(amount * 100) if program.amount is not None else None, tests)


def decider_of(program: Program) -> Decider:
    return compile_case([NamedTest(test.id, test.core) for test in program.tests], program.amount_core)


def by_case(program: Program, facts: Facts, decider: Decider) -> Read:
    outcome, amount, tests, missing = decider(integers(program, facts))
    assert bool(missing) == (outcome == "unknown") or _nobody_knows(program, facts)
    assert all(name not in facts for name in missing)
    return Read(outcome, amount, {name: value for name, value, _ in tests})


def _nobody_knows(program: Program, facts: Facts) -> bool:
    """Nothing is missing and yet nothing is decided: a parameter has no value on that day."""
    return all(fact.name in facts for fact in program.facts)


def frame_of(program: Program, cases: Sequence[Facts], narrow: bool = False) -> pl.DataFrame:
    """One row for each case; ``narrow`` gives columns the narrowest type that holds their values."""
    rows = [integers(program, facts) for facts in cases]
    columns = [pl.Series(fact.name, [row.get(fact.name) for row in rows], dtype=_dtype(fact)) for fact in program.facts]
    if narrow:
        days = {fact.name for fact in program.facts if isinstance(fact.type, Date)}
        columns = [column.cast(pl.Date) if column.name in days else column.shrink_dtype() for column in columns]
    return pl.DataFrame(columns) if columns else pl.DataFrame({"#": [0] * len(cases)})


def _dtype(fact: Fact) -> pl.DataType:
    if isinstance(fact.type, Boolean):
        return pl.Boolean()
    return pl.Int32() if isinstance(fact.type, Date) else pl.Int64()


def by_frame(program: Program, cases: Sequence[Facts]) -> list[Read]:
    tests = [NamedTest(test.id, test.core) for test in program.tests]
    return _rows(program, frame_of(program, cases).select(outcome_columns("b", tests, program.amount_core)), len(cases))


def by_stages(program: Program, cases: Sequence[Facts]) -> list[Read]:
    frame = frame_of(program, cases, narrow=True)
    tests = [NamedTest(test.id, test.core) for test in program.tests]
    stages = Stages([Rule("b", tests, program.amount_core)], frame.schema)
    return _rows(program, stages.over(frame.lazy()).collect(), len(cases))


def _rows(program: Program, answer: pl.DataFrame, height: int) -> list[Read]:
    assert answer.height in (1, height)  # a rule that reads no fact is one row
    rows = answer.rows(named=True) * (1 if answer.height == height else height)
    words = {True: "yes", False: "no", None: "unknown"}
    return [
        Read(words[row["b.outcome"]], row.get("b.amount_fen"), {test.id: row[f"b.{test.id}"] for test in program.tests})
        for row in rows
    ]


SEEDED = settings(phases=(Phase.explicit, Phase.generate))
"""For tests that draw a seed: a smaller seed is not a simpler case."""


class Proof:
    """The proof reading of one rule: each case is fixed as constraints, and the terms are read off."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._prover = Prover(total=False)
        self._terms = {test.id: self._prover.term(test.core) for test in program.tests}
        self._amount = None if program.amount_core is None else self._prover.term(program.amount_core)
        self._variables = list(self._prover.facts.values())
        self._equal = {variable.name: {} for variable, _ in self._variables}
        self._solver = z3.Solver()
        self._solver.add(*self._prover.domain)

    def read(self, facts: Facts) -> Read:
        given = integers(self._program, facts)
        self._solver.push()
        for variable, term in self._variables:
            value = given.get(variable.name)
            self._solver.add(term.known == z3.BoolVal(value is not None))
            if value is not None:
                self._solver.add(self._prover.term(Cmp("=", variable, Const(value, variable.kind))).value)
        assert self._solver.check() == z3.sat
        model = self._solver.model()
        self._solver.pop()
        tests = {name: self._value(model, term) for name, term in self._terms.items()}
        if False in tests.values():
            return Read("no", None, tests)
        amount = 0 if self._amount is None else self._number(model)
        if None in tests.values() or amount is None:
            return Read("unknown", None, tests)
        assert amount != NO_ROW
        return Read("yes", amount if self._amount is not None else None, tests)

    def _value(self, model: z3.ModelRef, term: object) -> bool | None:
        parts = (term.known, term.value)  # type: ignore[attr-defined]
        known, value = (model.eval(part, model_completion=True) for part in parts)
        return bool(z3.is_true(value)) if z3.is_true(known) else None

    def _number(self, model: z3.ModelRef) -> int | None:
        assert self._amount is not None
        if not z3.is_true(model.eval(self._amount.known, model_completion=True)):
            return None
        return int(model.eval(self._amount.value, model_completion=True).as_long())


class Drawer:
    """Draws facts of one rule: a seventh unknown, the ends of domains, the thresholds of the rule and one step beside
    them, and dates that lie whole months (and one day) apart, month ends and leap days among them."""

    def __init__(self, program: Program, random: Random) -> None:
        self._random = random
        self._facts = program.facts
        nodes = [
            node
            for root in (*(test.core for test in program.tests), program.amount_core)
            if root is not None
            for node in core.walk(root)
        ]
        numbers = {
            int(node.value)
            for node in nodes
            if isinstance(node, Const) and node.kind == "integer" and node.value is not None
        }
        self._numbers = sorted({number + step for number in numbers for step in (-1, 0, 1)} | {0, 1})
        days = {
            int(node.value)
            for node in nodes
            if isinstance(node, Const) and node.kind == "date" and node.value is not None
        }
        self._days = sorted(days | {day.toordinal() - EPOCH for day in SHARP_DAYS})
        self._months = sorted({node.months for node in nodes if isinstance(node, core.AddMonths)} or {1, 12})

    def draw(self, unknown: float = 1 / 7) -> dict[str, Natural]:
        facts: dict[str, Natural] = {}
        for fact in self._random.sample(self._facts, len(self._facts)):
            if self._random.random() >= unknown:
                facts[fact.name] = self._value(fact, facts)
        return facts

    def _value(self, fact: Fact, drawn: Facts) -> Natural:
        random = self._random
        if isinstance(fact.type, Boolean):
            return random.random() < 0.7
        if isinstance(fact.type, Enum):
            return random.choice(fact.type.values)
        assert fact.low is not None and fact.high is not None
        sharp = self._day(drawn) if isinstance(fact.type, Date) else self._number(fact, drawn)
        value = random.choice([*[sharp] * 9, fact.low, fact.high, random.randint(fact.low, fact.high)])
        return decode(fact.type, min(max(value, fact.low), fact.high))

    def _number(self, fact: Fact, drawn: Facts) -> int:
        """A threshold of the rule as it is, or in the unit of the fact; or near another number of the case."""
        random = self._random
        assert isinstance(fact.type, Numeric) and fact.type.decimals is not None
        others = [int(value * 10**fact.type.decimals) for value in drawn.values() if isinstance(value, Fraction)]
        near = random.choice([*others, 0]) * random.choice([1, 2, 4, 10]) // random.choice([1, 2, 4, 20])
        return random.choice(
            [
                random.choice(self._numbers),
                random.choice(self._numbers) * 10**fact.type.decimals,
                near + random.randint(-1, 1),
            ]
        )

    def _day(self, drawn: Facts) -> int:
        random = self._random
        others = [value.toordinal() - EPOCH for value in drawn.values() if isinstance(value, date)]
        base = random.choice([*others, *others, random.choice(self._days)])
        months = random.choice([0, *self._months, *(-months for months in self._months)])
        return (
            months_on(date.fromordinal(base + EPOCH), months) + timedelta(days=random.choice([-1, 0, 0, 1]))
        ).toordinal() - EPOCH


SHARP_DAYS = (
    date(2016, 2, 29),
    date(2019, 1, 31),
    date(2019, 2, 28),
    date(2019, 8, 31),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 12, 31),
    date(2021, 1, 1),
)


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
