"""The policy as programs read it: what the command line lists, with filters, and benefits with their rules in words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from wenye import cli
from wenye.policy.model import Pack

Get = Callable[..., Any]
Conforms = Callable[[str, Any], None]
Captured = pytest.CaptureFixture[str]


def said(capsys: Captured, *arguments: str) -> Any:
    """What a verb of the command line answers."""
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_measures_are_those_of_the_command_line(get: Get, conforms: Conforms, capsys: Captured) -> None:
    answer = get("/api/v1/measures")
    conforms("Measure[]", answer)
    assert answer == said(capsys, "measures")


def test_the_facts_are_those_of_the_command_line(get: Get, conforms: Conforms, capsys: Captured) -> None:
    answer = get("/api/v1/facts")
    conforms("Fact[]", answer)
    assert answer == said(capsys, "facts")


@pytest.mark.parametrize("benefit", ["start-up-grant", "returner-start-up-grant"])
def test_the_facts_of_a_benefit_have_the_names_that_its_rule_uses(
    benefit: str, get: Get, conforms: Conforms, capsys: Captured
) -> None:
    answer = get("/api/v1/facts", benefit=benefit)
    conforms("Fact[]", answer)
    assert answer == said(capsys, "facts", "--benefit", benefit)
    assert [fact["name"] for fact in answer] == get(f"/api/v1/benefits/{benefit}")["facts"]


def test_measures_are_filtered_by_plan(get: Get, pack: Pack) -> None:
    for plan in pack.plans:
        wanted = [number for number, measure in pack.measures.items() if measure.plan == plan]
        assert [measure["number"] for measure in get("/api/v1/measures", plan=plan)] == wanted


@pytest.mark.parametrize("unit", ["finance", "区财政局"])
def test_measures_are_filtered_by_a_unit_that_leads_or_is_related(unit: str, get: Get, pack: Pack) -> None:
    found = get("/api/v1/measures", unit=unit)
    wanted = [number for number, measure in pack.measures.items() if "finance" in (*measure.lead, *measure.related)]
    assert [measure["number"] for measure in found] == wanted
    assert all("区财政局" in (*measure["lead"], *measure["related"]) for measure in found)


@pytest.mark.parametrize("query", ["一次性创业补贴", "start-up grant", "yicixingchuangye", "ycxcybt"])
def test_a_search_has_the_best_match_first(query: str, get: Get) -> None:
    assert get("/api/v1/measures", q=query)[0]["number"] == 21


def test_filters_hold_together(get: Get) -> None:
    assert [measure["number"] for measure in get("/api/v1/measures", plan=2, unit="hrss", q="21")][:1] == [21]
    assert get("/api/v1/measures", plan=1, q="ycxcybt") == []


def test_every_measure_can_be_read_in_full(get: Get, conforms: Conforms, pack: Pack) -> None:
    listed = {measure["number"]: measure for measure in get("/api/v1/measures")}
    for number, measure in pack.measures.items():
        answer = get(f"/api/v1/measures/{number}")
        conforms("MeasureInFull", answer)
        assert answer["summary"] == {"zh": measure.summary.zh, "en": measure.summary.en}
        assert {name: answer[name] for name in listed[number]} == listed[number]


def test_a_part_of_a_measure_keeps_its_figures(get: Get) -> None:
    parts = get("/api/v1/measures/18")["parts"]
    assert any(part["kind"] == "target" and part.get("at_least") for part in parts)
    assert all(value is not None for part in parts for value in part.values())


def test_every_parameter_says_what_its_values_rest_on(get: Get, conforms: Conforms, pack: Pack) -> None:
    answer = get("/api/v1/parameters")
    conforms("Parameter[]", answer)
    assert [parameter["id"] for parameter in answer] == list(pack.parameters)
    assert all(value["source"] or value["assumption"] for parameter in answer for value in parameter["values"])


def test_every_benefit_is_listed_and_can_be_read_in_full(get: Get, conforms: Conforms, pack: Pack) -> None:
    listed = get("/api/v1/benefits")
    conforms("Benefit[]", listed)
    assert [benefit["id"] for benefit in listed] == list(pack.benefits)
    for brief in listed:
        answer = get(f"/api/v1/benefits/{brief['id']}")
        conforms("BenefitInFull", answer)
        assert {name: answer[name] for name in brief} == brief
        assert len(answer["examples"]) == len(pack.benefits[brief["id"]].examples)


def test_a_rule_stands_as_written_and_in_words(get: Get) -> None:
    grant = get("/api/v1/benefits/start-up-grant")
    young = next(condition for condition in grant["conditions"] if condition["id"] == "young")
    assert young["test"] == 'applied_on <= registered_on + @"P3Y"'
    assert "3" in young["words"]["zh"] or "三" in young["words"]["zh"]
    assert "3 years" in young["words"]["en"]
    table = grant["amount"]["table"]
    assert [entry["feel"] for entry in table["inputs"]] == ["jobs", "investment"]
    assert [cell["feel"] for cell in table["rows"][0]["cells"]] == ["[3..9]", ">= 50000"]
    assert "10,000" in table["rows"][0]["output"]["words"]["zh"]
    assert grant["amount"]["formula"] is None
    assert grant["amount"]["words"][0]["when"]["zh"].startswith("带动就业人数为 3 至 9 人")
    assert any("50" in term["zh"] for term in grant["terms"])


def test_a_formula_stands_as_written_and_in_words(get: Get) -> None:
    amount = get("/api/v1/benefits/stable-jobs-refund")["amount"]
    assert "premium_paid_last_year" in amount["formula"]
    assert amount["table"] is None
    assert "50%" in amount["words"][0]["much"]["en"]


def test_every_condition_is_said_or_judged(get: Get, pack: Pack) -> None:
    for benefit in pack.benefits:
        for condition in get(f"/api/v1/benefits/{benefit}")["conditions"]:
            assert (condition["words"] is None) == (condition["judgement"] is not None), (benefit, condition)


def test_what_is_open_names_who_settles_it_and_what_it_stands_beside(get: Get) -> None:
    grant = get("/api/v1/benefits/start-up-grant")
    beside = {question["with"] for question in grant["open"]}
    assert {None, "returner-start-up-grant"} <= beside
    assert all(question["settled_by"] for question in grant["open"])
    assert grant["claim"]["quota"] == {"count": 50, "per": "year"}


def test_a_benefit_that_waits_for_rules_says_for_which(get: Get, pack: Pack) -> None:
    waiting = [benefit["id"] for benefit in get("/api/v1/benefits") if benefit["awaiting"]]
    assert waiting == [name for name, benefit in pack.benefits.items() if benefit.awaiting]
    assert get(f"/api/v1/benefits/{waiting[0]}")["awaits"]["text"]["zh"]


def test_what_is_listed_is_asked_for_again_only_when_the_pack_changed(client: Client, pack: Pack) -> None:
    first = client.get("/api/v1/measures")
    assert pack.hash[:32] in first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"other", {first.headers["ETag"]}', "*"):
        again = client.get("/api/v1/measures", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/api/v1/measures", headers={"If-None-Match": '"another-pack"'}).status_code == 200


def test_what_is_not_there_has_no_tag(client: Client) -> None:
    response = client.get("/api/v1/measures/101", headers={"If-None-Match": "*"})
    assert response.status_code == 404
    assert "ETag" not in response.headers


def test_head_is_answered_as_get_without_the_body(client: Client) -> None:
    whole, bare = client.get("/api/v1/benefits"), client.head("/api/v1/benefits")
    assert (bare.status_code, bare.content) == (200, b"")
    assert bare.headers["Content-Length"] == str(len(whole.content))
    assert bare.headers["ETag"] == whole.headers["ETag"]


def test_a_packed_answer_is_the_same_answer(client: Client) -> None:
    import gzip

    whole, packed = client.get("/api/v1/facts"), client.get("/api/v1/facts", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == whole.content
    again = client.get("/api/v1/facts", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
