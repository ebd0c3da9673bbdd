"""Mutation: the worked examples notice every fault that changes a decision, and one boundary too few is noticed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from wenye.feel.case import NamedTest, compile_case
from wenye.policy.examples import differences
from wenye.policy.given import integers
from wenye.policy.model import Benefit, Pack
from wenye.policy.mutants import mutants
from wenye.policy.mutate import Verdict, difference, verdicts
from wenye.policy.rules import Rules


def fates(pack: Pack, benefit: Benefit) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {"killed": [], "equivalent": [], "survived": []}
    for verdict in verdicts(pack, benefit):
        found[verdict.fate].append(verdict)
    return found


def without(benefit: Benefit, name: str) -> Benefit:
    """The benefit without the example of that name."""
    kept = tuple(example for example in benefit.examples if example.name.en != name)
    assert len(kept) == len(benefit.examples) - 1
    return replace(benefit, examples=kept)


@pytest.mark.parametrize("name", ["tier-grant", "living-grant", "address-permit"])
def test_no_fault_of_the_tiny_pack_goes_unnoticed(name: str, tiny: Pack) -> None:
    found = fates(tiny, tiny.benefits[name])
    assert found["survived"] == []
    assert len(found["killed"]) > 3 * len(found["equivalent"])


@pytest.mark.parametrize(("name", "example", "what"), [
    ("tier-grant", "no jobs", "0 改为 1"),
    ("tier-grant", "ten", "去掉第 2 行"),
    ("tier-grant", "exactly a year", "时长移动 +1"),
    ("tier-grant", "a day short", "时长移动 -1"),
    ("tier-grant", "shop", "去掉选项 shop"),
    ("tier-grant", "not operating", "去掉一个分句"),
    ("tier-grant", "first day", "2019-01-01 改为 2019-01-02"),
    ("tier-grant", "the day before", "2019-01-01 改为 2018-12-31"),
    ("living-grant", "disabled", "去掉一个分句"),
    ("living-grant", "eleven months", "12 改为 11"),
    ("living-grant", "first day of the new standard", "参数 living_grant 自 2020-01-01 起的 1200 改为"),
    ("address-permit", "first day", "2019-01-01 改为 2019-01-02"),
    ("address-permit", "shop", "去掉条件 start_up"),
])  # fmt: skip
def test_a_boundary_without_its_example_is_noticed(name: str, example: str, what: str, tiny: Pack) -> None:
    """The fault that only this example shows survives without it, and a case that shows it is told."""
    survived = fates(tiny, without(tiny.benefits[name], example))["survived"]
    assert [verdict for verdict in survived if what in verdict.mutant.what], [
        verdict.mutant.what for verdict in survived
    ]
    for verdict in survived:
        assert verdict.witness is not None
        shows_a_difference(tiny, verdict)


def shows_a_difference(pack: Pack, verdict: Verdict) -> None:
    """The witness of a survivor comes out otherwise under the rule than under the mutant."""
    rules = Rules(pack, pack.benefits[verdict.benefit].examples[0].on)
    assert verdict.mutant.tests is not None and verdict.witness is not None
    mine = rules.decider(pack.benefits[verdict.benefit])(verdict.witness)
    turned = compile_case(verdict.mutant.tests, verdict.mutant.amount)(verdict.witness)
    assert mine[:2] != turned[:2], (verdict.mutant.what, verdict.witness)


def known_from(pack: Pack, day: date) -> Pack:
    """The tiny pack whose standard of 2020 became known on ``day``."""
    grant = pack.parameters["living_grant"]
    history = (grant.history[0], replace(grant.history[1], known_since=day))
    return replace(pack, parameters={**pack.parameters, grant.id: replace(grant, history=history)})


def test_each_example_judges_with_the_knowledge_of_its_own_day(tiny: Pack) -> None:
    """The first example is of a day that did not know the new standard; another that did notices a fault in it."""
    benefit = tiny.benefits["living-grant"]
    first, *others = benefit.examples
    assert {each.on for each in benefit.examples} == {date(2020, 6, 1)}
    early = replace(benefit, examples=(replace(first, on=date(2020, 1, 31)), *others))
    assert fates(tiny, early)["survived"] == []
    assert {len(found) for found in (list(verdicts(tiny, benefit)), list(verdicts(tiny, early)))} == {
        len(list(mutants(Rules(tiny).program(benefit))))
    }


def test_what_no_example_knew_goes_unnoticed(tiny: Pack) -> None:
    pack = known_from(tiny, date(2020, 6, 2))
    benefit = pack.benefits["living-grant"]
    new = next(each for each in benefit.examples if each.name.en == "first day of the new standard")
    others = tuple(each for each in benefit.examples if each is not new)
    survived = fates(pack, replace(benefit, examples=(replace(new, amount=Fraction("1000.5")), *others)))["survived"]
    assert [verdict.mutant.what for verdict in survived] == [
        "参数 living_grant 自 2020-01-01 起的 1200 改为 1199.99",
        "参数 living_grant 自 2020-01-01 起的 1200 改为 1200.01",
    ]
    assert all(verdict.witness is not None for verdict in survived)


def test_without_examples_every_fault_survives_that_changes_anything(tiny: Pack) -> None:
    found = fates(tiny, replace(tiny.benefits["tier-grant"], examples=()))
    assert all(verdict.mutant.tests is None for verdict in found["killed"])
    assert len(found["survived"]) > 10


def test_every_way_to_slip_is_tried(junshan: Pack, rules: Rules) -> None:
    """Operators, thresholds, steps in time, options, clauses, conditions, rows, roundings, parameters, brackets."""
    said = {mutant.what for benefit in junshan.benefits.values() for mutant in mutants(rules.program(benefit))}
    for what in (
        "去掉条件",
        "去掉一个分句",
        "去掉选项",
        "去掉第",
        "放宽一格",
        "时长移动 +1",
        "时长移动 -1",
        "下限开闭互换",
        "上限开闭互换",
        ">= 改为 >",
        "<= 改为 <",
        "> 改为 >=",
        "< 改为 <=",
        "= 改为 !=",
        "half up 改为 down",
        "down 改为 up",
        "if 分支互换",
        "min 与 max 互换",
        "* 改为 /",
        "- 改为 +",
        "参数 ",
        "去掉 not",
    ):
        assert any(what in each for each in said), what


def test_a_mutant_is_another_rule_or_proved_to_be_the_same(tiny: Pack) -> None:
    program = Rules(tiny).program(tiny.benefits["tier-grant"])
    tests = [NamedTest(test.id, test.core) for test in program.tests]
    whole = (tests, program.amount_core)
    assert difference(whole, whole) is None
    assert difference(whole, (tests[:-2] + tests[-1:], program.amount_core)) is not None


def test_what_the_examples_say_is_what_they_are_held_to(tiny: Pack) -> None:
    """A wrong outcome, amount, failed condition or missing fact is each told."""
    benefit = tiny.benefits["tier-grant"]
    decider = Rules(tiny).decider(benefit)
    names = Rules(tiny).names(benefit)
    by_name = {example.name.en: example for example in benefit.examples}
    for name, change, says in [
        ("nine", {"expect": "no"}, "应为 no"),
        ("nine", {"amount": by_name["ten"].amount}, "金额应为"),
        ("other firm", {"fails": ("a_year",)}, "不符合的条件应为"),
        ("jobs unknown", {"missing": ("kind",)}, "缺少的事实应为"),
    ]:
        example = by_name[name]
        found = decider(integers(example.given, names))
        assert list(differences(example, found)) == []
        said = [text.zh for text in differences(replace(example, **change), found)]  # type: ignore[arg-type]
        assert says in "".join(said)


def test_the_examples_of_some_benefits_of_the_real_pack_notice_every_fault(junshan: Pack) -> None:
    for name in ("start-up-grant", "unemployed-hire-grant", "star-mentor-award"):
        assert fates(junshan, junshan.benefits[name])["survived"] == [], name


@pytest.mark.slow
def test_the_examples_of_the_whole_real_pack_notice_every_fault(junshan: Pack) -> None:
    survived = [
        (verdict.benefit, verdict.mutant.what)
        for benefit in junshan.benefits.values()
        for verdict in fates(junshan, benefit)["survived"]
    ]
    assert survived == []
