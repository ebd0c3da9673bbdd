"""Decisions over HTTP are those of the command line, for every worked example of the pack, to the byte."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.api.conftest import DAY, START_UP
from wenye import cli
from wenye.library import library, screener
from wenye.policy.decide import decide
from wenye.policy.model import Benefit, Pack

Post = Callable[[str, Any], Any]
Get = Callable[..., Any]
Conforms = Callable[[str, Any], None]
GRANTED = {"firm_kind": "start_up", "operating_normally": True, "registered_on": "2018-05-01", "applied_on": DAY,
           "jobs": 5, "investment": 80000}  # fmt: skip


def address(benefit: str) -> str:
    """Where a benefit is decided."""
    return f"/api/v1/benefits/{benefit}/decide"


def differences(get: Get, post: Post, pack: Pack, benefit: Benefit, chosen: slice) -> Iterator[str]:
    """The examples of a benefit that do not come out over HTTP as worked by hand, or as decided in process."""
    for example in get(f"/api/v1/benefits/{benefit.id}")["examples"][chosen]:
        answer = post(address(benefit.id), {"facts": example["facts"], "date": example["date"]})
        where = f"{benefit.id} {example['name']['zh']}"
        if answer["outcome"] != example["outcome"]:
            yield f"{where}: {answer['outcome']}"
        if example["amount_fen"] is not None and answer["amount_fen"] != example["amount_fen"]:
            yield f"{where}: {answer['amount_fen']} fen"
        on = next(item.on for item in benefit.examples if item.on.isoformat() == example["date"])
        if answer != json.loads(json.dumps(decide(pack, benefit.id, example["facts"], on).as_json())):
            yield f"{where}: differs from the decision in process"


@pytest.mark.parametrize("benefit", list(library().pack.benefits))
def test_a_worked_example_of_each_benefit_comes_out_as_on_the_command_line(
    benefit: str, get: Get, post: Post, pack: Pack, conforms: Conforms, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    example = get(f"/api/v1/benefits/{benefit}")["examples"][0]
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(example["facts"]), encoding="utf-8")
    assert cli.main(["decide", benefit, "--facts", str(facts), "--date", example["date"], "--json"]) == 0
    answer = post(address(benefit), {"facts": example["facts"], "date": example["date"]})
    conforms("Decision", answer)
    assert answer == json.loads(capsys.readouterr().out)


def test_every_seventh_worked_example_comes_out_as_worked_by_hand(get: Get, post: Post, pack: Pack) -> None:
    found = [line for benefit in pack.benefits.values()
             for line in differences(get, post, pack, benefit, slice(1, None, 7))]  # fmt: skip
    assert found == []


@pytest.mark.slow
def test_every_worked_example_comes_out_as_worked_by_hand(get: Get, post: Post, pack: Pack) -> None:
    found = [line for benefit in pack.benefits.values()
             for line in differences(get, post, pack, benefit, slice(None))]  # fmt: skip
    assert found == []


def test_a_sum_is_read_to_the_fen(post: Post) -> None:
    """49999.99 and 49999.995 have no exact float; one is a sum, the other is none."""
    for written, outcome in (("50000", "yes"), ("50000.00", "yes"), ("49999.99", "no")):
        body = json.dumps({"facts": {**GRANTED, "investment": None}, "date": DAY}).replace("null", written)
        assert post(START_UP, body)["outcome"] == outcome, body
    assert post(START_UP, {"facts": {**GRANTED, "investment": "49999.99"}, "date": DAY})["outcome"] == "no"


def test_nothing_known_is_no_refusal(post: Post) -> None:
    for facts in ({}, dict.fromkeys(GRANTED)):
        answer = post(START_UP, {"facts": facts, "date": DAY})
        assert answer["outcome"] == "unknown"
        assert set(answer["missing"]) == set(GRANTED)


@pytest.fixture
def announced_in_june(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The limit for few lay-offs was announced on 1 June 2019, for the whole year."""
    limit = pack.parameters["lay_off_rate_limit"]
    history = tuple(replace(value, known_since=date(2019, 6, 1)) for value in limit.history)
    later = replace(pack, parameters={**pack.parameters, limit.id: replace(limit, history=history)})
    monkeypatch.setattr(screener, "library", lambda: SimpleNamespace(pack=later))
    caches = (screener._announced, screener._rules)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("announced_in_june")
@pytest.mark.parametrize(("on", "outcome"), [("2019-05-31", "unknown"), ("2019-06-01", "yes"), ("2019-11-20", "yes")])
def test_a_decision_knows_no_value_before_it_was_announced(on: str, outcome: str, get: Get, post: Post) -> None:
    facts = get("/api/v1/benefits/stable-jobs-refund")["examples"][0]["facts"]
    assert post(address("stable-jobs-refund"), {"facts": facts, "date": on})["outcome"] == outcome


def test_the_same_case_has_the_same_receipt(post: Post) -> None:
    first, second = (post(START_UP, {"facts": GRANTED, "date": DAY}) for _ in range(2))
    assert first == second
    other = post(START_UP, {"facts": {**GRANTED, "jobs": 6}, "date": DAY})
    assert other["receipt"]["digest"] != first["receipt"]["digest"]


def test_a_receipt_does_not_tell_the_facts(post: Post) -> None:
    receipt = json.dumps(post(START_UP, {"facts": {**GRANTED, "investment": 80123}, "date": DAY})["receipt"])
    assert "80123" not in receipt
    assert "2018-05-01" not in receipt


def test_a_decision_is_kept_by_nobody(client: Any) -> None:
    response = client.post(START_UP, {"facts": GRANTED, "date": DAY}, content_type="application/json")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert not response.cookies
