"""Figures of Chinese sentences, in one normal form."""

from fractions import Fraction

import pytest

from wenye.policy.source_figures import chinese_number, figures, normal, references


def read(sentence: str) -> list[str]:
    return [figure.normal for figure in figures(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("余额不低于500万元", ["5000000元"]),
        ("总量达到1.5万人以上", ["15000人"]),
        ("给予1000元/人的补贴", ["1000元/人"]),
        ("每年每个监测点1500 元", ["1500元"]),
        ("补贴3,000元、２万元", ["3000元", "20000元"]),
        ("带动就业3至9人且投入在5万元以上", ["3-9人", "50000元"]),
        ("带动就业10人至19人", ["10-19人"]),
        ("达5-9名、10～29名、30名以上", ["5-9名", "10-29名", "30名"]),
        ("奖补5-10万元", ["50000-100000元"]),
        ("16—24岁青年，见习6-12个月", ["16-24岁", "6-12个月"]),
        ("缴费36个月（含36个月）以上", ["36个月", "36个月"]),
        ("返还50%，另补百分之一点五", ["50%", "1.5%"]),
        ("在49个课时内", ["49课时"]),
        ("纳入“311”服务", ["311"]),
        ("不少于1/3", ["1/3"]),
        ("2000元.3000元、4000元", ["2000元", "3000元", "4000元"]),
    ],
)
def test_numbers_come_with_their_unit(sentence: str, expected: list[str]) -> None:
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2019年至2020年", ["2019年", "2020年"]),
        ("2019-2023年", ["2019年", "2023年"]),
        ("二〇一九年起", ["2019年"]),
        ("至2020年5月前，每月17日", ["2020年5月", "17日"]),
        ("自2017年1月1日起", ["2017年1月1日"]),
        ("截至2020-12-31", ["2020年12月31日"]),
        ("每年3月5日", ["3月5日"]),
    ],
)
def test_dates_are_told_from_durations(sentence: str, expected: list[str]) -> None:
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("失业满一年的人员", ["1年"]),
        ("实施三年计划", ["3年"]),
        ("初级（五级）、中级（四级）", ["5级", "4级"]),
        ("分三档", ["3档"]),
        ("每人每年只享受一次", ["1次"]),
        ("满十五个月，补二百五十元，分两年", ["15个月", "250元", "2年"]),
        ("奖五万元", ["50000元"]),
        ("满半年", ["6个月"]),
    ],
)
def test_chinese_numerals_count_where_they_measure(sentence: str, expected: list[str]) -> None:
    assert read(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "一次性补贴、一站式服务、一体化、同一等级、统一年度、一批人才、协商一致、一定规模",
        "“最多跑一次”改革，《二十年规划》",
        "一个平台",
        "重点支持“双创”",
        "第ISO9001号",
    ],
)
def test_words_that_only_contain_a_numeral_are_no_figures(sentence: str) -> None:
    assert read(sentence) == []


def test_document_numbers_are_references_and_not_figures() -> None:
    sentence = "根据湘政发〔2018〕30号、《关于某事的通知》（人社部发〔2017〕40号）和湘财教[2015]31号"
    assert [found.normal for found in references(sentence)] == [
        "湘政发〔2018〕30号",
        "人社部发〔2017〕40号",
        "湘财教〔2015〕31号",
    ]
    assert read(sentence) == []


def test_a_figure_knows_where_it_stands_and_what_it_bounds() -> None:
    sentence = "吸纳3至9人，每人1.5万元"
    people, money = figures(sentence)
    assert sentence[people.start : people.end] == "3至9人"
    assert (people.low, people.high, people.unit) == (3, 9, "人")
    assert sentence[money.start : money.end] == "1.5万元"
    assert money.low == money.high == Fraction(15000)


@pytest.mark.parametrize(
    "written", ["5万元", "3至9人", "五级", "三年", "2020年12月31日", "湘政发[2018]30号", "1500元/人", "0.5%"]
)
def test_the_normal_form_is_its_own_normal_form(written: str) -> None:
    assert normal(normal(written)) == normal(written)


def test_what_is_no_single_figure_stays_as_written() -> None:
    assert normal("没有数字") == "没有数字"
    assert normal("3人、5人") == "3人、5人"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("一万五千", 15000),
        ("三亿", 300_000_000),
        ("二〇一九", 2019),
    ],
)
def test_chinese_numerals_have_their_value(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value
