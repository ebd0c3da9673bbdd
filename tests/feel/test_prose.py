"""Prose: every construct said as in the hand-checked sentences, and anything at all said without a slip."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from tests.feel import expressions as random
from tests.feel import words
from wenye.feel import Cell, Text, compile_expression, compile_table
from wenye.feel.phrases import beside, joined, ordinal, the
from wenye.feel.prose import Teller
from wenye.feel.reasons import reasons
from wenye.feel.tree import Expr
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric
from wenye.feel.wording import Word, amount, figure, length, one

HERE = Path(__file__).parent
GOLDEN: dict[str, list[dict[str, str]]] = yaml.safe_load((HERE / "prose.yaml").read_text("utf-8"))
WHY: list[dict[str, Any]] = yaml.safe_load((HERE / "reasons.yaml").read_text("utf-8"))
ZH, EN = Teller(words.VOCABULARY, "zh"), Teller(words.VOCABULARY, "en")
_OPTIONS = {
    value: Text(f"选项{mark}", f"option {index}")
    for index, (value, mark) in enumerate(zip(random.KINDS.values, "甲乙丙丁", strict=True))
}
RANDOM_WORDS = {
    name: Word(Text(f"事实{mark}", f"value {index}"), values=_OPTIONS)
    for index, (name, mark) in enumerate(zip(random.SYMBOLS, "甲乙丙丁戊己庚辛壬癸子丑寅", strict=True))
}


def compiled(text: str) -> Expr:
    return compile_expression(text, words.SCOPE, words.AT)


def given_facts(texts: dict[str, str]) -> dict[str, Natural]:
    return {name: natural(words.FACTS[name].type, text) for name, text in texts.items()}


def natural(kind: object, text: str) -> Natural:
    if isinstance(kind, Boolean):
        return text == "true"
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    return text if isinstance(kind, Enum) else Fraction(text)


@pytest.mark.parametrize("wanted", GOLDEN["conditions"], ids=lambda wanted: wanted["rule"])
def test_a_condition_is_said_as_it_holds_and_as_it_fails(wanted: dict[str, str]) -> None:
    node = compiled(wanted["rule"])
    assert ZH.condition(node) == wanted["zh"]
    assert EN.condition(node) == wanted["en"]
    assert ZH.condition(node, False) == wanted["not_zh"]
    assert EN.condition(node, False) == wanted["not_en"]


@pytest.mark.parametrize("wanted", GOLDEN["sums"], ids=lambda wanted: wanted["sum"])
def test_an_amount_is_said(wanted: dict[str, str]) -> None:
    node = compiled(wanted["sum"])
    assert ZH.sum(node) == wanted["zh"]
    assert EN.sum(node) == wanted["en"]


@pytest.mark.parametrize("wanted", WHY, ids=lambda wanted: f"{wanted['rule']} {wanted['given']}")
def test_a_reason_states_the_case_first(wanted: dict[str, Any]) -> None:
    found = reasons(compiled(wanted["rule"]), given_facts(wanted["given"]), words.VOCABULARY)
    assert [text.zh for text in found] == wanted["zh"]
    assert [text.en for text in found] == wanted["en"]


def test_an_amount_table_is_said_line_by_line() -> None:
    cells = [["[3..9]", ">= 50000", "10000"], [">= 10", "-", "least"], ["-", "-", "0.5"]]
    rows = [[Cell(text, words.AT) for text in row] for row in cells]
    table = compile_table([Cell("jobs", words.AT), Cell("paid", words.AT)], rows, "first", words.SCOPE, words.AT)
    assert ZH.lines(table) == [
        ("带动就业人数为 3 至 9 人，并且投入规模不低于 50,000 元", "10,000 元"),
        ("带动就业人数不少于 10 人", "800 元，2019年1月1日起 1,500 元"),
        ("不设条件", "0.50 元"),
    ]
    assert EN.lines(table)[0] == ("jobs provided: 3 to 9 people, and investment: at least 50,000 yuan", "10,000 yuan")


def test_an_amount_with_cases_is_said_line_by_line() -> None:
    node = compiled("if jobs > 30 then 3000 else if open then 2000 else paid")
    assert ZH.lines(node) == [
        ("带动就业人数超过 30 人", "3,000 元"),
        ("正常运营", "2,000 元"),
        ("其他情形", "投入规模"),
    ]
    assert EN.lines(compiled("1000")) == [("", "1,000 yuan")]


def test_what_is_left_of_the_options_is_said_by_its_name() -> None:
    node = compiled('if person.sex = "male" then 1000 else 2000')
    assert ZH.lines(node) == [("学员的性别为男", "1,000 元"), ("学员的性别为女", "2,000 元")]
    assert EN.lines(node) == [("trainee's sex: male", "1,000 yuan"), ("trainee's sex: female", "2,000 yuan")]


@settings(max_examples=100)
@given(random.conditions, random.facts)
def test_whatever_is_said_has_no_slip(text: str, facts: dict[str, Natural]) -> None:
    node = compile_expression(text, random.SCOPE, random.AT)
    for holds in (True, False):
        well_said(Teller(RANDOM_WORDS, "zh").condition(node, holds), "zh")
        well_said(Teller(RANDOM_WORDS, "en").condition(node, holds), "en")
    for said in reasons(node, facts, RANDOM_WORDS):
        well_said(said.zh, "zh")
        well_said(said.en, "en")


@settings(max_examples=80)
@given(random.sums)
def test_whatever_sum_is_said_has_no_slip(text: str) -> None:
    node = compile_expression(text, random.SCOPE, random.AT)
    assert isinstance(node.type, Numeric)
    well_said(Teller(RANDOM_WORDS, "zh").sum(node), "zh")
    well_said(Teller(RANDOM_WORDS, "en").sum(node), "en")


def well_said(said: str, language: str) -> None:
    assert words.slips(said, language) == [], said
    assert not set(re.findall(r"[a-z]+", said)) & ({*random.SYMBOLS} - {"open"}), said


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("不少于", "3 人"), "不少于 3 人"),
        (("早于", "2019年1月1日", "的"), "早于 2019年1月1日的"),
        (("为", "5%", "以上"), "为 5% 以上"),
        (("（", "3 人", "）", "× 6"), "（3 人）× 6"),
        (("标准", "（1 元） × 6"), "标准（1 元）× 6"),
        (("为", "-3 元"), "为 -3 元"),
    ],
)
def test_chinese_meets_figures_with_one_space_and_punctuation_with_none(parts: tuple[str, ...], made: str) -> None:
    assert beside(*parts) == made


@pytest.mark.parametrize(
    ("unit", "singular"),
    [
        ("people", "person"),
        ("months", "month"),
        ("businesses", "business"),
        ("class hours", "class hour"),
        ("classes", "class"),
        ("times", "time"),
        ("families", "family"),
        ("staff", "staff"),
        ("boxes", "box"),
    ],
)
def test_one_of_a_kind_is_singular(unit: str, singular: str) -> None:
    assert one(unit) == singular


def test_small_words() -> None:
    assert joined(["甲", "乙", "丙"], "zh") == "甲、乙或丙"
    assert joined(["a", "b", "c"], "en", "and") == "a, b and c"
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 60, 103)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "21st",
        "60th",
        "103rd",
    ]
    assert [the(label) for label in ("date", "the date", "50% of it", "SYB course", "own premium")] == [
        "the date",
        "the date",
        "50% of it",
        "SYB course",
        "own premium",
    ]
    assert length(18, 0, "zh") == "1 年 6 个月" and length(1, 0, "en") == "1 month" and length(0, 10, "en") == "10 days"
    assert amount(Fraction("16500.5"), "zh") == "16,500.50 元" and figure(Fraction("-1234.056")) == "-1,234.056"
