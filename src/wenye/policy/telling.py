"""A whole benefit said as a short text: who, on which conditions, how much, how often, from when, from which money.

Everything comes from the model; no sentence is stored for a benefit. Pages and the API show the parts, the command
line the text.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from wenye.feel.phrases import fill, joined
from wenye.feel.prose import Teller
from wenye.feel.text import Text
from wenye.feel.tree import Table
from wenye.policy.assumed import assumed_parameters
from wenye.policy.holders import label, parts
from wenye.policy.model import Benefit, Pack
from wenye.policy.program import AMOUNT, IN_FORCE, Program
from wenye.policy.rules import Rules
from wenye.policy.vocabulary import PackWords

LANGUAGES = ("zh", "en")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of the amount: ``when`` is None where it is always paid, ``much`` is the sum in words."""

    when: Text | None
    much: Text


@dataclass(frozen=True, slots=True)
class Told:
    """A benefit in words; ``terms`` says how often, how many places, what excludes it, from when, which money."""

    title: Text
    who: Text
    conditions: tuple[Text, ...]
    amounts: tuple[Paid, ...]
    terms: tuple[Text, ...]

    def text(self, language: str) -> str:
        """The whole as plain lines."""
        conditions = [f"  {number}. {said.of(language)}" for number, said in enumerate(self.conditions, 1)]
        amounts = [f"  · {_line(paid, language)}" for paid in self.amounts]
        heads = HEADS["conditions"].of(language), HEADS["amount"].of(language)
        return "\n".join(
            [
                self.title.of(language),
                self.who.of(language),
                heads[0],
                *conditions,
                *([heads[1], *amounts] if amounts else []),
                *(term.of(language) for term in self.terms),
            ]
        )


def whole(rules: Rules, benefit: Benefit) -> Told:
    """``benefit`` in words."""
    pack, program = rules.pack, rules.program(benefit)
    zh, en = (Teller(PackWords(rules.names(benefit), pack.parameters), language) for language in LANGUAGES)
    return Told(
        title=_said("title", label=benefit.label, number=_same(str(benefit.measure))),
        who=_who(pack, benefit),
        conditions=tuple(_conditions(pack, program, zh, en)),
        amounts=tuple(_amounts(benefit, program, zh, en)),
        terms=tuple(_terms(pack, benefit, program, zh, en)),
    )


def _line(paid: Paid, language: str) -> str:
    return (
        fill(SAID["paid"], language, when=paid.when.of(language), much=paid.much.of(language))
        if paid.when
        else (paid.much.of(language))
    )


def _who(pack: Pack, benefit: Benefit) -> Text:
    subject = _bare(pack.entities[benefit.subject].label)
    if benefit.payee is None:
        return _said("who", subject=subject)
    payee = pack.entities[benefit.subject].relations.get(benefit.payee, benefit.payee)
    if payee == benefit.subject:
        return _said("who same", subject=subject)
    return _said("who paid", subject=subject, payee=_bare(pack.entities[payee].label))


def _conditions(pack: Pack, program: Program, zh: Teller, en: Teller) -> Iterator[Text]:
    for test in program.tests:
        if test.id in (IN_FORCE, AMOUNT):
            continue
        said = Text(zh.condition(test.tree), en.condition(test.tree))
        role = test.condition.role if test.condition is not None else None
        yield said if role is None else _said("judged", said=said, unit=pack.units[role].label)


def _amounts(benefit: Benefit, program: Program, zh: Teller, en: Teller) -> Iterator[Paid]:
    amount = program.amount
    if amount is not None:
        much = f"much {benefit.amount_is}"
        for (when_zh, sum_zh), (when_en, sum_en) in zip(zh.lines(amount), en.lines(amount), strict=True):
            yield Paid(Text(when_zh, when_en) if when_zh else None, _said(much, sum=Text(sum_zh, sum_en)))
        if isinstance(amount, Table) and amount.hit in ("first", "collect sum"):
            yield Paid(None, SAID[f"hit {amount.hit}"])
    for count in benefit.counts:
        per = f"count {count.per}" if count.per in PERIODS else "count"
        yield Paid(None, _said(per, what=count.what, n=_same(str(count.count))))


def basics(rules: Rules, benefit: Benefit) -> tuple[Text, ...]:
    """The terms without what is assumed or awaited, for pages that show those apart."""
    pack, program = rules.pack, rules.program(benefit)
    zh, en = (Teller(PackWords(rules.names(benefit), pack.parameters), language) for language in LANGUAGES)
    return tuple(_basics(pack, benefit, program, zh, en))


