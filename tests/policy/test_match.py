"""The match decides each subject of the registers as deciding the one case does, and counts what it decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.readings import SEEDED, Drawer
from wenye.feel.types import EPOCH, Boolean, Date, Enum, encode
from wenye.policy.match import NOWHERE, SUMMARY, Match, by_subject, match
from wenye.policy.model import Benefit, Fact, Pack
from wenye.policy.rules import Rules
from wenye.policy.screen import CLAIM, claim_facts

DAY = date(2019, 11, 20)
TOWNS = ("柳林洲街道", "广兴洲镇", None)
OUTCOMES = {"yes": True, "no": False, "unknown": None}
seeds = st.integers(0, 2**32)
Row = dict[str, object]
"""A subject: ``id``, ``town``, the ids of its relations, and its facts by fact id in integer form."""


@dataclass(frozen=True, slots=True)
class District:
    """Invented registers: for each entity its subjects."""

    pack: Pack
    rows: Mapping[str, Sequence[Row]]

    def frames(self) -> dict[str, pl.DataFrame]:
        """The registers as the match wants them: options by their names, dates as dates, the rest in integer form."""
        return {entity: self._frame(entity, rows) for entity, rows in self.rows.items()}

    def _frame(self, entity: str, rows: Sequence[Row]) -> pl.DataFrame:
        ids = [f"{entity}_id", *(f"{relation}_id" for relation in self.pack.entities[entity].relations)]
        columns = [pl.Series(name, [row[name] for row in rows], dtype=pl.String) for name in [*ids, "town"]]
        facts = dict.fromkeys(name for row in rows for name in row if name not in (*ids, "town"))
        return pl.DataFrame(columns + [self._column(self.pack.facts[name], rows) for name in facts])

    @staticmethod
    def _column(fact: Fact, rows: Sequence[Row]) -> pl.Series:
        values = [row.get(fact.id) for row in rows]
        if isinstance(fact.type, Enum):
            return pl.Series(
                fact.id, [None if value is None else fact.type.values[value] for value in values], dtype=pl.String
            )
        if isinstance(fact.type, Date):
            days = [None if value is None else date.fromordinal(value + EPOCH) for value in values]
            return pl.Series(fact.id, days, dtype=pl.Date)
        return pl.Series(fact.id, values, dtype=pl.Boolean if isinstance(fact.type, Boolean) else pl.Int64)

    def known(self, rules: Rules, benefit: Benefit, row: Row) -> dict[str, int | bool | None]:
        """The facts of one case, gathered by hand: the subject's, along its relations, and the application's."""
        entity, claim = self.pack.entities[benefit.subject], claim_facts(self.pack, DAY)
        found: dict[str, int | bool | None] = {}
        for fact in rules.program(benefit).facts:
            relation, _, name = fact.name.rpartition(".")
            source: Row = row
            if relation:
                target = entity.relations[relation]
                wanted = row[f"{relation}_id"]
                source = next((other for other in self.rows.get(target, ()) if other[f"{target}_id"] == wanted), {})
            found[fact.name] = (
                claim[name] if self.pack.facts[name].entity == CLAIM and name in claim else source.get(name)
            )  # type: ignore[assignment]
        return found

    def town(self, entity: str, row: Row) -> str:
        """The subject's own town, else that of the first of its relations that has one."""
        if row["town"] is not None:
            return str(row["town"])
        for relation, target in self.pack.entities[entity].relations.items():
            for other in self.rows.get(target, ()):
                if other[f"{target}_id"] == row[f"{relation}_id"] and other["town"] is not None:
                    return str(other["town"])
        return NOWHERE


def drawn(pack: Pack, random: Random, size: int, without: Sequence[str] = ()) -> District:
    """Registers at random: facts where the rules are sharp, a few unknown, relations that lead nowhere among them."""
    rules = Rules(pack, DAY)
    entities = [name for name in pack.entities if name != CLAIM and name not in without]
    rows: dict[str, list[Row]] = {}
    for entity in entities:
        relations = pack.entities[entity].relations
        rows[entity] = [
            {f"{entity}_id": f"{entity}-{number}", "town": random.choice(TOWNS),
             **{f"{relation}_id": random.choice([None, f"{target}-{random.randrange(size + 2)}", f"{target}-0"])
                for relation, target in relations.items()}}
            for number in range(size)
        ]  # fmt: skip
    for benefit in pack.benefits.values():
        drawer, names = Drawer(rules.program(benefit), random), rules.names(benefit)
        for number in range(size):
            for name, value in drawer.draw(0.1).items():
                fact = names.fact(name)
                if fact.entity in rows and fact.entity != CLAIM:
                    rows[fact.entity][number].setdefault(fact.id, encode(fact.type, value))
    return District(pack, rows)


def compare(district: District, found: Match) -> Counter[str]:
    """Each row of each benefit against the one case; how often each outcome came."""
    rules, seen = Rules(district.pack, DAY), Counter[str]()
    for benefit in district.pack.benefits.values():
        if benefit.subject not in district.rows:
            assert not any(
                column.startswith(f"{benefit.id}.") for frame in found.decisions.values() for column in frame.columns
            )
            continue
        frame = found.decisions[benefit.subject]
        decider = rules.decider(benefit)
        for row, answer in zip(district.rows[benefit.subject], frame.rows(named=True), strict=True):
            outcome, amount, tests, missing = decider(district.known(rules, benefit, row))
            seen[outcome] += 1
            told = {name: answer[f"{benefit.id}.{name}"] for name, *_ in tests}
            assert answer["subject_id"] == row[f"{benefit.subject}_id"]
            assert answer["town"] == district.town(benefit.subject, row)
            assert told == {name: held for name, held, _ in tests}, (benefit.id, row)
            assert answer[f"{benefit.id}.outcome"] is OUTCOMES[outcome], (benefit.id, row)
            assert answer.get(f"{benefit.id}.amount_fen") == amount, (benefit.id, row)
            assert answer[f"{benefit.id}.missing"] == len(missing), (benefit.id, missing, row)
    return seen


