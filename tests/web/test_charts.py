"""A chart's bars stand in proportion, and every figure of it stands in its table."""

import pytest

from wenye.web.charts import Datum, Series, bars, shares, step

SERIES = Series("数量", "bar")


def test_the_longest_bar_sets_the_scale() -> None:
    chart = bars("c", "t", "n", "s", "h", SERIES, [Datum("a", (40,), ("40",)), Datum("b", (10,), ("10",))])
    assert [row.segments[0].width for row in chart.rows] == ["78.0%", "19.5%"]


def test_a_small_count_is_still_seen_and_nothing_is_nothing() -> None:
    chart = bars(
        "c",
        "t",
        "n",
        "s",
        "h",
        SERIES,
        [Datum("a", (100_000,), ("",)), Datum("b", (1,), ("",)), Datum("c", (0,), ("",))],
    )
    assert [row.segments[0].width for row in chart.rows] == ["78.0%", "0.3%", "0.0%"]


def test_shares_fill_the_bar_without_a_gap() -> None:
    chart = shares("c", "t", "n", "s", "h", [SERIES, SERIES, SERIES], [Datum("a", (1, 1, 1), ("1", "1", "1"))])
    segments = chart.rows[0].segments
    ends = [(float(one.x.rstrip("%")), float(one.width.rstrip("%"))) for one in segments]
    assert sum(width for _, width in ends) == 100
    assert [start for start, _ in ends][1] == ends[0][1]


def test_an_empty_chart_draws_nothing() -> None:
    assert bars("c", "t", "n", "s", "h", SERIES, []).rows == ()
    assert shares("c", "t", "n", "s", "h", [SERIES], [Datum("a", (0,), ("0",))]).rows[0].segments == ()


def test_what_is_drawn_is_also_said() -> None:
    chart = bars("c", "t", "n", "s", "h", SERIES, [Datum("甲镇", (40,), ("40",))])
    assert "甲镇 40" in chart.described


@pytest.mark.parametrize(
    ("most", "apart"), [(0, 1), (1, 1), (4, 1), (5, 2), (9, 5), (31, 10), (1423, 500), (4438, 2000)]
)
def test_the_ticks_of_the_axis_are_round_and_few(most: int, apart: int) -> None:
    assert step(most) == apart


def test_the_axis_begins_at_nothing_and_ends_with_the_unit() -> None:
    chart = bars("c", "t", "n", "s", "h", SERIES, [Datum("a", (1423,), ("1,423",))], "人次")
    assert [(tick.label, tick.x) for tick in chart.ticks] == [
        ("0", "0.0%"), ("500", "26.0%"), ("1,000", "52.0%"), ("1,500 人次", "78.0%"),
    ]  # fmt: skip
    assert chart.rows[0].segments[0].width == "73.9%"


def test_a_share_that_is_wide_enough_holds_its_figure() -> None:
    chart = shares("c", "t", "n", "s", "h", [SERIES, SERIES], [Datum("a", (90, 10), ("90", "10"))])
    assert [segment.figure for segment in chart.rows[0].segments] == ["90", ""]
    assert [tick.label for tick in chart.ticks] == ["0", "50%", "100%"]


def test_an_empty_chart_has_no_axis() -> None:
    assert bars("c", "t", "n", "s", "h", SERIES, []).ticks == ()
