"""A whole benefit said as a short text: who, on which conditions, how much, how often, from when, from which money.

Everything comes from the model; no sentence is stored for a benefit. Pages and the API show the parts, the command
line the text.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from wenye.feel.phrases import fill, joined, the
from wenye.feel.prose import Teller
from wenye.feel.text import Text
from wenye.feel.tree import Table
from wenye.feel.types import Numeric
from wenye.policy.assumed import FUND, assumed_parameters
from wenye.policy.holders import label, parts
from wenye.policy.model import Benefit, Pack, Period
from wenye.policy.program import AMOUNT, IN_FORCE, Program
from wenye.policy.rules import Rules, validity
from wenye.policy.scopes import Names
from wenye.policy.telling_words import HEADS, PERIODS, SAID, during, said, same
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
    """A benefit in words; ``terms`` says how often, how many places, what excludes it, from when, which money.

    ``papers`` are what is to be brought and what each proves, ``steps`` how it goes on, ``assumed`` what may not be
    paid on yet and why, ``open`` what somebody still has to say.
    """

    title: Text
    who: Text
    conditions: tuple[Text, ...]
    amounts: tuple[Paid, ...]
    terms: tuple[Text, ...]
    papers: tuple[Text, ...]
    steps: tuple[Text, ...]
    time_limit: Text | None
    assumed: tuple[Text, ...]
    open: tuple[Text, ...]

    def text(self, language: str) -> str:
        """The whole as plain lines; a part that says nothing is left out."""
        amounts = [_line(paid, language) for paid in self.amounts]
        before = _numbered("conditions", _in(self.conditions, language), language)
        before += _listed("amount", amounts, language)
        after = [
            *_listed("papers", _in(self.papers, language), language),
            *_numbered("steps", _in(self.steps, language), language),
            *_in([self.time_limit] if self.time_limit else [], language),
            *_listed("assumed", _in(self.assumed, language), language),
            *_listed("open", _in(self.open, language), language),
        ]
        return "\n".join([*_in((self.title, self.who), language), *before, *_in(self.terms, language), *after])


def whole(rules: Rules, benefit: Benefit) -> Told:
    """``benefit`` in words."""
    pack, program = rules.pack, rules.program(benefit)
    zh, en = (Teller(PackWords(rules.names(benefit), pack.parameters), language) for language in LANGUAGES)
    return Told(
        title=said("title", label=benefit.label, number=same(str(benefit.measure))),
        who=_who(pack, benefit),
        conditions=tuple(_conditions(pack, program, zh, en)),
        amounts=tuple(_amounts(benefit, program, zh, en)),
        terms=tuple(_terms(rules, benefit)),
        papers=tuple(_papers(rules, benefit)),
        steps=tuple(map(_bare_end, benefit.steps)),
        time_limit=said("time limit", limit=_bare_end(benefit.time_limit)) if benefit.time_limit else None,
        assumed=tuple(_assumed(pack, benefit, program)),
        open=tuple(_open(pack, benefit)),
    )


def _in(texts: Iterable[Text], language: str) -> list[str]:
    return [text.of(language) for text in texts]


def _listed(head: str, lines: list[str], language: str) -> list[str]:
    return [HEADS[head].of(language), *(f"  · {line}" for line in lines)] if lines else []


def _numbered(head: str, lines: list[str], language: str) -> list[str]:
    return [HEADS[head].of(language), *(f"  {number}. {line}" for number, line in enumerate(lines, 1))] if lines else []


def _line(paid: Paid, language: str) -> str:
    return (
        fill(SAID["paid"], language, when=paid.when.of(language), much=paid.much.of(language))
        if paid.when
        else (paid.much.of(language))
    )


def _who(pack: Pack, benefit: Benefit) -> Text:
    entity = pack.entities[benefit.subject]
    if benefit.payee is None:
        return said("who", subject=_bare(entity.label))
    payee = entity.relations.get(benefit.payee, benefit.payee)
    if payee == benefit.subject:
        return said("who same", subject=_bare(entity.label))
    paid = entity.called.get(benefit.payee) or _bare(pack.entities[payee].label)
    return said("who paid", subject=_bare(entity.label), payee=paid)


def _conditions(pack: Pack, program: Program, zh: Teller, en: Teller) -> Iterator[Text]:
    for test in program.tests:
        if test.id in (IN_FORCE, AMOUNT):
            continue
        clause = Text(zh.condition(test.tree), en.condition(test.tree))
        role = test.condition.role if test.condition is not None else None
        yield clause if role is None else said("judged", said=clause, unit=pack.units[role].label)


def _amounts(benefit: Benefit, program: Program, zh: Teller, en: Teller) -> Iterator[Paid]:
    amount = program.amount
    if amount is not None:
        told = isinstance(amount.type, Numeric) and amount.type.unit.endswith("/月")
        much = "much total" if told and benefit.amount_is == "monthly" else f"much {benefit.amount_is}"
        for (when_zh, sum_zh), (when_en, sum_en) in zip(zh.lines(amount), en.lines(amount), strict=True):
            yield Paid(Text(when_zh, when_en) if when_zh else None, said(much, sum=Text(sum_zh, sum_en)))
        if isinstance(amount, Table) and amount.hit in ("first", "collect sum"):
            yield Paid(None, SAID[f"hit {amount.hit}"])
    for count in benefit.counts:
        per = f"count {count.per}" if count.per in PERIODS else "count"
        yield Paid(None, said(per, what=count.what, n=same(str(count.count))))


def _terms(rules: Rules, benefit: Benefit) -> Iterator[Text]:
    pack = rules.pack
    yield said("often", often=_often(pack, benefit))
    if benefit.claim.quota is not None:
        quota = benefit.claim.quota
        yield said(f"quota {quota.per}", n=same(str(quota.count)))
    yield from _stacking(pack, benefit)
    valid = validity(pack, benefit)
    if valid is not None:
        yield _valid(valid, rules.names(benefit), benefit.dated_by)
    if benefit.fund is not None:
        yield said("fund assumed" if benefit.fund_assumed else "fund", fund=pack.funds[benefit.fund].label)


def _valid(valid: Period, names: Names, dated_by: str) -> Text:
    """From when to when, and by which day: 2019年1月1日起，以申报日期为准。"""
    fact = names.fact(dated_by)
    label, span = _bare(fact.label), during(valid.start, valid.end, years=isinstance(fact.type, Numeric))
    return said("in force", during=span, by=Text(label.zh, the(label.en)))


def _papers(rules: Rules, benefit: Benefit) -> Iterator[Text]:
    """Each paper with the facts that it proves."""
    names = rules.names(benefit)
    for paper in benefit.evidence:
        proved = [_bare(names.fact(name).label) for name in paper.proves]
        facts = Text("、".join(label.zh for label in proved), joined([label.en for label in proved], "en", "and"))
        yield said("paper", paper=paper.label, facts=facts) if proved else paper.label


def _assumed(pack: Pack, benefit: Benefit, program: Program) -> Iterator[Text]:
    """What it awaits, what is assumed of it and of the values it reads, each with the source that is wanted."""
    if benefit.awaiting is not None:
        unit = pack.units[benefit.awaiting.settled_by].label
        yield said("awaiting", text=_bare_end(benefit.awaiting.text), unit=unit)
    for assumption in benefit.assumptions:
        yield _guessed(assumption.text, assumption.source_wanted)
    if benefit.fund_assumed and all(assumption.id != FUND for assumption in benefit.assumptions):
        yield SAID["the fund"]
    for name in assumed_parameters(pack, program):
        parameter = pack.parameters[name]
        for value in parameter.known():
            if value.assumption is not None:
                guessed = _guessed(value.assumption, value.source_wanted)
                yield said("assumed value", label=parameter.label, text=guessed)


def _guessed(text: Text, wanted: Text | None) -> Text:
    if wanted is None:
        return _bare_end(text)
    return said("assumed", text=_bare_end(text), wanted=_bare_end(wanted))


def _open(pack: Pack, benefit: Benefit) -> Iterator[Text]:
    for question in benefit.open:
        yield said("open", question=question.question, unit=pack.units[question.settled_by].label)


def _often(pack: Pack, benefit: Benefit) -> Text:
    """How often for each claim, and how often for whoever takes another slot."""
    own = {(benefit.claim.unit, benefit.claim.per)}
    held = [
        said(f"once {slot.per}", unit=_holder(pack, benefit, slot.holder))
        for slot in benefit.slots
        if (slot.holder, slot.per) not in own
    ]
    often = [_claimed(pack, benefit), *held]
    return Text("；".join(text.zh for text in often), "; ".join(text.en for text in often))


def _claimed(pack: Pack, benefit: Benefit) -> Text:
    claim = benefit.claim
    unit = _holder(pack, benefit, claim.unit)
    if claim.times is None:
        return SAID["any times"]
    if claim.times == 1:
        return said(f"once {claim.per}", unit=unit)
    return said(f"times {claim.per}", unit=unit, n=same(str(claim.times)))


def _holder(pack: Pack, benefit: Benefit, paths: tuple[str, ...]) -> Text:
    """Who or what counts: 同一单位、同一个人 / the same firm and person."""
    labels = [_bare(label(pack, benefit.subject, each)) for each in parts(pack, benefit.subject, paths)]
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
        yield said("shared", others=_quoted(shared))
    excluded_by = ((each.benefit, (each.same, each.basis)) for each in benefit.excludes)
    for (period, basis), labels in _gathered(pack, excluded_by):
        yield said(f"excludes {period}", others=labels, basis=SAID[f"basis {basis}"])
    for basis, labels in _gathered(pack, ((each.benefit, each.basis) for each in benefit.together)):
        yield said("together", others=labels, basis=SAID[f"basis {basis}"])
    for unit, labels in _gathered(pack, ((each.benefit, each.settled_by) for each in benefit.stacking_open)):
        yield said("stacking open", others=labels, unit=pack.units[unit].label)


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


def _bare_end(text: Text) -> Text:
    """A sentence without its full stop, to stand within another."""
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def _bare(label: Text) -> Text:
    """A label without what it explains in brackets."""
    return Text(label.zh.partition("（")[0], label.en.partition(" (")[0])
