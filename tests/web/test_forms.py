"""What people type is read as they mean it, or refused with a sentence that says what to do."""

from datetime import date

import pytest

from wenye.feel.types import decode
from wenye.library import library
from wenye.web.forms import NONE_OF_THESE, UNKNOWN, Asked, Mistake, read, read_ticks

pytestmark = pytest.mark.usefixtures("in_chinese")


def asked(name: str) -> Asked:
    return Asked(library().pack.facts[name])


def figure(name: str, text: str) -> object:
    value = read(asked(name), {name: text})
    return value if isinstance(value, Mistake) or value is None else decode(asked(name).fact.type, value)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("50000", 50000),
        ("50,000", 50000),
        ("５００００", 50000),
        ("5万", 50000),
        (" 5 万元 ", 50000),
        ("1.5万", 15000),
    ],
)
def test_a_sum_is_read_however_it_is_written(text: str, yuan: int) -> None:
    assert figure("investment", text) == yuan


def test_a_sum_keeps_its_fen_exactly() -> None:
    assert read(asked("investment"), {"investment": "49999.99"}) == 4_999_999


def test_a_share_is_asked_in_per_cent() -> None:
    assert read(asked("lay_off_rate"), {"lay_off_rate": "5.5%"}) == 550
    assert asked("lay_off_rate").unit == "%"


@pytest.mark.parametrize("text", ["", "很多", "3.5", "-1", "1e3", "9" * 30, "NaN", "٣"])
def test_what_is_no_count_is_a_mistake_at_its_field(text: str) -> None:
    value = figure("jobs", text)
    assert isinstance(value, Mistake)
    assert value.field == "jobs"
    assert "带动就业人数" in value.message


def test_a_date_is_read_from_its_three_fields() -> None:
    sent = {"registered_on-year": "２０１８", "registered_on-month": "05", "registered_on-day": "1 "}
    value = read(asked("registered_on"), sent)
    assert not isinstance(value, Mistake)
    assert value is not None
    assert decode(asked("registered_on").fact.type, value) == date(2018, 5, 1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [("2019", "2", "29"), ("2018", "", "1"), ("x", "1", "1"), ("1066", "1", "1"), ("0", "0", "0")],
)
def test_a_day_that_never_was_is_a_mistake(year: str, month: str, day: str) -> None:
    sent = {"registered_on-year": year, "registered_on-month": month, "registered_on-day": day}
    assert isinstance(read(asked("registered_on"), sent), Mistake)


def test_not_knowing_is_an_answer() -> None:
    assert read(asked("operating_normally"), {"operating_normally": UNKNOWN}) is None
    assert read(asked("firm_kind"), {"firm_kind": UNKNOWN}) is None


@pytest.mark.parametrize("sent", [{}, {"operating_normally": "maybe"}])
def test_no_choice_is_a_mistake(sent: dict[str, str]) -> None:
    assert isinstance(read(asked("operating_normally"), sent), Mistake)


def test_what_is_not_ticked_is_no() -> None:
    group = [asked("registered_poor"), asked("veteran")]
    assert read_ticks(group, ["veteran"]) == {"registered_poor": False, "veteran": True}
    assert read_ticks(group, [NONE_OF_THESE]) == {"registered_poor": False, "veteran": False}


def test_what_is_not_ticked_stays_open_for_those_who_are_not_sure() -> None:
    group = [asked("registered_poor"), asked("veteran")]
    assert read_ticks(group, ["veteran", UNKNOWN]) == {"registered_poor": None, "veteran": True}


@pytest.mark.parametrize("ticked", [[], [NONE_OF_THESE, "veteran"], ["something_else"]])
def test_contradicting_ticks_are_a_mistake(ticked: list[str]) -> None:
    assert isinstance(read_ticks([asked("registered_poor"), asked("veteran")], ticked), Mistake)
