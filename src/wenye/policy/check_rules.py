"""Every expression of a pack compiled, so that a pack that loads has no rule left to fail."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from wenye.feel import Expr, Fault, Faults, Scope, checked, compile_expression, lower, tree
from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import DATE, Boolean, Numeric, Type, describe, encode
from wenye.policy.draft import Draft
from wenye.policy.faults import Log
from wenye.policy.limits import beyond, too_deep
from wenye.policy.model import Aggregate, AmountTable, Benefit, Fact, Formula, Period
from wenye.policy.program import compile_benefit
from wenye.policy.scopes import Names, bounds
from wenye.policy.values import EARLIEST, LATEST

DATED_BY = "applied_on"
_WORD = re.compile(r"[a-z_][a-z0-9_]*")


def check_rules(draft: Draft, log: Log) -> None:
    """Compile derived facts, aggregates and benefits; what rests on something refused is left for later."""
    broken = draft.facts.broken | draft.parameters.broken | _cyclic(draft, log)
    if not (draft.entities.whole and draft.facts.whole and draft.parameters.whole):
        return
    broken = _tainted(draft, broken | _undated(draft, broken))
    for fact in draft.facts.items.values():
        if fact.id not in broken and fact.entity in draft.entities.items:
            _origin(fact, draft, log)
    for benefit in draft.benefits.items.values():
        if not _words(benefit) & broken:
            _benefit(benefit, draft, log)


def formulas(benefit: Benefit) -> Iterator[tuple[str, Formula]]:
    """Every expression of a benefit with the path to it."""
    for condition in benefit.conditions.values():
        path = f"conditions.{condition.id}"
        if condition.test is not None:
            yield f"{path}.test", condition.test
        elif condition.judgement is not None:
            yield f"{path}.judgement", Formula(condition.judgement, condition.at)
    if isinstance(benefit.amount, AmountTable):
        for column, formula in enumerate(benefit.amount.inputs, 1):
            yield f"amount.inputs[{column}]", formula
        for number, row in enumerate(benefit.amount.rows, 1):
            for column, formula in enumerate((*row.cells, row.output), 1):
                yield f"amount.rows[{number}][{column}]", formula
    elif benefit.amount is not None:
        yield "amount", benefit.amount


def _words(benefit: Benefit) -> set[str]:
    texts = [benefit.dated_by, *(formula.text for _, formula in formulas(benefit))]
    return {word for text in texts for word in _WORD.findall(text)}


def _reads(fact: Fact) -> set[str]:
    return set(_WORD.findall(fact.derived.text)) if fact.derived is not None else set()


def _cyclic(draft: Draft, log: Log) -> set[str]:
    """Derived facts that rest on themselves; one fault for each circle."""
    facts = draft.facts.items
    done: set[str] = set()
    cyclic: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            circle = above[above.index(name) :]
            if not cyclic & set(circle):
                _told(circle, facts[name], log)
            cyclic.update(circle)
        elif name not in done:
            for below in sorted(_reads(facts[name]) & facts.keys()):
                visit(below, (*above, name))
            done.add(name)

    for fact in facts.values():
        visit(fact.id, ())
    return cyclic


def _told(circle: tuple[str, ...], fact: Fact, log: Log) -> None:
    way = " → ".join((*circle, circle[0]))
    at = fact.derived.at if fact.derived is not None else fact.at
    log.add(
        "fact.cycle",
        at,
        Text(f"推导事实循环：{way}。", f"Derived facts go in a circle: {way}."),
        Text("请让其中一个不再依赖另一个。", "Let one of them rest on something else."),
        f"facts.{fact.id}.derived",
    )


def _undated(draft: Draft, broken: set[str]) -> set[str]:
    """Parameters that are dated by a fact that is not there, which was told."""
    dated = {name: (each.dated_by or "").rpartition(".")[2] for name, each in draft.parameters.items.items()}
    return {name for name, fact in dated.items() if fact and (fact in broken or fact not in draft.facts.items)}


def _tainted(draft: Draft, broken: set[str]) -> set[str]:
    """``broken`` and every derived fact that rests on it."""
    known = set(broken)
    while fresh := {name for name, fact in draft.facts.items.items() if name not in known and _reads(fact) & known}:
        known |= fresh
    return known


def _names(draft: Draft, subject: str, dated_by: str | None) -> Names:
    return Names(draft.entities.items, draft.facts.items, draft.parameters.items, subject, dated_by)


def _origin(fact: Fact, draft: Draft, log: Log) -> None:
    """The expression behind a derived or aggregated fact."""
    try:
        if fact.derived is not None:
            dated_by = DATED_BY if DATED_BY in draft.facts.items else None
            names = _names(draft, fact.entity, dated_by)
            _same_kind(fact, compile_expression(fact.derived.text, Scope(names), fact.derived.at))
        if fact.aggregate is not None and fact.aggregate.over in draft.entities.items:
            _aggregate(fact.aggregate, draft)
    except RecursionError:
        log.extend([too_deep(fact.at, f"facts.{fact.id}")])
    except Faults as error:
        formula = fact.derived or (fact.aggregate.where if fact.aggregate else None)
        log.extend(
            _located(
                error.faults,
                f"facts.{fact.id}",
                [("derived" if fact.derived else "from.where", formula)] if formula else [],
            )
        )


def _same_kind(fact: Fact, body: Expr) -> None:
    _within_limits(body)
    checked(lower(body), body.at)
    if not _alike(fact.type, body.type):
        stated, found = describe(fact.type), describe(body.type)
        raise Faults(
            [
                Fault(
                    "fact.type",
                    body.at,
                    Text(
                        f"写明是{stated.zh}，推导出来却是{found.zh}。",
                        f"It is stated to be {stated.en}, but derives to {found.en}.",
                    ),
                    Text("请更正 type 或表达式。", "Correct its type or the expression."),
                )
            ]
        )


def _within_limits(*trees: Expr | None) -> None:
    if faults := [fault for tree in trees if tree is not None for fault in beyond(tree)]:
        raise Faults(faults)


def _alike(stated: Type, found: Type) -> bool:
    if isinstance(stated, Numeric) and isinstance(found, Numeric):
        return stated.kind == found.kind or found.kind == "literal"
    return type(stated) is type(found)


def _aggregate(aggregate: Aggregate, draft: Draft) -> None:
    """The filter over one row of the register; ``as_of`` is the day of counting."""
    if aggregate.where is None:
        return
    as_of = tree.Fact(aggregate.at, DATE, "as_of", _days(EARLIEST), _days(LATEST))
    names = dict(_names(draft, aggregate.over, None).facts)
    known = {name: tree.Fact(fact.at, fact.type, name, *bounds(fact)) for name, fact in names.items()}
    test = compile_expression(aggregate.where.text, Scope({**known, "as_of": as_of}), aggregate.where.at)
    if not isinstance(test.type, Boolean):
        raise Faults(
            [
                Fault(
                    "feel.type",
                    test.at,
                    Text("where 必须得出是或否。", "A filter must be a yes/no test."),
                    Text("请写成比较式。", "Write a comparison."),
                )
            ]
        )


def _days(day: date) -> int:
    return int(encode(DATE, day))


def _benefit(benefit: Benefit, draft: Draft, log: Log) -> None:
    if benefit.subject not in draft.entities.items or draft.head is None:
        return
    names = _names(draft, benefit.subject, benefit.dated_by)
    if benefit.dated_by not in names:
        return
    try:
        program = compile_benefit(benefit, Scope(names), _validity(benefit, draft))
        _within_limits(*program.trees)
    except RecursionError:
        log.extend([too_deep(benefit.at, f"benefits.{benefit.id}")])
    except Faults as error:
        log.extend(_located(error.faults, f"benefits.{benefit.id}", formulas(benefit)))


def _validity(benefit: Benefit, draft: Draft) -> Period | None:
    measure = draft.measures.get(benefit.measure)
    return benefit.valid or (measure.valid if measure else None) or (draft.head.valid if draft.head else None)


def _located(faults: Iterable[Fault], path: str, paths: Iterable[tuple[str, Formula]]) -> list[Fault]:
    """The faults of a rule, each with the path to the last expression that begins before it."""
    starts = [(formula.at, f"{path}.{below}") for below, formula in paths]
    return [
        Fault(fault.code, fault.at, fault.message, fault.hint, fault.path or _nearest(fault, starts, path))
        for fault in faults
    ]


def _nearest(fault: Fault, starts: list[tuple[Position, str]], otherwise: str) -> str:
    before = [
        (_place(at), path) for at, path in starts if at.file == fault.at.file and _place(at) <= _place(fault.at)
    ]
    return max(before)[1] if before else otherwise


def _place(at: Position) -> tuple[int, int]:
    return at.line, at.column