def _terms(pack: Pack, benefit: Benefit, program: Program, zh: Teller, en: Teller) -> Iterator[Text]:
    yield from _basics(pack, benefit, program, zh, en)
    yield from _assumed(pack, benefit, program)
    if benefit.awaiting is not None:
        awaited = Text(benefit.awaiting.text.zh.rstrip("。"), benefit.awaiting.text.en.rstrip("."))
        yield _said("awaiting", text=awaited, unit=pack.units[benefit.awaiting.settled_by].label)


def _basics(pack: Pack, benefit: Benefit, program: Program, zh: Teller, en: Teller) -> Iterator[Text]:
    yield _said("often", often=_often(pack, benefit))
    if benefit.claim.quota is not None:
        quota = benefit.claim.quota
        yield _said(f"quota {quota.per}", n=_same(str(quota.count)))
    yield from _stacking(pack, benefit)
    for test in program.tests:
        if test.id == IN_FORCE:
            yield _said("in force", said=Text(zh.condition(test.tree), en.condition(test.tree)))
    if benefit.fund is not None:
        yield _said("fund assumed" if benefit.fund_assumed else "fund", fund=pack.funds[benefit.fund].label)


def _assumed(pack: Pack, benefit: Benefit, program: Program) -> Iterator[Text]:
    for assumption in benefit.assumptions:
        if assumption.id != "fund":
            yield _said("assumption", text=Text(assumption.text.zh.rstrip("。"), assumption.text.en.rstrip(".")))
    labels = [pack.parameters[name].label for name in assumed_parameters(pack, program)]
    if benefit.fund_assumed:
        labels.insert(0, SAID["the fund"])
    if labels:
        yield _said(
            "assumed", names=Text("、".join(label.zh for label in labels), "; ".join(label.en for label in labels))
        )


def _often(pack: Pack, benefit: Benefit) -> Text:
    """How often for each claim, and how often for whoever takes another slot."""
    own = {(benefit.claim.unit, benefit.claim.per)}
    held = [
        _said(f"once {slot.per}", unit=_holder(pack, benefit, slot.holder))
        for slot in benefit.slots
        if (slot.holder, slot.per) not in own
    ]
    said = [_claimed(pack, benefit), *held]
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def _claimed(pack: Pack, benefit: Benefit) -> Text:
    claim = benefit.claim
    unit = _holder(pack, benefit, claim.unit)
    if claim.times is None:
        return SAID["any times"]
    if claim.times == 1:
        return _said(f"once {claim.per}", unit=unit)
    return _said(f"times {claim.per}", unit=unit, n=_same(str(claim.times)))


def _holder(pack: Pack, benefit: Benefit, paths: tuple[str, ...]) -> Text:
    """Who or what counts: 同一单位、同一个人 / the same firm and person."""
    labels = [_bare(label(each, pack.entities, pack.facts)) for each in parts(pack, benefit.subject, paths)]
    return Text("、".join(f"同一{each.zh}" for each in labels), joined([each.en for each in labels], "en", "and"))


def _stacking(pack: Pack, benefit: Benefit) -> Iterator[Text]:
    """What it may not, may, or may perhaps be had together with, those of one kind in one line."""
    slots = {slot.name for slot in benefit.slots}
    excluded = {exclusion.benefit for exclusion in benefit.excludes}
    shared = [
        other.label
        for other in pack.benefits.values()
        if other.id != benefit.id and other.id not in excluded and slots & {slot.name for slot in other.slots}
    ]
    if shared:
        yield _said("shared", others=_quoted(shared))
    for (same, basis), labels in _gathered(
        pack, ((each.benefit, (each.same, each.basis)) for each in benefit.excludes)
    ):
        yield _said(f"excludes {same}", others=labels, basis=SAID[f"basis {basis}"])
    for basis, labels in _gathered(pack, ((each.benefit, each.basis) for each in benefit.together)):
        yield _said("together", others=labels, basis=SAID[f"basis {basis}"])
    for unit, labels in _gathered(pack, ((each.benefit, each.settled_by) for each in benefit.stacking_open)):
        yield _said("stacking open", others=labels, unit=pack.units[unit].label)


def _gathered(pack: Pack, items: Iterable[tuple[str, Key]]) -> Iterator[tuple[Key, Text]]:
    """The labels of benefits that have the same said of them."""
    found: dict[Key, list[Text]] = {}
    for other, key in items:
        found.setdefault(key, []).append(pack.benefits[other].label)
    return ((key, _quoted(labels)) for key, labels in found.items())


def _quoted(labels: Iterable[Text]) -> Text:
    """Labels in a row, in Chinese between quotation marks: their own become inner ones."""
    zh = [label.zh.replace("“", "‘").replace("”", "’") for label in labels]
    return Text("".join(f"“{label}”" for label in zh), "; ".join(label.en for label in labels))


def _bare(label: Text) -> Text:
    """A label without what it explains in brackets."""
    return Text(label.zh.partition("（")[0], label.en.partition(" (")[0])


