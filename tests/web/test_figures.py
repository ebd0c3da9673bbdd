"""Figures read as people read them, from whole numbers alone."""

from datetime import date

import pytest
from django.utils import translation

from wenye.web import figures


@pytest.mark.parametrize(
    ("fen", "said"),
    [(1_650_000, "16,500 元"), (5, "0.05 元"), (100_01, "100.01 元"), (0, "0 元"), (-2_50, "-2.50 元")],
)
def test_money_has_thousands_and_decimals_only_where_there_are_any(in_chinese: None, fen: int, said: str) -> None:
    assert figures.yuan(fen) == said


def test_english_says_yuan_behind_the_figure() -> None:
    with translation.override("en"):
        assert figures.yuan(1_650_000) == "16,500 yuan"
        assert figures.day(date(2019, 11, 20)) == "20 November 2019"


def test_a_date_in_a_sentence_is_written_out(in_chinese: None) -> None:
    assert figures.day(date(2019, 11, 20)) == "2019年11月20日"
    assert figures.day_in_table(date(2019, 11, 20)) == "2019-11-20"


def test_large_sums_are_told_in_ten_thousands(in_chinese: None) -> None:
    assert figures.ten_thousands(59_000_000) == "59.0 万元"
    assert figures.ten_thousands(12_345_678_900) == "12,345.6 万元"


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (0, 5, "0.0%"), (5, 5, "100.0%"), (0, 0, "–")]
)
def test_a_share_is_rounded_to_one_decimal(part: int, whole: int, said: str) -> None:
    assert figures.share(part, whole) == said
