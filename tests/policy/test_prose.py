"""The whole pack said: every condition, row, amount, reason and benefit, in both languages, without a slip."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.feel.words import slips
from wenye.feel import Text
from wenye.feel.prose import Teller
from wenye.feel.reasons import reasons
from wenye.policy.model import Benefit, Pack
from wenye.policy.rules import Rules
from wenye.policy.telling import whole
from wenye.policy.vocabulary import PackWords

ACRONYMS = ("SYB",)
"""Latin words that stand in the document's own Chinese."""


def wrong(said: str, language: str) -> list[str]:
    for word in ACRONYMS:
        said = said.replace(word, "甲" if language == "zh" else "X")
    return slips(said.replace("甲 ", "甲").replace(" 甲", "甲"), language)


def tellers(rules: Rules, benefit: Benefit) -> Iterator[Teller]:
    words = PackWords(rules.names(benefit), rules.pack.parameters)
    yield from (Teller(words, language) for language in ("zh", "en"))


def said_of(rules: Rules, benefit: Benefit) -> Iterator[tuple[str, str]]:
    program = rules.program(benefit)
    for teller in tellers(rules, benefit):
        for test in program.tests:
            yield from ((teller.language, teller.condition(test.tree, holds)) for holds in (True, False))
        for line in teller.lines(program.amount) if program.amount is not None else ():
            yield from ((teller.language, part) for part in line if part)


def test_every_condition_and_amount_of_the_pack_is_said_without_a_slip(rules: Rules) -> None:
    bad = [
        (benefit.id, said, found)
        for benefit in rules.pack.benefits.values()
        for language, said in said_of(rules, benefit)
        if (found := wrong(said, language))
    ]
    assert bad == []


def test_no_name_of_the_program_is_left_in_a_sentence(rules: Rules) -> None:
    """Ids have underscores or are told apart from ordinary words by standing where a label should."""
    for benefit in rules.pack.benefits.values():
        labels = {fact.name: rules.names(benefit).fact(fact.name).label for fact in rules.program(benefit).facts}
        for language, said in said_of(rules, benefit):
            left = [
                name
                for name, label in labels.items()
                if name in said and name not in label.of(language) and "_" in name
            ]
            assert left == [], (benefit.id, said)


def test_every_reason_of_every_example_is_said_without_a_slip(junshan: Pack) -> None:
    known_on: dict[object, Rules] = {}
    bad, count = [], 0
    for benefit in junshan.benefits.values():
        for example in benefit.examples:
            rules = known_on.setdefault(example.on, Rules(junshan, example.on))
            words = PackWords(rules.names(benefit), junshan.parameters)
            for test in rules.program(benefit).tests:
                found = reasons(test.tree, example.given, words)
                assert found, (benefit.id, example.name.zh, test.id)
                count += len(found)
                bad += [
                    (benefit.id, said)
                    for text in found
                    for said, language in ((text.zh, "zh"), (text.en, "en"))
                    if wrong(said, language)
                ]
    assert bad == []
    assert count > 5000


def test_every_benefit_is_said_whole(rules: Rules) -> None:
    for benefit in rules.pack.benefits.values():
        told = whole(rules, benefit)
        assert len(told.conditions) == len(benefit.conditions)
        assert bool(told.amounts) == (benefit.amount is not None or bool(benefit.counts))
        said = (told.title, told.who, *told.conditions, *(paid.much for paid in told.amounts), *told.terms)
        for text in (*said, *told.papers, *told.steps, *told.assumed, *told.open):
            assert "{" not in text.zh + text.en and "None" not in text.zh + text.en, (benefit.id, text)
        assert told.text("zh").count("\n") == told.text("en").count("\n")


def test_the_tiny_pack_said_whole(tiny: Pack) -> None:
    """``told.txt`` was checked by hand."""
    rules = Rules(tiny)
    told = [whole(rules, benefit).text(language) for benefit in tiny.benefits.values() for language in ("zh", "en")]
    assert "\n\n".join(told) + "\n" == (Path(__file__).parent / "told.txt").read_text("utf-8")


def test_the_start_up_grant_said_whole(rules: Rules) -> None:
    told = whole(rules, rules.pack.benefits["start-up-grant"])
    assert told.title.zh == "一次性创业补贴（第 21 条）"
    assert [text.zh for text in told.conditions] == [
        "单位类型为初创企业、初次注册的个体工商户或农民专业合作社",
        "正常运营，并且自注册登记日期至申报日期已满 1 年",
        "自注册登记日期至申报日期不超过 3 年",
    ]
    assert [(paid.when and paid.when.zh, paid.much.zh) for paid in told.amounts] == [
        ("带动就业人数为 3 至 9 人，并且投入规模不低于 50,000 元", "10,000 元"),
        ("带动就业人数为 10 至 19 人，并且投入规模不低于 200,000 元", "20,000 元"),
        ("带动就业人数不少于 20 人，并且投入规模不低于 300,000 元", "30,000 元"),
    ]
    terms = [term.zh for term in told.terms]
    assert "名额：每年 50 个" in terms and "有效期：2019年1月1日起，以申报日期为准" in terms


def test_what_a_benefit_may_be_had_with_who_judges_and_what_is_assumed_or_awaited(good: Pack) -> None:
    rules = Rules(good)
    start_up, hire, stable = (
        whole(rules, good.benefits[name]) for name in ("start-up-grant", "hire-grant", "stable-refund")
    )
    assert "有望恢复（由区人社局认定）" in [text.zh for text in start_up.conditions]
    assert hire.conditions[0] == Text("招用人员属于贫困劳动力", "the worker is registered poor")
    assert [text.zh for text in start_up.papers] == ["营业执照（证明：单位类型、登记日期）"]
    wanted = [
        (start_up, "同一年内不能与“招用补贴”同时享受（假定）", "Not together in the same year (assumed) with: Hiring grant"),
        (start_up, "资金：就业专项资金（假定）", "Money: Employment fund (assumed)"),
        (start_up, "名额：每年 50 个", "Places: 50 a year"),
        (hire, "次数：同一单位、同一招用人员限一次", "How often: once for each firm and worker"),
        (hire, "能否与“稳岗返还”同时享受，待区人社局明确",
         "Labour Bureau is to say whether it may be had together with: Stable-jobs refund"),
        (stable, "可以与“创业补贴”同时享受（文件规定）", "May be had together (by the document) with: Start-up grant"),
        (stable, "有效期：2019 至 2020 年，以年度为准", "Valid: 2019 to 2020, by the year"),
    ]  # fmt: skip
    for told, zh, en in wanted:
        assert (zh, en) in [(term.zh, term.en) for term in told.terms]
    assert [text.zh for text in stable.assumed] == [
        "等待上级规定：待上级办法（由区财政局落实）", "裁员率上限：假定为 0.055（真实依据：上级规定）"
    ]  # fmt: skip
    assert [text.zh for text in start_up.assumed] == ["资金来源是假定的"]


def test_benefits_of_which_the_same_is_said_stand_in_one_line(good: Pack) -> None:
    """Two that may be had with it, and two that share its slot."""
    refund = good.benefits["stable-refund"]
    twice = (refund.together[0], replace(refund.together[0], benefit="hire-grant"))
    told = whole(
        Rules(replace(good, benefits={**good.benefits, refund.id: replace(refund, together=twice)})),
        replace(refund, together=twice),
    )
    assert "可以与“创业补贴”“招用补贴”同时享受（文件规定）" in [term.zh for term in told.terms]
