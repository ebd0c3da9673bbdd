"""What applications and payments lean on: papers that prove what decides, funds that pay what they are for."""

from collections import defaultdict

from wenye.policy.model import Pack
from wenye.policy.rules import Rules

RING_FENCED = ("employment", "unemployment_insurance", "talent")
"""Funds of which the document says what they pay, and nothing else (measure 94)."""


def test_one_paper_has_one_name_so_that_it_is_asked_for_once(junshan: Pack) -> None:
    names = defaultdict(set)
    for benefit in junshan.benefits.values():
        for paper in benefit.evidence:
            names[paper.id].add((paper.label.zh, paper.label.en))
    assert {paper: found for paper, found in names.items() if len(found) > 1} == {}


def test_two_papers_never_have_one_name(junshan: Pack) -> None:
    ids = defaultdict(set)
    for benefit in junshan.benefits.values():
        for paper in benefit.evidence:
            ids[paper.label.zh].add(paper.id)
    assert {name: found for name, found in ids.items() if len(found) > 1} == {}


def test_every_fact_that_decides_is_proved_by_a_paper(junshan: Pack, rules: Rules) -> None:
    """A unit answers judgements; what belongs to the application needs no paper, a sum fixed elsewhere does."""
    bare = []
    for benefit in junshan.benefits.values():
        proved = {name for paper in benefit.evidence for name in paper.proves}
        for name in {fact.name for fact in rules.program(benefit).facts} - proved:
            fact = rules.names(benefit).facts[name]
            if not fact.judgement and (fact.entity != "claim" or name == "upstream_amount"):
                bare.append((benefit.id, name))
    assert bare == []


def test_a_ring_fenced_fund_may_be_spent_on_what_a_measure_spends_it_on_and_on_nothing_else(junshan: Pack) -> None:
    for name in RING_FENCED:
        spent = {benefit.purpose for benefit in junshan.benefits.values() if benefit.fund == name}
        assert set(junshan.funds[name].purposes) == spent, name


def test_losses_on_ordinary_credit_and_start_up_loans_never_share_a_fund(junshan: Pack) -> None:
    risk, guarantee = junshan.funds["risk_compensation"], junshan.funds["guarantee"]
    assert set(risk.purposes).isdisjoint(guarantee.purposes)
    assert set(risk.purposes).isdisjoint(benefit.purpose for benefit in junshan.benefits.values())
