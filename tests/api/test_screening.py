"""A screening over HTTP: the results of every benefit, and the question that would tell most."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import DAY
from wenye.policy.model import Pack
from wenye.policy.screen import serves

Post = Callable[[str, Any], Any]
Conforms = Callable[[str, Any], None]
ADDRESS = "/api/v1/screen"


def typical(fact: dict[str, Any]) -> object:
    """An answer to a fact that is asked."""
    if fact["type"] == "boolean":
        return False
    return fact["values"][0]["value"] if fact["type"] == "enum" else fact["values"]["from"]


@pytest.mark.parametrize("who", ["person", "firm"])
def test_a_screening_tells_of_every_benefit_for_them(who: Any, post: Post, conforms: Conforms, pack: Pack) -> None:
    answer = post(ADDRESS, {"who": who, "answers": {}, "date": DAY})
    conforms("Screening", answer)
    wanted = [name for name, benefit in pack.benefits.items() if serves(pack, benefit, who)]
    assert [result["benefit"] for result in answer["results"]] == wanted
    assert answer["next"]["facts"]


@pytest.mark.parametrize("who", ["person", "firm"])
def test_answering_what_is_asked_comes_to_an_end(who: str, post: Post, pack: Pack) -> None:
    answers: dict[str, object] = {}
    for _ in pack.facts:
        question = post(ADDRESS, {"who": who, "answers": answers, "date": DAY})["next"]
        if question is None:
            break
        assert all(fact["name"] not in answers for fact in question["facts"])
        answers.update({fact["name"]: typical(fact) for fact in question["facts"]})
    results = post(ADDRESS, {"who": who, "answers": answers, "date": DAY})["results"]
    unknown = [result for result in results if result["outcome"] == "unknown"]
    assert all(result["asked"] or not result["concerns"] for result in unknown)
    assert any(result["outcome"] == "no" for result in results)


def test_what_was_asked_and_is_not_known_is_not_asked_again(post: Post) -> None:
    first = post(ADDRESS, {"who": "firm", "answers": {}, "date": DAY})["next"]
    names = {fact["name"] for fact in first["facts"]}
    second = post(ADDRESS, {"who": "firm", "answers": dict.fromkeys(names), "date": DAY})["next"]
    assert names.isdisjoint(fact["name"] for fact in second["facts"])


def test_a_screening_and_a_decision_agree(post: Post) -> None:
    facts = {"firm_kind": "start_up", "operating_normally": True, "registered_on": "2018-05-01", "jobs": 5,
             "investment": "80000.00"}  # fmt: skip
    results = post(ADDRESS, {"who": "firm", "answers": facts, "date": DAY})["results"]
    screened = next(result for result in results if result["benefit"] == "start-up-grant")
    decided = post("/api/v1/benefits/start-up-grant/decide", {"facts": {**facts, "applied_on": DAY}, "date": DAY})
    assert (decided["outcome"], decided["amount_fen"]) == ("yes", 1_000_000)
    assert (screened["outcome"], screened["amount_fen"]) == ("yes", 1_000_000)
    outcomes = [(condition["id"], condition["outcome"]) for condition in decided["conditions"]]
    assert [(condition["id"], condition["outcome"]) for condition in screened["conditions"]] == outcomes
