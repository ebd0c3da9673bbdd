"""Cross-checks of benefits: what they name exists, and what their examples say can be said of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Boolean, Numeric
from wenye.policy.check_slots import Slots
from wenye.policy.checks import References, dates
from wenye.policy.draft import Draft
from wenye.policy.faults import Log, nearest
from wenye.policy.model import AmountTable, Benefit, Condition, Example, Fact, Period, Together
from wenye.policy.schema_facts import outside, within

CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Reach:
    """The facts that rules over one subject can read, by name."""

    facts: Mapping[str, Fact]
    whole: bool

    def lacks(self, name: str, draft: Draft) -> bool:
        """Whether ``name`` surely leads to no fact."""
        return self.whole and name not in self.facts and not draft.facts.doubtful(name.rpartition(".")[2])


def check_benefits(draft: Draft, log: Log) -> None:
    """All benefits of the draft."""
    refs = References(draft, log)
    slots = Slots(refs)
    for benefit in draft.benefits.items.values():
        _names(benefit, refs)
        _whole(benefit, log)
        _money(benefit, refs)
        reach = reachable(draft, benefit.subject)
        _dated(benefit, reach, refs)
        _asked(benefit, refs)
        for condition in benefit.conditions.values():
            _condition(condition, benefit, reach, refs)
        for paper in benefit.evidence:
            for name in paper.proves:
                _fact(name, reach, refs, paper.at, f"benefits.{benefit.id}.evidence.{paper.id}.proves")
        for example in benefit.examples:
            _example(example, benefit, reach, refs)
        slots.check(benefit, reach.facts if reach.whole else None)


def reachable(draft: Draft, subject: str) -> Reach:
    """What rules over ``subject`` can read: its own facts, the claim's, and those of entities it has one of."""
    entity = draft.entities.items.get(subject)
    relations = entity.relations if entity else {}
    found: dict[str, Fact] = {}
    for fact in draft.facts.items.values():
        if fact.entity in (subject, CLAIM):
            found[fact.id] = fact
        found.update({f"{name}.{fact.id}": fact for name, target in relations.items() if target == fact.entity})
    return Reach(found, entity is not None and draft.facts.whole)


def _names(benefit: Benefit, refs: References) -> None:
    path, at = f"benefits.{benefit.id}", benefit.at
    refs.known("entities", benefit.subject, at, f"{path}.subject")
    _payee(benefit, refs)
    for item in benefit.open:
        refs.known("units", item.settled_by, item.at, f"{path}.open.{item.id}.settled_by")
    for stacking in benefit.stacking_open:
        refs.known("units", stacking.settled_by, stacking.at, f"{path}.stacking_open")
        _other(stacking.benefit, benefit, refs, stacking.at, f"{path}.stacking_open")
    for exclusion in benefit.excludes:
        _other(exclusion.benefit, benefit, refs, exclusion.at, f"{path}.excludes")
    for both in benefit.together:
        _other(both.benefit, benefit, refs, both.at, f"{path}.together")
        _agrees(both, benefit, refs, f"{path}.together")
    if benefit.awaiting is not None:
        refs.known("units", benefit.awaiting.settled_by, benefit.awaiting.at, f"{path}.awaiting.settled_by")
    for items in (benefit.assumptions, benefit.interpretations, benefit.open, benefit.evidence):
        refs.unique(((item.id, item.at) for item in items), path)


def _whole(benefit: Benefit, log: Log) -> None:
    """What every benefit must say, whatever its kind."""
    path = f"benefits.{benefit.id}"
    for key, value in (("fund", benefit.fund), ("payee", benefit.payee)):
        if benefit.amount is not None and value is None:
            message = Text(f"有金额的待遇没有写 {key}。", f"A benefit with an amount names no {key}.")
            hint = Text(
                "请补上；文件没有写明的，作为假定写明。", "Add it; where the document is silent, as an assumption."
            )
            log.add(f"benefit.{key}", benefit.at, message, hint, path)
    if not benefit.examples:
        log.add(
            "benefit.examples",
            benefit.at,
            Text("没有示例。", "There are no examples."),
            Text("请按条文手工算出几个示例，写在 examples 下。", "Work some out by hand from the clause."),
            f"{path}.examples",
        )


