"""Values are read exactly or refused with a hint; nothing passes through a float."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenye.feel.types import BOOLEAN, DATE, WORDS, Enum, Type, integer, money, number
from wenye.policy.values import Unreadable, read_value, read_whole

KIND = Enum("单位类型", ("start_up", "enterprise"))


@pytest.mark.parametrize(
    ("kind", "written", "wanted"),
    [
        (BOOLEAN, "true", True),
        (BOOLEAN, "false", False),
        (DATE, "2020-02-29", date(2020, 2, 29)),
        (KIND, "start_up", "start_up"),
        (WORDS, "anything", "anything"),
        (integer(), "-3", Fraction(-3)),
        (money(), "50000", Fraction(50000)),
        (money(), "0.01", Fraction(1, 100)),
        (money(), "36000.5", Fraction(72001, 2)),
        (number(4), "0.055", Fraction(55, 1000)),
    ],
)
def test_a_value_is_read_exactly(kind: Type, written: str, wanted: object) -> None:
    assert read_value(kind, written) == wanted


@pytest.mark.parametrize(
    ("kind", "written", "hint"),
    [
        (BOOLEAN, "yes", "true"),
        (BOOLEAN, "1", "true"),
        (DATE, "2019-02-29", "2019-01-01"),
        (DATE, "2019-2-9", "2019-01-01"),
        (DATE, "1900-12-31", "1901"),
        (DATE, "２０１９-01-01", "2019-01-01"),
        (KIND, "start-up", "start_up"),
        (integer(), "3.0", "整数"),
        (integer(), "３", "普通数字"),
        (money(), "0.005", "2 位"),
        (money(), "1e4", "科学计数法"),
        (money(), "1,000", "逗号"),
        (money(), "5万", "10000"),
        (money(), "inf", "普通数字"),
        (money(), "1" * 16, "15 位"),
        (number(4), "5.5%", "小数"),
        (number(4), "+0.5", "普通数字"),
        (number(4), "0.", "普通数字"),
    ],
)
def test_a_value_of_another_form_is_refused_and_told_what_to_write(kind: Type, written: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_value(kind, written)
    assert hint in caught.value.hint.zh
    assert caught.value.hint.en


@given(fen=st.integers(-(10**15), 10**15))
def test_every_fen_comes_back(fen: int) -> None:
    yuan, rest = divmod(abs(fen), 100)
    assert read_value(money(), f"{'-' if fen < 0 else ''}{yuan}.{rest:02}") == Fraction(fen, 100)


@given(st.text(max_size=12))
def test_no_text_crashes_a_number(written: str) -> None:
    try:
        number = read_whole(written)
    except Unreadable:
        return
    assert number == int(written)
