"""Cross-checks of a pack: every name leads somewhere, nothing contradicts anything else in another file."""

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Date, Numeric, Type
from wenye.policy.draft import Draft, Section
from wenye.policy.faults import Log, nearest
from wenye.policy.model import Entity, Fact, Fund, Measure, Parameter, Part

T = TypeVar("T")

WHAT = {
    "units": Text("单位", "unit"),
    "funds": Text("资金", "fund"),
    "entities": Text("对象", "entity"),
    "facts": Text("事实", "fact"),
    "benefits": Text("待遇", "benefit"),
    "purposes": Text("用途", "purpose"),
    "plans": Text("计划", "plan"),
}


class References:
    """Looks names up in a draft and logs those that lead nowhere."""

    def __init__(self, draft: Draft, log: Log) -> None:
        self.draft, self.log = draft, log

    def known(self, kind: str, name: str | None, at: Position, path: str) -> None:
        """Log a fault when ``name`` (None: nothing to look up) is not defined in the section ``kind``."""
        section: Section[object] = getattr(self.draft, kind)
        if name is not None and section.lacks(name):
            self.unknown(kind, name, section.items, at, path)

    def listed(self, kind: str, name: str, names: Iterable[str], at: Position, path: str) -> None:
        """The same for what ``pack.yaml`` lists."""
        if self.draft.head is not None and name not in names:
            self.unknown(kind, name, names, at, path)

    def unknown(self, kind: str, name: str, names: Iterable[str], at: Position, path: str) -> None:
        """Log that there is no ``name`` of this kind."""
        what = WHAT[kind]
        self.log.add(
            f"unknown.{what.en}",
            at,
            Text(f"没有名为“{name}”的{what.zh}。", f"There is no {what.en} named {name}."),
            nearest(name, names),
            path,
        )

    def unique(self, items: Iterable[tuple[str, Position]], path: str) -> None:
        """Log ids that occur twice in one list."""
        seen: dict[str, Position] = {}
        for name, at in items:
            if name in seen:
                message = Text(
                    f"“{name}”在第 {seen[name].line} 行已经写过。", f"{name} is on line {seen[name].line} already."
                )
                self.log.add("name.twice", at, message, Text("请改用另一个编号。", "Choose another id."), path)
            seen.setdefault(name, at)


def check_sections(draft: Draft, log: Log) -> None:
    """Everything but benefits."""
    refs = References(draft, log)
    _head(draft, refs)
    for fund in draft.funds.items.values():
        _fund(fund, refs)
    for entity in draft.entities.items.values():
        _entity(entity, refs)
    for fact in draft.facts.items.values():
        _fact(fact, refs)
    _withdraw(draft)
    for parameter in draft.parameters.items.values():
        _parameter(parameter, refs)
    for measure in draft.measures.values():
        _measure(measure, refs)
    _numbers(draft, log)


def _head(draft: Draft, refs: References) -> None:
    if draft.head is None:
        return
    for rule in draft.head.rules.values():
        refs.known("units", rule.unit, rule.at, f"rules.{rule.id}.unit")
    refs.unique(((item.id, item.at) for item in draft.head.assumptions), "assumptions")


def _fund(fund: Fund, refs: References) -> None:
    head = refs.draft.head
    for purpose in fund.purposes if head else ():
        refs.listed("purposes", purpose, head.purposes if head else (), fund.at, f"funds.{fund.id}.purposes")
    if (fund.floor is None) != (fund.floor_rule is None):
        message = Text("floor 和 floor_rule 要一起写。", "floor and floor_rule go together.")
        refs.log.add("fund.floor", fund.at, message, Text("请补上另一个。", "Add the other one."), f"funds.{fund.id}")


def _entity(entity: Entity, refs: References) -> None:
    for name, target in entity.relations.items():
        refs.known("entities", target, entity.at, f"entities.{entity.id}.relations.{name}")
    for name in entity.called.keys() - entity.relations.keys():
        message = Text(f"“{name}”不是 {entity.id} 的关系。", f"{name} is no relation of {entity.id}.")
        path = f"entities.{entity.id}.called.{name}"
        refs.log.add("unknown.relation", entity.at, message, nearest(name, entity.relations), path)


def _fact(fact: Fact, refs: References) -> None:
    path = f"facts.{fact.id}"
    refs.known("entities", fact.entity, fact.at, f"{path}.entity")
    refs.known("units", fact.verified_by, fact.at, f"{path}.verified_by")
    if fact.aggregate is not None:
        refs.known("entities", fact.aggregate.over, fact.aggregate.at, f"{path}.from")
        refs.known("facts", fact.aggregate.of, fact.aggregate.at, f"{path}.from.of")
    if fact.id in refs.draft.parameters.items:
        other = refs.draft.parameters.items[fact.id].at
        message = Text(
            f"参数“{fact.id}”与 {fact.at.file} 中的事实重名。",
            f"Parameter {fact.id} has the name of a fact in {fact.at.file}.",
        )
        refs.log.add(
            "name.clash", other, message, Text("请给其中一个改名。", "Rename one of them."), f"parameters.{fact.id}"
        )


