"""Every error is a problem document that tells in both languages what happened, where, and what to do."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import DAY, START_UP
from wenye.api import routes
from wenye.api.problems import KINDS

Refused = Callable[..., Any]
SCREEN = "/api/v1/screen"
ROUTES = ["/api/v1/measures", "/api/v1/measures/21", "/api/v1/facts", "/api/v1/parameters", "/api/v1/benefits",
          "/api/v1/benefits/start-up-grant", "/api/v1/openapi.json"]  # fmt: skip


def case(**facts: object) -> dict[str, object]:
    """A body that decides the start-up grant."""
    return {"facts": facts, "date": DAY}


def paths(problem: Any) -> list[str]:
    """Where the faults are."""
    return [fault["path"] for fault in problem["faults"]]


def kind_of(problem: Any) -> str:
    """The kind of a problem."""
    return str(problem["type"]).removeprefix("/api/#problem-")


@pytest.mark.parametrize(
    ("address", "path", "named"),
    [
        ("/api/v1/measures/101", "{number}", "101"),
        ("/api/v1/benefits/start-up-grnt", "{benefit}", "start-up-grant"),
        ("/api/v1/benefits/%E5%88%9B%E4%B8%9A", "{benefit}", "创业"),
    ],
)
def test_what_the_pack_does_not_have_is_not_found(address: str, path: str, named: str, refused: Refused) -> None:
    problem = refused(404, address) if "%" not in address else json.loads(Client().get(address).content)
    assert kind_of(problem) == "not-found"
    assert paths(problem) == [path]
    assert named in json.dumps(problem["faults"], ensure_ascii=False)


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/nothing", "/api/v1/measures/", "/api/v1/benefits/a/b/c"])
def test_an_address_that_leads_nowhere_is_not_found(address: str, refused: Refused) -> None:
    assert kind_of(refused(404, address)) == "not-found"


def test_deciding_a_benefit_that_is_not_there_is_not_found(refused: Refused) -> None:
    problem = refused(404, "/api/v1/benefits/start-up/decide", case())
    assert "start-up-grant" in problem["faults"][0]["hint"]["en"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ROUTES)
def test_what_is_only_read_can_not_be_changed(address: str, method: str, refused: Refused, client: Client) -> None:
    assert kind_of(refused(405, address, {}, method=method)) == "method-not-allowed"
    assert "GET" in client.generic(method, address).headers["Allow"]


@pytest.mark.parametrize("address", [START_UP, SCREEN])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_decision_is_only_posted(address: str, method: str, refused: Refused, client: Client) -> None:
    refused(405, address, method=method, body=None if method == "GET" else {})
    assert client.generic(method, address).headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("query", "faulty"),
    [
        ("plan=7", ["?plan"]),
        ("plan=two", ["?plan"]),
        ("plan=", ["?plan"]),
        ("unit=hrs", ["?unit"]),
        ("unit=", ["?unit"]),
        (f"q={'a' * 61}", ["?q"]),
        ("pln=2&unt=hrss", ["?pln", "?unt"]),
        ("plan=2&plan=3", ["?plan"]),
        ("lang=en", ["?lang"]),
    ],
)
def test_a_wrong_parameter_is_never_passed_over(query: str, faulty: list[str], refused: Refused) -> None:
    problem = refused(422, f"/api/v1/measures?{query}")
    assert kind_of(problem) == "invalid"
    assert paths(problem) == faulty


@pytest.mark.parametrize("address", ROUTES[:-1])
def test_no_address_takes_parameters_that_it_does_not_have(address: str, refused: Refused) -> None:
    assert paths(refused(422, f"{address}?page=2")) == ["?page"]


@pytest.mark.parametrize("number", ["abc", "0", "-1", "2.5", "21a", "9" * 5000])
def test_a_measure_has_a_whole_number(number: str, refused: Refused) -> None:
    assert paths(refused(422, f"/api/v1/measures/{number}")) == ["{number}"]


def test_the_facts_of_an_unknown_benefit_are_refused_with_the_nearest(refused: Refused) -> None:
    problem = refused(422, "/api/v1/facts?benefit=startup-grant")
    assert "start-up-grant" in problem["faults"][0]["hint"]["zh"]


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        ("jbos", 3, "jobs"),
        ("jobs", "3", "整数"),
        ("jobs", 3.5, "整数"),
        ("jobs", 1e2, "整数"),
        ("jobs", -1, "范围"),
        ("jobs", True, "整数"),
        ("jobs", [3], "整数"),
        ("jobs", {"n": 3}, "整数"),
        ("investment", 1.005, "小数"),
        ("investment", "5万", "完整数字"),
        ("firm_kind", "startup", "start_up"),
        ("firm_kind", 3, "可选"),
        ("operating_normally", "true", "true"),
        ("registered_on", "2019-02-30", "没有"),
        ("registered_on", "1850-01-01", "日期"),
        ("registered_on", 20190101, "2019-11-20"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named_with_what_to_do(
    fact: str, value: object, says: str, refused: Refused
) -> None:
    problem = refused(422, START_UP, case(**{fact: value}))
    assert paths(problem) == [f"/facts/{fact}"]
    found = problem["faults"][0]
    assert says in found["message"]["zh"] + found["hint"]["zh"]
    assert found["message"]["en"] and found["hint"]["en"]


def test_a_derived_fact_can_not_be_given(refused: Refused) -> None:
    problem = refused(422, SCREEN, {"who": "firm", "answers": {"small_or_micro": True}, "date": DAY})
    assert paths(problem) == ["/answers/small_or_micro"]


def test_every_fault_is_told_at_once(refused: Refused) -> None:
    problem = refused(422, START_UP, {"facts": {"jbos": 3, "jobs": "many"}, "date": "2019-13-01", "day": 1})
    assert sorted(paths(problem)) == ["/date", "/day", "/facts/jbos", "/facts/jobs"]
    assert "4" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "faulty"),
    [
        ({}, ["/facts", "/date"]),
        ({"facts": {}}, ["/date"]),
        ({"date": DAY}, ["/facts"]),
        ({"facts": [], "date": DAY}, ["/facts"]),
        ({"facts": None, "date": None}, ["/facts", "/date"]),
        ({"facts": {}, "date": 20191120}, ["/date"]),
        ({"facts": {}, "date": "20191120"}, ["/date"]),
        ({"facts": {}, "date": "2019-11-20T00:00:00"}, ["/date"]),
        ({"facts": {"a/b~c": 1}, "date": DAY}, ["/facts/a~1b~0c"]),
    ],
)
def test_a_body_has_all_its_members_and_no_others(body: object, faulty: list[str], refused: Refused) -> None:
    assert paths(refused(422, START_UP, body)) == faulty


@pytest.mark.parametrize("who", ["people", "", None, 1, ["firm"], {}])
def test_a_screening_is_for_a_person_or_a_firm(who: object, refused: Refused) -> None:
    problem = refused(422, SCREEN, {"who": who, "answers": {}, "date": DAY})
    assert paths(problem) == ["/who"]
    assert "person" in problem["faults"][0]["hint"]["en"]


@pytest.mark.parametrize(
    "body",
    [
        "", " ", "null", "3", '"facts"', "[]", "{", '{"facts": {}, }', "{'facts': {}}", "NaN",
        '{"facts": {"jobs": 03}}',
        '{"facts": {"jobs": 3}, "facts": {"jobs": 4}}', '{"facts": {"jobs": 3, "jobs": 4}}', "[" * 30000,
        '{"facts":' * 5000, '{"facts": {"firm_kind": "\\ud800"}}', '{"\\udfff": 1, "\\udfff": 2}', b"\xff\xfe{}",
        '{"facts": {}}'.encode("utf-16"), "{}{}", "\x00",
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_malformed(body: str | bytes, refused: Refused) -> None:
    problem = refused(400, START_UP, body)
    assert kind_of(problem) == "malformed"
    assert problem["faults"]


def test_a_fault_of_the_text_names_line_and_column(refused: Refused) -> None:
    assert "第 2 行第 14 列" in refused(400, START_UP, '{"facts": {},\n "date": 2019-}')["detail"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1" * 4000, "-0.0000000001"])
def test_a_number_that_is_none_is_refused(number: str, refused: Refused) -> None:
    body = f'{{"facts": {{"investment": {number}}}, "date": "{DAY}"}}'
    assert paths(refused(422, START_UP, body)) == ["/facts/investment"]


def test_a_byte_order_mark_is_no_fault(client: Client) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(case()).encode()
    assert client.generic("POST", START_UP, body, content_type="application/json; charset=utf-8").status_code == 200


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
             "application/xml", "application/json; charset=gbk", "application/jsonp"],
)  # fmt: skip
def test_only_json_is_read(kind: str, refused: Refused) -> None:
    assert kind_of(refused(415, START_UP, case(), kind=kind)) == "unsupported-media-type"


def test_a_packed_body_is_not_read(refused: Refused) -> None:
    refused(415, START_UP, case(), headers={"Content-Encoding": "gzip"})


def test_a_body_of_unknown_length_is_not_read(refused: Refused) -> None:
    refused(411, START_UP, case(), headers={"Transfer-Encoding": "chunked"})


def test_a_body_has_at_most_64_kilobytes(refused: Refused, client: Client) -> None:
    whole = json.dumps(case())
    fits = whole + " " * (64 * 1024 - len(whole))
    assert client.generic("POST", START_UP, fits, content_type="application/json").status_code == 200
    assert kind_of(refused(413, START_UP, fits + " ")) == "too-large"
    refused(413, SCREEN, "x" * 10_000_000)


def test_thousands_of_unknown_names_are_told_in_few(refused: Refused) -> None:
    problem = refused(422, START_UP, case(**{f"name_{number}": 1 for number in range(4000)}))
    assert len(problem["faults"]) == 21
    assert "3980" in problem["faults"][-1]["message"]["zh"]


def test_what_was_sent_is_never_quoted_at_length(refused: Refused) -> None:
    problem = refused(422, START_UP, case(**{"n" * 30000: 1, "firm_kind": "v" * 30000}))
    assert len(json.dumps(problem)) < 6000


def test_the_value_of_a_personal_fact_is_not_quoted(refused: Refused) -> None:
    for value in ("19870315", "1850-03-15", "1987-03-32", 19870315):
        problem = refused(422, SCREEN, {"who": "person", "answers": {"birth_date": value}, "date": DAY})
        assert paths(problem) == ["/answers/birth_date"]
        assert str(value) not in json.dumps(problem)
        assert "日期" in problem["detail"]


def test_an_unwelcome_host_is_told_so_too(client: Client) -> None:
    response = client.get("/api/v1/measures", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that fails as no test foresaw, with what was sent in its message."""

    def fail(*arguments: object) -> None:
        raise ValueError(f"cannot use {arguments}")

    monkeypatch.setattr(routes, "decide_with", fail)


def test_a_failure_of_ours_tells_nothing_but_its_number(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(monkeypatch)
    problem = refused(500, START_UP, case(investment=81234))
    assert kind_of(problem) == "internal"
    number = problem["instance"].partition("#")[2]
    ours = next(record for record in caplog.records if record.name == "wenye.api")
    assert number in ours.getMessage()
    assert "ValueError" in ours.getMessage()
    assert "fail:" in ours.getMessage()
    for told in (json.dumps(problem), caplog.text):
        assert "81234" not in told
        assert "Traceback" not in told


def test_nothing_that_was_sent_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for value in ("1987-03-15", "1987-03-32"):
        body = {"who": "person", "answers": {"birth_date": value}, "date": DAY}
        client.post(f"{SCREEN}", body, content_type="application/json")
    client.post(START_UP, case(investment="71234.567"), content_type="application/json")
    assert "1987" not in caplog.text
    assert "71234" not in caplog.text
    assert SCREEN in caplog.text


def test_every_kind_of_problem_is_said_in_both_languages() -> None:
    for kind in KINDS.values():
        assert kind.title.zh and kind.title.en and kind.detail.zh and kind.detail.en
        assert 400 <= kind.status < 600