def _other(name: str, benefit: Benefit, refs: References, at: Position, path: str) -> None:
    if name == benefit.id:
        message = Text("待遇不能排斥或叠加自身。", "A benefit cannot exclude or stack with itself.")
        refs.log.add("benefit.itself", at, message, Text("请写另一个待遇的编号。", "Name another benefit."), path)
    refs.known("benefits", name, at, path)


def _agrees(both: Together, benefit: Benefit, refs: References, path: str) -> None:
    """What may be had together is neither excluded nor an open question, on either side, and shares no slot."""
    other = refs.draft.benefits.items.get(both.benefit)
    if other is None or other is benefit:
        return
    slots = {slot.name for slot in benefit.slots} & {slot.name for slot in other.slots}
    if slots or other.id in _doubted(benefit) or benefit.id in _doubted(other):
        message = Text(
            f"既说可与“{other.id}”同时享受，又说排斥、共用占位或者待明确。",
            f"{other.id} may be had together, and is also excluded, sharing a slot or an open question.",
        )
        hint = Text(
            "together、excludes、stacking_open 和共用占位，只能留一种说法。",
            "Keep one of together, excludes, stacking_open and a shared slot.",
        )
        refs.log.add("benefit.together", both.at, message, hint, path)


def _doubted(benefit: Benefit) -> set[str]:
    return {exclusion.benefit for exclusion in benefit.excludes} | {
        question.benefit for question in benefit.stacking_open
    }


def _payee(benefit: Benefit, refs: References) -> None:
    """An entity, or a relation of the subject."""
    entity = refs.draft.entities.items.get(benefit.subject)
    if entity is not None and benefit.payee not in entity.relations:
        refs.known("entities", benefit.payee, benefit.at, f"benefits.{benefit.id}.payee")


def _money(benefit: Benefit, refs: References) -> None:
    path, head = f"benefits.{benefit.id}", refs.draft.head
    refs.known("funds", benefit.fund, benefit.at, f"{path}.fund")
    refs.listed("purposes", benefit.purpose, head.purposes if head else (), benefit.at, f"{path}.purpose")
    fund = refs.draft.funds.items.get(benefit.fund or "")
    if fund is not None and benefit.purpose not in fund.purposes:
        message = Text(
            f"资金“{fund.label.zh}”的用途里没有“{benefit.purpose}”。", f"{fund.label.en} is not for {benefit.purpose}."
        )
        hint = Text("请换资金或用途，或在 funds.yaml 补上该用途。", "Choose another, or add the purpose in funds.yaml.")
        refs.log.add("fund.purpose", benefit.at, message, hint, f"{path}.fund")


def _asked(benefit: Benefit, refs: References) -> None:
    """What opens the questions of a benefit is itself a yes/no question."""
    path = f"benefits.{benefit.id}.asked_when"
    refs.known("facts", benefit.asked_when, benefit.at, path)
    fact = refs.draft.facts.items.get(benefit.asked_when or "")
    if fact is not None and (not isinstance(fact.type, Boolean) or fact.question is None):
        message = Text(f"“{fact.id}”不是可以问的是/否事实。", f"{fact.id} is no yes/no fact with a question.")
        refs.log.add(
            "benefit.asked",
            benefit.at,
            message,
            Text("请写带 question 的是/否型事实。", "Name a yes/no fact with a question."),
            path,
        )


def _dated(benefit: Benefit, reach: Reach, refs: References) -> None:
    path = f"benefits.{benefit.id}.dated_by"
    fact = _fact(benefit.dated_by, reach, refs, benefit.at, path)
    if fact is None:
        return
    if not dates(fact.type):
        message = Text(
            f"“{benefit.dated_by}”既不是日期也不是年份。", f"{benefit.dated_by} is neither a date nor a year."
        )
        refs.log.add(
            "benefit.dated", benefit.at, message, Text("请写日期型或整数年份型事实。", "Name a date or a year."), path
        )
    if isinstance(fact.type, Numeric) and benefit.valid is not None:
        _whole_years(benefit.valid, refs, f"benefits.{benefit.id}.valid")


