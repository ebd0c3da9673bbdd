"""The whole pack said: every condition, row, amount, reason and benefit, in both languages, without a slip."""

from collections.abc import Iterator

from tests.feel.words import slips
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
        for text in (told.title, told.who, *told.conditions, *(paid.much for paid in told.amounts), *told.terms):
            assert "{" not in text.zh + text.en and "None" not in text.zh + text.en, (benefit.id, text)
        assert told.text("zh").count("\n") == told.text("en").count("\n")


def test_the_start_up_grant_said_whole(rules: Rules) -> None:
    told = whole(rules, rules.pack.benefits["start-up-grant"])
    assert told.text("zh").splitlines()[:14] == [
        "一次性创业补贴（第 21 条）",
        "认定对象和收款方：单位",
        "条件：",
        "  1. 单位类型为初创企业、初次注册的个体工商户或农民专业合作社",
        "  2. 正常运营，并且自注册登记日期至申报日期已满 1 年",
        "  3. 自注册登记日期至申报日期不超过 3 年",
        "待遇：",
        "  · 带动就业人数为 3 至 9 人，并且投入规模不低于 50,000 元：10,000 元",
        "  · 带动就业人数为 10 至 19 人，并且投入规模不低于 200,000 元：20,000 元",
        "  · 带动就业人数不少于 20 人，并且投入规模不低于 300,000 元：30,000 元",
        "次数：按单位计，限一次",
        "名额：每年 50 个",
        "能否与“返乡下乡创业一次性补贴”同时享受，待区人社局明确",
        "能否与“创业一次性领取失业保险金”同时享受，待区人社局明确",
    ]
    assert told.text("zh").splitlines()[-3:] == [
        "有效期：申报日期不早于 2019年1月1日",
        "资金：就业专项资金（假定）",
        "以下各项为假定，登记启用前仅供测算，不能拨付：资金来源",
    ]
    assert told.text("en").splitlines()[:11] == [
        "Start-up grant (measure 21)",
        "Decided for and paid to: each firm or organisation",
        "Conditions:",
        "  1. kind of organisation: start-up, individual business registered for the first time "
        "or farmers' cooperative",
        "  2. is operating normally, and at least 1 year from the date of registration to the date of application",
        "  3. at most 3 years from the date of registration to the date of application",
        "What is given:",
        "  · jobs provided: 3 to 9 people, and investment: at least 50,000 yuan → 10,000 yuan",
        "  · jobs provided: 10 to 19 people, and investment: at least 200,000 yuan → 20,000 yuan",
        "  · jobs provided: at least 20 people, and investment: at least 300,000 yuan → 30,000 yuan",
        "How often: once for each firm or organisation",
    ]


def test_a_judgement_names_who_makes_it_and_an_awaited_rule_who_settles_it(rules: Rules) -> None:
    told = whole(rules, rules.pack.benefits["difficulty-refund-by-benefit"])
    assert "有望恢复正常生产经营（由区人社局认定）" in [text.zh for text in told.conditions]
    assert told.terms[-1].zh == "待省、市人社部门出台具体操作办法后执行（待省人社厅明确，此前仅供测算）"
    assert "有效期：返还所属年度为 2019 年" in [text.zh for text in told.terms]
    assert [term.zh for term in told.terms if "当地月人均失业保险金" in term.zh]
