"""One case decided: the outcome with its reasons, what is missing, and what may not be paid."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.readings import SEEDED, Drawer
from wenye.feel.errors import FactFaults
from wenye.feel.types import Natural
from wenye.policy.decide import Decision, decide, decide_with
from wenye.policy.model import Pack
from wenye.policy.rules import Rules

KEY = bytes(32)
DAY = date(2019, 11, 20)
GRANTED = {"kind": "start_up", "operating": True, "began_on": "2018-05-01", "applied_on": "2019-11-20", "jobs": 10}


def decided(pack: Pack, benefit: str = "tier-grant", on: date = DAY, **changed: object) -> Decision:
    facts = {**GRANTED, **changed} if benefit == "tier-grant" else changed
    return decide(pack, benefit, facts, on, key=KEY)


def test_a_grant_comes_with_its_amount_in_fen(tiny: Pack) -> None:
    decision = decided(tiny)
    assert (decision.outcome, decision.amount_fen, decision.missing) == ("yes", 200050, ())
    assert decision.payable


def test_a_missing_fact_never_grants_and_never_refuses(tiny: Pack) -> None:
    decision = decided(tiny, jobs=None)
    assert (decision.outcome, decision.amount_fen, decision.missing) == ("unknown", None, ("jobs",))
    assert not decision.payable


def test_a_failed_condition_refuses_whatever_else_is_unknown(tiny: Pack) -> None:
    decision = decided(tiny, kind="other", jobs=None, operating=None)
    assert (decision.outcome, decision.amount_fen, decision.missing) == ("no", None, ())


def test_each_condition_tells_its_outcome_its_clause_its_facts_and_why(tiny: Pack) -> None:
    kind, year = (
        next(each for each in decided(tiny, kind="other").conditions if each.id == name) for name in ("kind", "a_year")
    )
    assert (kind.outcome, kind.clause, kind.label.zh) == ("no", "1", "主体类型")
    assert [(each.fact, each.value) for each in kind.because] == [("kind", "other")]
    assert [text.zh for text in kind.reasons] == ["单位类型为其他单位，不是初创企业或个体户"]
    assert [each.fact for each in year.because] == ["operating", "began_on", "applied_on"]
    assert [text.zh for text in year.reasons] == [
        "正常运营",
        "自登记日期（2018年5月1日）至申报日期（2019年11月20日）已满 1 年",
    ]


def test_conditions_stand_in_the_order_of_the_rule_with_validity_first_and_the_table_last(tiny: Pack) -> None:
    assert [each.id for each in decided(tiny).conditions] == ["in_force", "kind", "a_year", "amount"]


def test_the_json_form_is_the_one_that_others_build_on(tiny: Pack) -> None:
    answer = json.loads(json.dumps(decided(tiny, jobs=None).as_json()))
    assert {"benefit", "measure", "outcome", "amount_fen", "conditions", "missing", "clause", "receipt"} <= set(answer)
    assert (answer["benefit"], answer["measure"], answer["outcome"], answer["amount_fen"]) == (
        "tier-grant",
        1,
        "unknown",
        None,
    )
    condition = answer["conditions"][2]
    assert {"id", "label", "outcome", "because"} <= set(condition)
    assert condition["because"][1] == {
        "fact": "began_on",
        "label": {"zh": "登记日期", "en": "date of registration"},
        "value": "2018-05-01",
    }


@pytest.mark.parametrize(
    ("given_as", "shown"), [(Fraction(1, 2), "0.5"), (3, 3), ("50000.10", "50000.1"), (None, None)]
)
def test_exact_values_stay_exact_in_json(tiny: Pack, given_as: object, shown: object) -> None:
    from wenye.policy.decide import plain
    from wenye.policy.given import naturals

    known = naturals({"paid": given_as}, Rules(tiny).names(tiny.benefits["tier-grant"]))
    assert plain(known.get("paid")) == shown


def test_an_unknown_benefit_is_refused_with_the_nearest_one(tiny: Pack) -> None:
    with pytest.raises(FactFaults, match="tier-grant"):
        decide(tiny, "tier-grnt", {}, DAY, key=KEY)


def test_a_value_that_was_not_known_on_the_day_is_not_seen(tiny: Pack) -> None:
    """The standard of 2020 was made known on 1 March 2020: a decision of February counts with the one before."""
    facts = {"poor": True, "months": 12, "applied_on": "2020-02-01"}
    before = decided(tiny, "living-grant", date(2020, 2, 29), **facts)
    after = decided(tiny, "living-grant", date(2020, 3, 1), **facts)
    assert (before.amount_fen, after.amount_fen) == (100050, 120000)
    assert before.receipt["rule"] != after.receipt["rule"]


def test_before_the_first_value_of_a_parameter_nothing_is_granted(junshan: Pack) -> None:
    """Pack validity aside, a rule that reads a value of a day without one is undecided."""
    facts = {
        "firm_kind": "enterprise",
        "insured_firm": True,
        "lay_off_rate": "0.01",
        "premium_paid_last_year": 100,
        "premium_arrears": False,
        "insurance_year": 2018,
    }
    decision = decide(junshan, "stable-jobs-refund", facts, DAY, key=KEY)
    assert {each.id: each.outcome for each in decision.conditions}["few_lay_offs"] == "unknown"
    assert decision.outcome == "no"  # the validity says so


def test_what_awaits_rules_or_rests_on_an_assumption_is_never_payable(junshan: Pack) -> None:
    seen = {"awaiting": 0, "assumed": 0, "payable": 0}
    rules: dict[date, Rules] = {}
    for benefit in junshan.benefits.values():
        for example in (each for each in benefit.examples if each.expect == "yes"):
            known = rules.setdefault(example.on, Rules(junshan, example.on))
            decision = decide_with(known, benefit, example.given, example.on, KEY)
            assert decision.outcome == "yes"
            assert decision.payable == (not decision.awaiting and not decision.assumptions)
            assert decision.awaiting == (benefit.awaiting is not None)
            seen["awaiting"] += decision.awaiting
            seen["assumed"] += bool(decision.assumptions)
            seen["payable"] += decision.payable
    assert min(seen.values()) > 20


def test_an_assumption_only_read_for_the_amount_counts_as_well(junshan: Pack) -> None:
    standard = decide(junshan, "skills-upgrade-grant", {}, DAY, key=KEY).assumptions
    assert {"skills_upgrade_level_5", "skills_upgrade_level_4", "skills_upgrade_level_3"} <= set(standard)


def test_an_assumed_fund_alone_keeps_a_grant_from_being_paid(junshan: Pack) -> None:
    assert "fund" in decide(junshan, "workshop-training-grant", {}, DAY, key=KEY).assumptions


def test_no_refusal_is_payable(tiny: Pack) -> None:
    assert not replace(decided(tiny), outcome="no").payable


@settings(SEEDED, max_examples=3)
@given(st.integers(0, 2**32))
def test_more_facts_never_turn_a_definite_answer(rules: Rules, seed: int) -> None:
    """Facts become known one after another, in any order: once yes or no, always so, and with the same amount."""
    random = Random(seed)
    for benefit in rules.pack.benefits.values():
        program, decider = rules.program(benefit), rules.decider(benefit)
        whole = Drawer(program, random).draw(0)
        known: dict[str, int | bool | None] = {}
        said: list[tuple[str, int | None]] = [decider({})[:2]]
        for name in random.sample(list(whole), len(whole)):
            known[name] = _integer(program, name, whole[name])
            said.append(decider(known)[:2])
        definite = [answer for answer in said if answer[0] != "unknown"]
        assert len(set(definite)) <= 1, (benefit.id, whole)


def _integer(program, name: str, value: Natural) -> int | bool:  # type: ignore[no-untyped-def]
    from tests.policy.readings import integers

    found = integers(program, {name: value})[name]
    assert found is not None
    return found
