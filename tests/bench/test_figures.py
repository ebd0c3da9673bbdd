"""What the speed table says: ratios, promises kept and broken, and its place on the page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.figures import Figure
from wenye.feel.core import Var

pytest.importorskip("openfisca_core", reason="installed for ./wenye bench and for the whole test run")

from bench import population, run, seven


def figure(ours: float, theirs: float | None = None, most: float | None = None,
           least_ratio: float | None = None) -> Figure:  # fmt: skip
    return Figure("id", "项目", "item", "ms", ours, "another", theirs, most, least_ratio)


def test_the_ratio_is_how_many_times_ours_the_other_takes() -> None:
    assert figure(20, theirs=70).ratio == 3.5
    assert figure(20).ratio is None


@pytest.mark.parametrize(("made", "met"), [
    (figure(20, most=20), True),
    (figure(20.1, most=20), False),
    (figure(10, theirs=30, least_ratio=3), True),
    (figure(10, theirs=29, least_ratio=3), False),
    (figure(10, theirs=90, most=9, least_ratio=3), False),
    (figure(10, least_ratio=3), False),
    (figure(10, theirs=90), None),
])  # fmt: skip
def test_a_promise_is_kept_or_not_or_was_never_made(made: Figure, met: bool | None) -> None:
    assert made.met is met


def test_the_table_stands_between_its_marks_and_the_page_around_it_stays(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"before\n{run.BEGIN}\nold\n{run.END}\nafter\n", encoding="utf-8")
    taken = [figure(20, theirs=70, most=25)]
    report = run.Report(datetime(2026, 1, 2, tzinfo=UTC), "a machine", {"python": "3"}, 0.1, taken)
    run.save(report, page)
    run.save(report, page)
    said = page.read_text(encoding="utf-8")
    assert said.startswith(f"before\n{run.BEGIN}\n2026-01-02，a machine")
    assert said.endswith(f"{run.END}\nafter\n")
    assert said.count("| 项目 · item | 20.0 | ms | another | 70.0 | 3.50× | ≤ 25 | ✓ |") == 1
    assert "old" not in said


def test_every_fact_is_drawn_inside_its_domain_and_of_its_own_type() -> None:
    for fact in seven.facts():
        values, known = population.drawn(fact, 0, 2000)
        assert values.dtype == population.width(fact)
        assert fact.low <= values.min()
        assert values.max() <= fact.high
        assert 0 < (~known).sum() < 1000


def test_the_population_is_the_same_each_time_and_in_every_form() -> None:
    facts: tuple[Var, ...] = seven.facts()
    once, again = population.record_batches(500), population.record_batches(500)
    assert [batch.to_pydict() for batch in once] == [batch.to_pydict() for batch in again]
    cases, (batch,) = population.cases(500), once
    for fact in facts:
        column = batch.column(fact.name)
        column = column.view("int32") if fact.kind == "date" else column
        assert [case.get(fact.name) for case in cases] == column.to_pylist()