def _whole_years(valid: Period, refs: References, path: str) -> None:
    first = valid.start is None or (valid.start.month, valid.start.day) == (1, 1)
    last = valid.end is None or (valid.end.month, valid.end.day) == (12, 31)
    if not (first and last):
        message = Text("按年份计的待遇，有效期须是整年。", "A benefit dated by a year is valid for whole years.")
        hint = Text("from 写 1 月 1 日，to 写 12 月 31 日。", "Begin on 1 January and end on 31 December.")
        refs.log.add("date.year", valid.at, message, hint, path)


def _fact(name: str, reach: Reach, refs: References, at: Position, path: str) -> Fact | None:
    """The fact behind ``name``; logs a fault when there is surely none."""
    if reach.lacks(name, refs.draft):
        refs.unknown("facts", name, reach.facts, at, path)
    return reach.facts.get(name)


def _condition(condition: Condition, benefit: Benefit, reach: Reach, refs: References) -> None:
    path = f"benefits.{benefit.id}.conditions.{condition.id}"
    refs.known("units", condition.role, condition.at, f"{path}.role")
    if condition.judgement is None:
        return
    fact = _fact(condition.judgement, reach, refs, condition.at, f"{path}.judgement")
    if fact is not None and not (fact.judgement and isinstance(fact.type, Boolean)):
        message = Text(f"“{condition.judgement}”不是人工认定的事实。", f"{condition.judgement} is not a judgement.")
        hint = Text("请在该事实写 judgement: true，或改用 test。", "Mark the fact judgement: true, or use a test.")
        refs.log.add("condition.judgement", condition.at, message, hint, f"{path}.judgement")


def _example(example: Example, benefit: Benefit, reach: Reach, refs: References) -> None:
    path = f"benefits.{benefit.id}.examples"
    for name, value in example.given.items():
        fact = _fact(name, reach, refs, example.at, path)
        if fact is None:
            continue
        if fact.derived is not None:
            message = Text(f"“{name}”是推导事实，不能直接给出。", f"{name} is derived, it cannot be given.")
            refs.log.add(
                "example.derived",
                example.at,
                message,
                Text("请给出它所依据的事实。", "Give the facts it rests on."),
                path,
            )
        elif fact.domain is not None and not within(value, fact.domain):
            message, hint = outside(value, fact.domain)
            refs.log.add(
                "value.domain", example.at, Text(f"“{name}”：{message.zh}", f"{name}: {message.en}"), hint, path
            )
    for name in example.missing or ():
        _fact(name, reach, refs, example.at, path)
    for name in example.fails or ():
        _failing(name, example, benefit, refs, path)
    if (example.amount is not None) != (example.expect == "yes" and benefit.amount is not None):
        _amount(example, benefit, refs, path)


def _failing(name: str, example: Example, benefit: Benefit, refs: References, path: str) -> None:
    ids = [*benefit.conditions, "in_force", *(["amount"] if isinstance(benefit.amount, AmountTable) else [])]
    if name not in ids:
        message = Text(f"没有名为“{name}”的条件。", f"There is no condition named {name}.")
        refs.log.add("unknown.condition", example.at, message, nearest(name, ids), path)


def _amount(example: Example, benefit: Benefit, refs: References, path: str) -> None:
    message = Text("这个待遇没有金额，示例却写了金额。", "The benefit has no amount, the example gives one.")
    hint = Text("请删去 amount。", "Delete amount.")
    if example.amount is None:
        message = Text("结果为 yes 的示例没有写金额。", "The example expects yes but gives no amount.")
        hint = Text("请补上 amount（元）。", "Add amount in yuan.")
    refs.log.add("example.amount", example.at, message, hint, path)
