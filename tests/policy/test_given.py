"""Facts given for a case: nothing is guessed, no float is seen, and each wrong value is named with what to write."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenye.feel.errors import FactFaults
from wenye.policy.given import Digits, decimal_text, integers, naturals, read_json
from wenye.policy.model import Pack
from wenye.policy.rules import Rules
from wenye.policy.scopes import Names


@pytest.fixture(scope="module")
def names(tiny: Pack) -> Names:
    return Rules(tiny).names(tiny.benefits["tier-grant"])


def read(text: str, names: Names) -> dict[str, object]:
    return dict(naturals(read_json(text, "facts.json"), names))


def refusal(text: str, names: Names) -> str:
    with pytest.raises(FactFaults) as caught:
        read(text, names)
    assert all(
        fault.message.zh and fault.message.en and fault.hint.zh and fault.hint.en for fault in caught.value.faults
    )
    return str(caught.value)


def test_right_values_are_exact(names: Names) -> None:
    text = (
        '{"jobs": 3, "paid": 49999.99, "began_on": "2020-02-29", "operating": true, "kind": "shop",'
        ' "lay_off_rate": 0.055}'
    )
    assert read(text, names) == {
        "jobs": Fraction(3),
        "paid": Fraction(4999999, 100),
        "began_on": date(2020, 2, 29),
        "operating": True,
        "kind": "shop",
        "lay_off_rate": Fraction(55, 1000),
    }


def test_integer_form_is_fen_days_and_indexes_without_free_text(names: Names) -> None:
    known = naturals(
        {"paid": "0.5", "began_on": date(2020, 1, 1), "kind": "shop", "operating": False, "remark": "好"}, names
    )
    assert integers(known, names) == {"paid": 50, "began_on": 18262, "kind": 1, "operating": False}


def test_null_and_absent_are_unknown(names: Names) -> None:
    assert read('{"jobs": null}', names) == read("{}", names) == {}


def test_money_may_come_as_text_so_that_no_program_on_the_way_rounds_it(names: Names) -> None:
    assert read('{"paid": "0.30"}', names) == {"paid": Fraction(3, 10)}


def test_a_fact_of_a_related_entity_is_named_by_its_path(names: Names) -> None:
    assert read('{"owner.poor": true}', names) == {"owner.poor": True}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"job": 3}', ["没有名为“job”的事实", "是不是“jobs”"]),
        ('{"Jobs": 3}', ["没有名为“Jobs”的事实", "是不是“jobs”"]),
        ('{"poor": true}', ["没有名为“poor”的事实", "owner.poor"]),
        ('{"living_grant": 3}', ["没有名为“living_grant”的事实"]),
        ('{"sturdy": true}', ["由其他事实推导", "operating and jobs >= 1"]),
        ('{"jobs": "3"}', ["jobs", "不是整数", "不带引号"]),
        ('{"jobs": 3.0}', ["jobs", "整数"]),
        ('{"jobs": 3.5}', ["jobs", "整数"]),
        ('{"jobs": 1e2}', ["jobs", "科学计数法"]),
        ('{"jobs": true}', ["jobs", "true 不是整数"]),
        ('{"jobs": [3]}', ["jobs", "不是整数"]),
        ('{"jobs": {"of": 3}}', ["jobs", "不是整数"]),
        ('{"jobs": -1}', ["jobs", "-1 超出范围 0 至 1000"]),
        ('{"jobs": 1001}', ["jobs", "1001 超出范围 0 至 1000"]),
        ('{"jobs": 99999999999999999999999999}', ["jobs", "过大"]),
        ('{"paid": 0.001}', ["paid", "小数多于 2 位"]),
        ('{"paid": 0.30000000000000004}', ["paid", "小数多于 2 位"]),
        ('{"paid": 1e5}', ["paid", "科学计数法"]),
        ('{"paid": NaN}', ["paid", "不是金额"]),
        ('{"paid": Infinity}', ["paid", "不是金额"]),
        ('{"paid": -Infinity}', ["paid", "不是金额"]),
        ('{"paid": "5万"}', ["paid", "不带单位"]),
        ('{"paid": "50,000"}', ["paid", "不加逗号"]),
        ('{"paid": "５０"}', ["paid", "不是金额"]),
        ('{"paid": 1000000.01}', ["paid", "超出范围"]),
        ('{"lay_off_rate": "5.5%"}', ["lay_off_rate", "0.5"]),
        ('{"lay_off_rate": 0.05555}', ["lay_off_rate", "小数多于 4 位"]),
        ('{"operating": "true"}', ["operating", "true 或 false"]),
        ('{"operating": 1}', ["operating", "1 不是", "true 或 false"]),
        ('{"kind": "startup"}', ["kind", "是不是“start_up”"]),
        ('{"kind": "初创企业"}', ["kind", "start_up"]),
        ('{"kind": 1}', ["kind", "可选"]),
        ('{"began_on": "2019-02-29"}', ["began_on", "没有“2019-02-29”这一天"]),
        ('{"began_on": "2019-13-01"}', ["began_on", "没有“2019-13-01”这一天"]),
        ('{"began_on": "2019-1-1"}', ["began_on", "2019-01-01"]),
        ('{"began_on": "2019/01/01"}', ["began_on", "2019-01-01"]),
        ('{"began_on": "20190101"}', ["began_on", "2019-01-01"]),
        ('{"began_on": 20190101}', ["began_on", "20190101 不是日期"]),
        ('{"began_on": "2009-12-31"}', ["began_on", "超出范围 2010-01-01 至 2030-12-31"]),
        ('{"remark": 3}', ["remark", "不是文字"]),
        ('{"jobs": 3, "jobs": 4}', ["jobs", "写了两次"]),
        ('{"jobs": 3, "jobs": 3}', ["jobs", "写了两次"]),
        ("[3]", ["最外层必须是对象"]),
        ("3", ["最外层必须是对象"]),
        ("", ["facts.json:1:1", "是空的"]),
        (" \n", ["facts.json:1:1", "是空的"]),
        ('{"jobs": 3', ["facts.json:1:11", "不是有效的 JSON"]),
        ('{"jobs": 3,}', ["facts.json:1:", "不是有效的 JSON"]),
        ("{'jobs': 3}", ["不是有效的 JSON"]),
        ('{"jobs": 03}', ["不是有效的 JSON"]),
        ('{"remark": "\\ud800"}', ["代理对"]),
        ('{"jobs": ' + "[" * 5000 + "]" * 5000 + "}", ["嵌套太深"]),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_to_write(text: str, says: list[str], names: Names) -> None:
    told = refusal(text, names)
    assert [word for word in says if word not in told] == [], told


def test_all_faults_are_told_together(names: Names) -> None:
    told = refusal('{"job": 3, "paid": 0.001, "began_on": "2019-02-29"}', names)
    assert told.count("\n") == 2
    assert all(name in told for name in ("job", "paid", "began_on"))


@pytest.mark.parametrize(
    "value", [0.1, 3.0, float("nan"), Fraction(1, 3), Fraction(1, 1000), datetime(2019, 1, 1), b"3", object(), "3"]
)
def test_a_program_may_not_give_what_is_not_exact(value: object, names: Names) -> None:
    with pytest.raises(FactFaults):
        naturals({"jobs": value}, names)
    if value != "3":
        with pytest.raises(FactFaults):
            naturals({"paid": value, "began_on": value}, names)
    with pytest.raises(FactFaults):
        naturals({"began_on": value}, names)


@given(st.integers(0, 10**8))
def test_every_sum_of_fen_is_read_as_it_is_written(fen: int) -> None:
    yuan = Fraction(fen, 100)
    found = read_json(f'{{"paid": {decimal_text(yuan)}}}', "f")["paid"]
    assert isinstance(found, Digits)
    assert Fraction(found) == yuan


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
        max_leaves=5,
    ),
    st.sampled_from(["jobs", "paid", "lay_off_rate", "began_on", "kind", "operating", "remark", "nothing"]),
)
def test_whatever_json_is_given_is_read_or_refused(names: Names, value: object, name: str) -> None:
    """Never another exception, never a value of another type than the fact's."""
    try:
        known = naturals(read_json(json.dumps({name: value}), "f"), names)
    except FactFaults:
        return
    integers(known, names)


def test_a_file_may_be_laid_out_as_json_writers_do(names: Names) -> None:
    text = '\n{ "kind" : "\\u0073hop",\r\n\t"jobs":3 }\n'
    assert read(text, names) == {"kind": "shop", "jobs": Fraction(3)}