@settings(SEEDED, max_examples=2)
@given(seeds)
def test_every_row_is_decided_as_the_one_case(junshan: Pack, seed: int) -> None:
    district = drawn(junshan, Random(seed), 25, without=["insurance_payment", "employment"])
    seen = compare(district, match(junshan, district.frames(), DAY))
    assert min(seen[outcome] for outcome in OUTCOMES) > 20


@pytest.mark.slow
@settings(SEEDED, max_examples=10)
@given(seeds)
def test_very_many_rows_are_decided_as_the_one_case(junshan: Pack, seed: int) -> None:
    district = drawn(junshan, Random(seed), 150, without=["insurance_payment", "employment"])
    compare(district, match(junshan, district.frames(), DAY))


@settings(SEEDED, max_examples=2)
@given(seeds)
def test_the_summary_counts_the_decisions(junshan: Pack, seed: int) -> None:
    district = drawn(junshan, Random(seed), 30, without=["insurance_payment", "employment"])
    found = match(junshan, district.frames(), DAY)
    assert found.summary.schema == pl.Schema(SUMMARY)
    for benefit in junshan.benefits.values():
        frame = found.decisions.get(benefit.subject)
        rows = found.summary.filter(pl.col("benefit") == benefit.id).rows(named=True)
        if frame is None:
            assert rows == []
            continue
        assert [row["town"] for row in rows] == sorted(set(frame["town"]))
        for row in rows:
            here = frame.filter(pl.col("town") == row["town"])
            outcomes = Counter(here[f"{benefit.id}.outcome"].to_list())
            assert (row["yes"], row["no"], row["unknown"]) == (outcomes[True], outcomes[False], outcomes[None])
            assert row["subjects"] == here.height
            assert row["one_short"] == sum(count == 1 for count in here[f"{benefit.id}.missing"])
            paid = here[f"{benefit.id}.amount_fen"].to_list() if f"{benefit.id}.amount_fen" in here.columns else []
            assert row["sum_fen"] == sum(fen or 0 for fen in paid)


def test_an_entity_without_a_register_yields_no_subjects(junshan: Pack) -> None:
    district = drawn(
        junshan, Random(1), 10, without=[name for name in junshan.entities if name not in ("person", "hire")]
    )
    found = match(junshan, district.frames(), DAY)
    assert set(found.decisions) == {"person", "hire"} == set(by_subject(junshan, district.frames()))
    compare(district, found)  # what stands along a missing relation is unknown


def test_an_empty_register_and_none_at_all(tiny: Pack) -> None:
    empty = {"person": pl.DataFrame(schema={"person_id": pl.String, "poor": pl.Boolean})}
    found = match(tiny, empty, DAY)
    assert found.decisions["person"].height == 0
    assert found.summary.rows() == []
    nothing = match(tiny, {}, DAY)
    assert (nothing.decisions, nothing.summary.rows()) == ({}, [])
    assert nothing.summary.schema == pl.Schema(SUMMARY)


def test_who_is_one_fact_short_is_told(tiny: Pack) -> None:
    people = pl.DataFrame({
        "person_id": ["a", "b", "c", "d"], "poor": [True, True, None, False], "disabled": [None, False, None, None],
        "months": [12, None, 20, None],
    })  # fmt: skip
    frame = match(tiny, {"person": people}, DAY).decisions["person"]
    assert frame["living-grant.outcome"].to_list() == [True, None, None, None]
    assert frame["living-grant.missing"].to_list() == [0, 1, 2, 2]
    assert frame["living-grant.amount_fen"].to_list() == [100050, None, None, None]


def test_an_option_that_the_pack_does_not_know_is_unknown(tiny: Pack) -> None:
    firms = pl.DataFrame({"firm_id": ["a", "b"], "kind": ["start_up", "bakery"], "sound": [True, True]})
    frame = match(tiny, {"firm": firms}, DAY).decisions["firm"]
    assert frame["address-permit.outcome"].to_list() == [True, None]


def test_the_match_counts_with_what_was_known_on_its_day(tiny: Pack) -> None:
    people = pl.DataFrame({"person_id": ["a"], "poor": [True], "months": [12]})
    sums = [match(tiny, {"person": people}, day).decisions["person"]["living-grant.amount_fen"].item()
            for day in (date(2019, 12, 31), date(2020, 2, 29), date(2020, 3, 1))]  # fmt: skip
    assert sums == [100050, 100050, 120000]


def test_progress_is_told_each_register(tiny: Pack) -> None:
    steps: list[str] = []
    match(
        tiny,
        {"person": pl.DataFrame({"person_id": ["a"]}), "firm": pl.DataFrame({"firm_id": ["a"]})},
        DAY,
        steps.append,
    )
    assert sorted(steps) == ["firm", "person"]
