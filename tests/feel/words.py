"""A small vocabulary for the tests of prose: one fact or parameter of every kind, with its labels."""

import re
from datetime import date
from fractions import Fraction

from wenye.feel import Position, Scope, Text, compile_expression, types
from wenye.feel.tree import Derived, Expr, Fact, Parameter
from wenye.feel.types import Natural, Type, encode
from wenye.feel.wording import Word

AT = Position("words", 1, 1)
KINDS = types.Enum("kind", ("start_up", "shop", "farm"))
SEXES = types.Enum("性别", ("male", "female"))


def _fact(name: str, kind: Type, low: Natural | None = None, high: Natural | None = None) -> Fact:
    if low is None or high is None:
        return Fact(AT, kind, name, None, None)
    return Fact(AT, kind, name, int(encode(kind, low)), int(encode(kind, high)))


def _yuan(name: str, low: int = 0, unit: str = "元") -> Fact:
    return _fact(name, types.money(unit), Fraction(low), Fraction(10**9))


def _count(name: str, unit: str, low: int = 0, high: int = 10**5) -> Fact:
    return _fact(name, types.integer(unit), Fraction(low), Fraction(high))


def _day(name: str) -> Fact:
    return _fact(name, types.DATE, date(1950, 1, 1), date(2035, 12, 31))


FACTS = {
    fact.name: fact
    for fact in (
        _fact("open", types.BOOLEAN),
        _fact("poor", types.BOOLEAN),
        _fact("bare", types.BOOLEAN),
        _fact("kind", KINDS),
        _fact("kind_before", KINDS),
        _count("jobs", "人"),
        _count("staff", "人"),
        _count("months", "个月"),
        _count("times", "次"),
        _count("year", "年", 2010, 2035),
        _fact("rate", types.number(4), Fraction(0), Fraction(1)),
        _yuan("paid"),
        _yuan("cost"),
        _yuan("growth", -(10**9)),
        _yuan("wage", unit="元/月"),
        _day("begun"),
        _day("applied"),
        _day("birth"),
        _fact("person.poor", types.BOOLEAN),
        _fact("person.big", types.BOOLEAN),
        _fact("person.sex", SEXES),
        _fact("person.months", types.integer("个月"), Fraction(0), Fraction(600)),
        _day("person.birth"),
    )
}
_APPLIED = FACTS["applied"]
_STEPS = ((date(2018, 1, 1), Fraction(800)), (date(2019, 1, 1), Fraction(1500)))
SYMBOLS: dict[str, Expr] = {
    **FACTS,
    "limit": Parameter(AT, types.number(3), "limit", ((date(2019, 1, 1), Fraction("0.055")),), _APPLIED),
    "least": Parameter(AT, types.money(), "least", _STEPS, _APPLIED),
    "ended": Parameter(
        AT, types.money(), "ended", ((date(2018, 1, 1), Fraction(800)), (date(2020, 1, 1), None)), _APPLIED
    ),
    "later": Parameter(AT, types.money(), "later", _STEPS, FACTS["begun"], apart=True),
    "floor_wage": Parameter(AT, types.money("元/月"), "floor_wage", ((date(2019, 1, 1), Fraction(1430)),), _APPLIED),
}
SCOPE = Scope(SYMBOLS)
SYMBOLS["short"] = Derived(AT, types.money(), "short", compile_expression("max(0, cost - paid)", SCOPE, AT))
SYMBOLS["big"] = Derived(AT, types.BOOLEAN, "big", compile_expression("staff >= 2000", SCOPE, AT))