def _said(key: str, **parts: Text) -> Text:
    zh = {name: part.zh for name, part in parts.items()}
    en = {name: part.en for name, part in parts.items()}
    return Text(fill(SAID[key], "zh", **zh), fill(SAID[key], "en", **en))


def _same(figure: str) -> Text:
    return Text(figure, figure)


PERIODS: Mapping[str, Text] = {
    "year": Text("每年", "a year"),
    "half_year": Text("每半年", "every half-year"),
    "quarter": Text("每季度", "a quarter"),
    "month": Text("每月", "a month"),
    "week": Text("每周", "a week"),
    "day": Text("每天", "a day"),
    "event": Text("每场", "at each event"),
}
_SAME = {
    "ever": Text("", ""),
    "year": Text("同一年内", " in the same year"),
    "half_year": Text("同一半年内", " in the same half-year"),
    "quarter": Text("同一季度内", " in the same quarter"),
    "month": Text("同一月内", " in the same month"),
}
HEADS: Mapping[str, Text] = {"conditions": Text("条件：", "Conditions:"), "amount": Text("待遇：", "What is given:")}
SAID: Mapping[str, Text] = {
    "title": Text("{label}（第{number}条）", "{label} (measure {number})"),
    "who": Text("认定对象：{subject}", "Decided for: each {subject}"),
    "who same": Text("认定对象和收款方：{subject}", "Decided for and paid to: each {subject}"),
    "who paid": Text("认定对象：{subject}；收款方：{payee}", "Decided for: each {subject}; paid to: {payee}"),
    "judged": Text("{said}（由{unit}认定）", "{said} (judged by: {unit})"),
    "paid": Text("{when}：{much}", "{when} → {much}"),
    "much total": Text("{sum}", "{sum}"),
    "much monthly": Text("{sum}（按月）", "{sum}, each month"),
    "much daily": Text("{sum}（按天）", "{sum}, each day"),
    "much per_item": Text("{sum}（按次）", "{sum}, each time"),
    "much limit": Text("{sum}（最高额度）", "{sum} (the limit)"),
    "hit first": Text("自上而下，以先符合的一档为准", "the first line that fits counts"),
    "hit collect sum": Text("符合几档的，金额相加", "where several lines fit, their sums are added up"),
    "count": Text("{what}：{n}次", "{what}: {n}"),
    "often": Text("次数：{often}", "How often: {often}"),
    "any times": Text("不限", "no limit"),
    "once ever": Text("{unit}限一次", "once for each {unit}"),
    "times ever": Text("{unit}累计不超过{n}次", "at most {n} times for each {unit}"),
    "quota ever": Text("名额：共{n}个", "Places: {n} in all"),
    "shared": Text("与{others}只能享受其一", "Either this or: {others}"),
    "basis document": Text("文件规定", "by the document"),
    "basis assumption": Text("假定", "assumed"),
    "together": Text("可以与{others}同时享受（{basis}）", "May be had together ({basis}) with: {others}"),
    "stacking open": Text(
        "能否与{others}同时享受，待{unit}明确", "{unit} is to say whether it may be had together with: {others}"
    ),
    "in force": Text("有效期：{said}", "Validity — {said}"),
    "fund": Text("资金：{fund}", "Money: {fund}"),
    "fund assumed": Text("资金：{fund}（假定）", "Money: {fund} (assumed)"),
    "the fund": Text("资金来源", "the fund"),
    "assumption": Text("假定：{text}", "Assumed: {text}"),
    "assumed": Text(
        "以下各项为假定，登记启用前仅供测算，不能拨付：{names}",
        "Assumed, so it is worked out and not paid until an activation is recorded: {names}",
    ),
    "awaiting": Text(
        "等待上级规定：{text}（待{unit}明确，此前仅供测算）",
        "Waits for rules from above: {text} (to be settled by: {unit}; until then worked out, not paid)",
    ),
    **{
        f"count {key}": Text(f"{{what}}：{period.zh}{{n}}次", f"{{what}}: {{n}} {period.en}")
        for key, period in PERIODS.items()
    },
    **{
        f"once {key}": Text(f"{{unit}}{period.zh}一次", f"once {period.en} for each {{unit}}")
        for key, period in PERIODS.items()
    },
    **{
        f"times {key}": Text(
            f"{{unit}}{period.zh}不超过{{n}}次", f"at most {{n}} times {period.en} for each {{unit}}"
        )
        for key, period in PERIODS.items()
    },
    **{
        f"quota {key}": Text(f"名额：{period.zh}{{n}}个", f"Places: {{n}} {period.en}")
        for key, period in PERIODS.items()
    },
    **{
        f"excludes {key}": Text(
            f"{same.zh}不能与{{others}}同时享受（{{basis}}）", f"Not together{same.en} ({{basis}}) with: {{others}}"
        )
        for key, same in _SAME.items()
    },
}
