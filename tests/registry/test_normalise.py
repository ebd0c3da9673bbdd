"""Cells as departments write them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenye.registry import normalise
from wenye.registry.catalogue import register
from wenye.registry.normalise import CLEAR, Cell, Unreadable

DAYS = st.dates(date(1950, 1, 1), date(2035, 12, 31))
STYLES = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
    " {0:%Y-%m-%d} ",
    "{0:%Y-%m-%d} 00:00:00",
    "{0.year}/{0.month}/{0.day}",
)
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@given(DAYS, st.sampled_from(STYLES), st.booleans())
def test_a_day_is_read_in_every_style(day: date, style: str, wide: bool) -> None:
    text = style.format(day)
    assert normalise.day(text.translate(WIDE) if wide else text) == day.isoformat()


@given(DAYS)
def test_a_day_as_a_date_cell_or_a_bare_excel_number_is_the_same(day: date) -> None:
    assert normalise.day(day) == normalise.day(datetime(day.year, day.month, day.day)) == day.isoformat()
    if day >= date(1960, 1, 1):
        assert normalise.day(str((day - date(1899, 12, 30)).days)) == day.isoformat()


@pytest.mark.parametrize("text", ["2019-13-01", "2019-02-29", "20190231", "2019年4月31日"])
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as found:
        normalise.day(text)
    assert found.value.code == "date_impossible"


@pytest.mark.parametrize("text", ["19.11.20", "去年", "11月20日", "2019年", "1"])
def test_a_day_that_could_mean_several_days_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as found:
        normalise.day(text)
    assert found.value.code == "date"


@pytest.mark.parametrize(
    "text", ["2019-10", "2019年10月", "2019年10月份", "201910", "2019/10", "2019-10-31", "２０１９．１０"]
)
def test_a_month_is_its_first_day(text: str) -> None:
    assert normalise.month(text) == "2019-10-01"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", True),
        ("√", True),
        ("Ｙ", True),
        ("有", True),
        ("1", True),
        ("否", False),
        ("×", False),
        ("n", False),
        ("无", False),
    ],
)
def test_yes_and_no_are_read_in_every_mark(text: str, answer: bool) -> None:
    assert register("people").columns["wants_training"].read(text) is answer


@pytest.mark.parametrize("cell", ["", "  ", None, "-", "——", "/", "不详", "#N/A", "N/A", "\u3000"])
@pytest.mark.parametrize("column", ["phone", "birth_date", "education", "village", "migrant_returner"])
def test_a_blank_cell_tells_nothing(cell: Cell, column: str) -> None:
    assert register("people").columns[column].read(cell) is None


def test_the_word_to_clear_is_told_from_a_blank() -> None:
    assert register("people").columns["village"].read("清空") is CLEAR


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("￥50000", 5000000),
        ("5万元", 5000000),
        ("0.5万", 500000),
        ("１２．３元", 1230),
        ("-3", -300),
    ],
)
def test_money_is_exact_fen(text: str, fen: int) -> None:
    assert normalise.money(normalise.plain(text)) == fen


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (normalise.money, "12.345", "decimals"),
        (normalise.money, "约五万", "number"),
        (normalise.scaled(0), "3.5人", "decimals"),
        (normalise.money, "NaN", "decimals"),
        (normalise.money, "Infinity", "decimals"),
        (normalise.phone, "138", "phone"),
        (normalise.account, "62-AB", "account"),
    ],
)
def test_what_is_no_exact_number_is_refused(read: Callable[[str], object], text: str, code: str) -> None:
    with pytest.raises(Unreadable) as found:
        read(text)
    assert found.value.code == code


def test_numbers_lose_their_units_and_shares_their_sign() -> None:
    assert (normalise.scaled(0)("1,200 人"), normalise.scaled(4)("5.5%"), normalise.scaled(4)("0.055")) == (
        1200,
        550,
        550,
    )


def test_names_lose_the_spaces_that_pad_them() -> None:
    assert (normalise.name("张\u3000三"), normalise.name("Ahmet  Kaya"), normalise.name("古丽 娜尔")) == (
        "张三",
        "Ahmet Kaya",
        "古丽娜尔",
    )


def test_identity_numbers_are_read_over_spaces_wide_digits_and_apostrophes() -> None:
    plain = "110105194912310 02x"
    assert (
        normalise.id_no(normalise.plain("'１１０１０５１９４９１２３１００２ｘ"))
        == normalise.id_no(plain)
        == "11010519491231002X"
    )


def test_a_whole_float_from_a_spreadsheet_has_no_point() -> None:
    assert (normalise.plain(12.0), normalise.plain(12.5), normalise.plain(True)) == ("12", "12.5", "True")