_PEOPLE, _MONTHS, _TIMES = Text("人", "people"), Text("个月", "months"), Text("次", "times")
_A_MONTH = Text("元/月", "yuan a month")
_LABELS = {"start_up": Text("初创企业", "start-up"), "shop": Text("个体户", "shop"), "farm": Text("农场", "farm")}
_TRAINEE = Text("学员", "trainee")
VOCABULARY: dict[str, Word] = {
    "person.poor": Word(
        Text("学员的贫困劳动力", "trainee's poor worker"),
        yes=Text("学员属于贫困劳动力", "the trainee is a poor worker"),
        no=Text("学员不属于贫困劳动力", "the trainee is not a poor worker"),
        owner=_TRAINEE,
    ),
    "person.big": Word(
        Text("学员的重点企业职工", "trainee's key worker"),
        yes=Text("学员是重点企业职工", "the trainee works for a key employer"),
        no=Text("学员不是重点企业职工", "the trainee works for no key employer"),
        owner=_TRAINEE,
    ),
    "person.sex": Word(
        Text("学员的性别", "trainee's sex"),
        values={"male": Text("男", "male"), "female": Text("女", "female")},
        owner=_TRAINEE,
    ),
    "person.months": Word(Text("学员累计缴费月数", "trainee's months paid in all"), _MONTHS, owner=_TRAINEE),
    "person.birth": Word(Text("学员的出生日期", "trainee's date of birth"), birth=True, owner=_TRAINEE),
    "open": Word(
        Text("经营状况", "operation"),
        yes=Text("正常运营", "is operating normally"),
        no=Text("未正常运营", "is not operating normally"),
    ),
    "poor": Word(
        Text("贫困劳动力", "poor worker"),
        yes=Text("属于贫困劳动力", "is a poor worker"),
        no=Text("不属于贫困劳动力", "is not a poor worker"),
    ),
    "bare": Word(Text("有担保人", "has a guarantor")),
    "big": Word(
        Text("重点企业", "key employer"),
        yes=Text("属于重点企业", "is a key employer"),
        no=Text("不属于重点企业", "is not a key employer"),
    ),
    "kind": Word(Text("单位类型", "kind of firm"), values=_LABELS),
    "kind_before": Word(Text("原单位类型", "former kind of firm"), values=_LABELS),
    "jobs": Word(Text("带动就业人数", "jobs provided"), _PEOPLE),
    "staff": Word(Text("职工人数", "staff"), _PEOPLE),
    "months": Word(Text("缴费月数", "months paid"), _MONTHS),
    "times": Word(Text("已享受次数", "times already had"), _TIMES),
    "year": Word(Text("所属年度", "year of the refund"), Text("年", "year")),
    "rate": Word(Text("裁员率", "lay-off rate"), share=True),
    "paid": Word(Text("投入规模", "investment")),
    "cost": Word(Text("培训经费", "training cost")),
    "growth": Word(Text("税收增量", "growth of tax")),
    "wage": Word(Text("实发工资", "take-home pay"), _A_MONTH),
    "begun": Word(Text("登记日期", "date of registration")),
    "applied": Word(Text("申报日期", "date of application")),
    "birth": Word(Text("出生日期", "date of birth"), birth=True),
    "limit": Word(Text("少裁员上限", "limit for few lay-offs"), share=True),
    "least": Word(Text("补贴标准", "standard of the grant")),
    "later": Word(Text("登记补贴标准", "standard at registration")),
    "ended": Word(Text("旧补贴标准", "former standard")),
    "floor_wage": Word(Text("月最低工资标准", "local minimum wage"), _A_MONTH),
    "short": Word(Text("经费不足部分", "uncovered cost")),
}


SLIPS = {
    "a placeholder or a name of the program": r"None|True|False|[{}_]|Fraction|Text\(",
    "a doubled mark": r"  |[，。；：、]{2}|[,;:]{2}|（）|\(\)",
}
SLIPS_OF = {
    "zh": {
        "English": r"[a-z]{2}",
        "a figure without its space": r"[\u4e00-\u9fff][\dA-Z]|[\dA-Z%][\u4e00-\u9fff]",
        "an ASCII mark": r"[,;:()]",
        "a space at a mark": r" [（），。；：、]|[（），。；：、] ",
    },
    "en": {"Chinese": r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"},
}


def slips(said: str, language: str) -> list[str]:
    """What is wrong with a sentence on the face of it; dates and thousands are as they should be."""
    bare = re.sub(r"(?<!\d)\d{4}年\d{1,2}月\d{1,2}日", "某日", said) if language == "zh" else said
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", bare)
    found = [name for name, pattern in {**SLIPS, **SLIPS_OF[language]}.items() if re.search(pattern, bare)]
    closed = all(said.count(opening) == said.count(closing) for opening, closing in ("（）", "()", "“”"))
    return [
        *found,
        *([] if closed else ["brackets that do not close"]),
        *([] if said.strip() == said != "" else ["loose ends"]),
    ]
