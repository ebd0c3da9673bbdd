"""A parameter dated by a fact of its own choice: every reading takes that day's value, and says which day it is."""

import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.broken_packs import GOOD
from tests.policy.readings import SEEDED, Drawer, Proof, by_case, by_frame, by_meaning, by_stages, decider_of
from wenye.policy.decide import Decision, decide
from wenye.policy.model import Pack
from wenye.policy.pack import load
from wenye.policy.review import intervals
from wenye.policy.rules import Rules, validity
from wenye.policy.telling import whole

KEY = bytes(32)
DAY = date(2021, 1, 31)
GRANT = "traineeship-grant"


@pytest.fixture(scope="module")
def pack(junshan: Pack) -> Pack:
    """The minimum wage is that of the day of the application, 1,700 yuan from 2020; the traineeship dates all else."""
    wage = junshan.parameters["minimum_wage_monthly"]
    (first,) = wage.history
    later = replace(first, start=date(2020, 1, 1), value=Fraction(1700), assumption=None, source=wage.label)
    changed = replace(wage, dated_by="applied_on", history=(first, later))
    return replace(junshan, parameters={**junshan.parameters, wage.id: changed})


def decided(pack: Pack, **changed: object) -> Decision:
    facts = {**pack.benefits[GRANT].examples[0].given, "traineeship_began_on": "2019-07-01", **changed}
    return decide(pack, GRANT, facts, DAY, key=KEY)


@pytest.mark.parametrize(("applied", "fen"), [("2019-12-31", 858000), ("2020-01-01", 1020000)])
def test_the_value_is_that_of_its_own_day(pack: Pack, applied: str, fen: int) -> None:
    """A traineeship of 2019, six months of it: which wage is paid depends on the day of the application alone."""
    decision = decided(pack, applied_on=applied)
    assert (decision.outcome, decision.amount_fen) == ("yes", fen)


def test_the_rule_itself_keeps_its_own_day(pack: Pack) -> None:
    decision = decided(pack, applied_on="2020-01-01", traineeship_began_on="2018-12-31")
    assert (decision.outcome, decision.conditions[0].outcome) == ("no", "no")
    assert decided(pack, applied_on="2020-01-01").receipt["rule_date"] == "2019-07-01"


def test_without_its_day_nothing_is_decided_and_the_day_is_what_is_missing(pack: Pack) -> None:
    decision = decided(pack)
    assert (decision.outcome, decision.missing) == ("unknown", ("applied_on",))


@pytest.mark.parametrize(("applied", "assumed"), [("2019-12-31", True), ("2020-01-01", False)])
def test_it_counts_as_assumed_by_the_value_of_its_own_day(pack: Pack, applied: str, assumed: bool) -> None:
    assert ("minimum_wage_monthly" in decided(pack, applied_on=applied).assumptions) == assumed


@settings(SEEDED, max_examples=25)
@given(st.integers(0, 2**32))
def test_all_readings_agree(pack: Pack, seed: int) -> None:
    program = Rules(pack).program(pack.benefits[GRANT])
    drawer = Drawer(program, Random(seed))
    cases = [drawer.draw() for _ in range(12)]
    decider, proof = decider_of(program), Proof(program)
    for facts, wide, narrow in zip(cases, by_frame(program, cases), by_stages(program, cases), strict=True):
        meant = by_meaning(program, facts)
        assert [by_case(program, facts, decider), proof.read(facts), wide, narrow] == [meant] * 4


def test_a_sentence_says_by_which_day_it_counts(pack: Pack, junshan: Pack) -> None:
    told = whole(Rules(pack), pack.benefits[GRANT])
    assert "当地月最低工资标准（1,430 元/月，2020年1月1日起 1,700 元/月，按申报日期取值）" in told.text("zh")
    assert "(1,430 yuan a month; 1,700 yuan a month from 1 January 2020, as on the date of application)" in (
        told.text("en")
    )
    assert "取值" not in whole(Rules(junshan), junshan.benefits[GRANT]).text("zh")


def test_the_review_does_not_cut_the_rule_s_days_at_changes_of_another_day(pack: Pack) -> None:
    benefit = pack.benefits[GRANT]
    spans = intervals(Rules(pack).program(benefit), validity(pack, benefit))
    assert spans == [(date(2019, 1, 1), None)]


LIMIT = """  small_limit:
    label: {zh: 小企业投入上限, en: investment limit of a small firm}
    type: money
    domain: [0, 1000000000]
    dated_by: registered_on
    values:
      - {from: 1980-01-01, value: 1000, source: {zh: 旧标准, en: former standard}}
      - {from: 2015-01-01, value: 2000, source: {zh: 新标准, en: new standard}}
"""


@pytest.fixture
def related(tmp_path: Path) -> Pack:
    """A firm is small by the standard of the day on which it was registered, whoever asks."""
    folder = tmp_path / "pack"
    shutil.copytree(GOOD, folder)
    for file, before, after in (
        ("parameters/limits.yaml", "  hire_grant:\n", f"{LIMIT}  hire_grant:\n"),
        ("facts/firm.yaml", "investment < 20000000", "investment < small_limit"),
        ("measures/002-hire-grant.yaml", "person.registered_poor,", "person.registered_poor and firm.small_firm,"),
    ):
        text = (folder / file).read_text("utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    return load(folder)


@pytest.mark.parametrize(("registered", "outcome"), [("2014-12-31", "no"), ("2015-01-01", "yes")])
def test_a_fact_of_a_related_entity_takes_the_day_of_that_entity(related: Pack, registered: str, outcome: str) -> None:
    base = {"hired_on": "2019-06-01", "person.registered_poor": True, "firm.staff": 4, "firm.jobs": 1}
    facts = {**base, "firm.investment": 1500, "firm.registered_on": registered}
    assert decide(related, "hire-grant", facts, DAY, key=KEY).outcome == outcome
    rules = Rules(related)
    (limit,) = (each for each in rules.parameters(related.benefits["hire-grant"]) if each.name == "small_limit")
    assert limit.apart
    assert "firm.registered_on" in [fact.name for fact in rules.program(related.benefits["hire-grant"]).facts]