def _withdraw(draft: Draft) -> None:
    """What rests on an unknown entity was told once; what rests on that again is not told."""
    lacks = draft.entities.lacks
    for fact in [fact for fact in draft.facts.items.values() if lacks(fact.entity)]:
        draft.facts.withdraw(fact.id)
    for entity in [entity for entity in draft.entities.items.values() if any(map(lacks, entity.relations.values()))]:
        draft.entities.withdraw(entity.id)


def _parameter(parameter: Parameter, refs: References) -> None:
    """What dates it is a day or a year, and each value begins after the one before it."""
    _dated(parameter, refs)
    for earlier, later in pairwise(parameter.history):
        path = f"parameters.{parameter.id}.values"
        if earlier.start == later.start:
            message = Text(f"{later.start} 起的值写了两次。", f"The value from {later.start} is given twice.")
            refs.log.add(
                "parameter.overlap",
                later.at,
                message,
                Text("请删去一个，或更正日期。", "Delete one, or correct the date."),
                path,
            )
        elif earlier.start > later.start:
            message = Text(
                f"{later.start} 起的值排在 {earlier.start} 之后。",
                f"The value from {later.start} stands after {earlier.start}.",
            )
            refs.log.add(
                "parameter.order",
                later.at,
                message,
                Text("请按起始日期从早到晚排列。", "Order values by their first day."),
                path,
            )
        elif earlier.until is not None and earlier.until >= later.start:
            message = Text(
                f"{earlier.start} 起的值到 {earlier.until} 才结束，与下一个值重叠。",
                f"The value from {earlier.start} lasts until {earlier.until} and overlaps the next.",
            )
            refs.log.add(
                "parameter.overlap",
                later.at,
                message,
                Text("请更正 until，或删去它。", "Correct until, or delete it."),
                path,
            )


def _dated(parameter: Parameter, refs: References) -> None:
    name = parameter.dated_by
    if name is None:
        return
    path = f"parameters.{parameter.id}.dated_by"
    refs.known("facts", name.rpartition(".")[2], parameter.at, path)
    fact = refs.draft.facts.items.get(name.rpartition(".")[2])
    if fact is not None and not dates(fact.type):
        message = Text(f"“{name}”既不是日期也不是年份。", f"{name} is neither a date nor a year.")
        hint = Text("请写日期型或整数年份型事实。", "Name a date or a year.")
        refs.log.add("parameter.dated", parameter.at, message, hint, path)


def dates(kind: Type) -> bool:
    """Whether a fact of this type can date a rule: a day, or a whole year."""
    return isinstance(kind, Date) or (isinstance(kind, Numeric) and kind.kind == "integer")


def _measure(measure: Measure, refs: References) -> None:
    head, at = refs.draft.head, measure.at
    if head is not None and measure.plan not in head.plans:
        refs.unknown("plans", str(measure.plan), [str(plan) for plan in head.plans], at, "plan")
    if not measure.lead:
        refs.log.add(
            "measure.lead",
            at,
            Text("没有牵头单位。", "There is no lead unit."),
            Text("请在 lead 写上单位编号。", "Name a unit under lead."),
            "lead",
        )
    for key, units in (("lead", measure.lead), ("related", measure.related)):
        for unit in dict.fromkeys(units):
            refs.known("units", unit, at, key)
    for question in measure.open:
        refs.known("units", question.settled_by, question.at, f"open.{question.id}.settled_by")
    refs.unique(((part.id, part.at) for part in measure.parts), "parts")
    for items in (measure.assumptions, measure.interpretations, measure.open):
        refs.unique(((item.id, item.at) for item in items), "")
    for part in measure.parts:
        _part(part, refs)


def _part(part: Part, refs: References) -> None:
    path = f"parts.{part.id}"
    refs.known("funds", part.fund, part.at, f"{path}.fund")
    refs.known("units", part.keeper, part.at, f"{path}.keeper")
    for unit in part.by:
        refs.known("units", unit, part.at, f"{path}.by")


def _numbers(draft: Draft, log: Log) -> None:
    """The measures that ``pack.yaml`` counts are all there, and no other."""
    if draft.head is None or draft.head.measures is None or not draft.benefits.whole:
        return
    wanted, at = set(range(1, draft.head.measures + 1)), Position("pack.yaml", 1, 1)
    seen = set(draft.measures) | draft.unread
    if lacking := sorted(wanted - seen):
        log.add(
            "measure.missing",
            at,
            Text(f"缺少措施 {_ranges(lacking)}。", f"Measures {_ranges(lacking)} are missing."),
            Text("请补上文件，或更正 pack.yaml 的 measures。", "Add their files, or correct measures in pack.yaml."),
            "measures",
        )
    for number in sorted(set(draft.measures) - wanted):
        message = Text(
            f"措施 {number} 超出 pack.yaml 写明的 {draft.head.measures} 项。",
            f"Measure {number} is beyond the {draft.head.measures} that pack.yaml counts.",
        )
        hint = Text("请更正编号，或更正 pack.yaml 的 measures。", "Correct the number, or measures in pack.yaml.")
        log.add("measure.beyond", draft.measures[number].at, message, hint, "measure")


def _ranges(numbers: list[int]) -> str:
    """Sorted numbers as ``3, 13–20``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
