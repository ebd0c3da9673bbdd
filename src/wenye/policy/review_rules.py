"""The review of one benefit: tables, conditions, cliffs and deadlines, by proof with an example for each finding."""

from collections.abc import Callable, Iterator
from typing import Any

import z3

from wenye.feel import Text, core, lower, tree
from wenye.feel.bounds import checked
from wenye.feel.case import compile_value
from wenye.feel.core import Node
from wenye.feel.errors import Unprovable
from wenye.feel.phrases import beside
from wenye.feel.proof import Model, Prover
from wenye.feel.types import Date
from wenye.feel.wording import written
from wenye.policy.program import AMOUNT, FEN
from wenye.policy.review_case import KINDS, Case, Finding, Subject, granted
from wenye.policy.vocabulary import word

MOST_CLIFFS = 12
"""Places of one cliff that are told apart; that there are more is said."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that proof finds in one benefit within one interval."""
    checks: tuple[Callable[[Subject], Iterator[Finding]], ...] = (_never, _tables, _cliffs, _deadlines)
    for check in checks:
        try:
            yield from check(subject)
        except Unprovable as error:
            name = check.__name__.strip("_")
            yield Finding(
                "unproved",
                (subject.benefit.id,),
                Text(f"{name}：{error.reason.zh}", f"{name}: {error.reason.en}"),
                proved=False,
            )


def _never(subject: Subject) -> Iterator[Finding]:
    for test in subject.program.tests:
        prover = subject.prover()
        if test.id != AMOUNT and prover.model(prover.holds(test.core)) is None:
            yield _finding(
                "never",
                subject,
                Text(
                    f"“{test.label.zh}”在事实的取值范围内永远不成立。",
                    f"'{test.label.en}' never holds within the domains.",
                ),
            )


def _tables(subject: Subject) -> Iterator[Finding]:
    table = subject.program.amount
    if not isinstance(table, tree.Table):
        return
    rows = [_row(row) for row in table.rows]
    if table.hit in ("unique", "any"):
        yield from _overlaps(subject, table, rows)
    yield from _gap(subject, rows)
    yield from _unreachable(subject, rows, first=table.hit != "collect sum")


def _overlaps(subject: Subject, table: tree.Table, rows: list[Node]) -> Iterator[Finding]:
    """Two rows of a ``unique`` table that both apply, or two of an ``any`` table that then pay differently."""
    paid = [lower(row.output, FEN) for row in table.rows]
    for second in range(len(rows)):
        for first in range(second):
            prover = subject.prover()
            both = [prover.holds(rows[first]), prover.holds(rows[second])]
            if table.hit == "any":
                both.append(
                    prover.fails(core.Cmp("=", checked(paid[first], table.at), checked(paid[second], table.at)))
                )
            model = prover.model(*both)
            if model is not None and _both_apply(subject, model, rows[first], rows[second]):
                yield _finding(
                    "overlap",
                    subject,
                    Text(
                        f"第 {first + 1} 档与第 {second + 1} 档同时适用。",
                        f"Rows {first + 1} and {second + 1} both apply.",
                    ),
                    model,
                )


def _both_apply(subject: Subject, model: Model, *rows: Node) -> bool:
    """Whether the case reading agrees that the rows apply."""
    return all(compile_value(row)(subject.completed(model)) is True for row in rows)


def _gap(subject: Subject, rows: list[Node]) -> Iterator[Finding]:
    """All conditions but the table hold: whoever falls here is turned away by the tiers alone."""
    prover = subject.prover()
    others = [prover.holds(test.core) for test in subject.program.tests if test.id != AMOUNT]
    model = prover.model(*others, *(prover.fails(row) for row in rows))
    if model is not None and subject.replay(model)[0] == "no":
        yield _finding(
            "gap",
            subject,
            Text(
                "其他条件都符合，但没有一档适用，得不到补助。",
                "All conditions hold, but no row fits, so nothing is paid.",
            ),
            model,
        )


def _unreachable(subject: Subject, rows: list[Node], first: bool) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        prover = subject.prover()
        others = [prover.holds(test.core) for test in subject.program.tests if test.id != AMOUNT]
        earlier = [prover.fails(other) for other in rows[:index]] if first else []
        if prover.model(prover.holds(row), *others, *earlier) is None:
            yield _finding(
                "unreachable", subject, Text(f"第 {index + 1} 档没有人能达到。", f"Nobody can reach row {index + 1}.")
            )


def _cliffs(subject: Subject) -> Iterator[Finding]:
    names = subject.rules.names(subject.benefit)
    for fact in subject.program.facts:
        if names.fact(fact.name).more_is_better and fact.low is not None:
            yield from _cliff(subject, fact.name)


def _cliff(subject: Subject, name: str) -> Iterator[Finding]:
    """Places where one step more of ``name`` makes the holder worse off.

    If more ever hurts, then somewhere a single step hurts, so single steps are all that has to be searched.
    """
    prover = subject.prover()
    here, there = _pair(prover, subject, name)
    value = prover.facts[name][1].value
    found: list[Any] = []
    while len(found) < MOST_CLIFFS:
        model = prover.model(here, there, *found)
        if model is None:
            return
        found.append(value != model[name])
        finding = _told(subject, name, model)
        if finding is not None:
            yield finding
    if prover.model(here, there, *found) is not None:
        label = subject.rules.names(subject.benefit).fact(name).label
        yield _finding("cliff", subject, Text(f"{label.zh}还有更多这样的断崖，这里只列出 {MOST_CLIFFS} 处。",
                                              f"{label.en}: more such cliffs; {MOST_CLIFFS} of them are shown."))


def _pair(prover: Prover, subject: Subject, name: str) -> tuple[Any, Any]:
    """The holder is entitled here, and one step further is refused or gets less."""
    yes, paid = _entitled(prover, subject)
    value = prover.facts[name][1].value
    variable = prover.facts[name][0]
    moved = z3.Int(f"{name}'")
    step = [(value, moved)]
    worse = z3.Or(z3.Not(z3.substitute(yes, step)), z3.substitute(paid, step) < paid)
    return yes, z3.And(moved == value + 1, moved <= variable.high, worse)


def _entitled(prover: Prover, subject: Subject) -> tuple[Any, Any]:
    program = subject.program
    yes, _, paid = prover.outcome([test.core for test in program.tests], program.amount_core)
    return yes, paid


def _told(subject: Subject, name: str, model: Model) -> Finding | None:
    """The cliff in words, if both cases replay as the proof says."""
    further = {**model, name: model[name] + 1}
    before, after = subject.replay(model), subject.replay(further)
    if before[0] != "yes" or (after[0] == "yes" and (after[1] or 0) >= (before[1] or 0)):
        return None
    label = subject.rules.names(subject.benefit).fact(name).label
    cases = subject.case(model), subject.case(further)
    here, there = (_value(case, subject, name, "zh") for case in cases)
    said = Text(
        beside(label.zh, "由", here, "增加到", there, f"，由{granted(before, 'zh')}变为{granted(after, 'zh')}。"),
        f"{label.en} rises from {_value(cases[0], subject, name, 'en')} to "
        f"{_value(cases[1], subject, name, 'en')}: {granted(before, 'en')} becomes {granted(after, 'en')}.",
    )
    return Finding("cliff", (subject.benefit.id,), said, cases)


def _value(case: Case, subject: Subject, name: str, language: str) -> str:
    fact = subject.rules.names(subject.benefit).fact(name)
    return written(case.facts[name], fact.type, word(fact), language)


def _deadlines(subject: Subject) -> Iterator[Finding]:
    """The dating fact one day later ends the entitlement: a deadline, listed apart from cliffs."""
    name = subject.benefit.dated_by
    fact = next((fact for fact in subject.program.facts if fact.name == name), None)
    if fact is None or not isinstance(fact.type, Date) or fact.low is None or fact.high is None:
        return
    last = core.Cmp("=", core.Var(name, "date", fact.low, fact.high), core.Const(fact.high, "date"))
    for test in subject.program.tests:
        ends = _ends(test.core, name)
        if ends is None:
            continue
        prover = subject.prover()
        yes, _ = _entitled(prover, subject)
        later = prover.term(ends)
        model = prover.model(yes, prover.fails(last), z3.And(later.known, z3.Not(later.value)))
        if model is not None and subject.replay(model)[0] == "yes":
            day_after = {**model, name: model[name] + 1}
            if subject.replay(day_after)[0] == "no":
                dated = subject.rules.names(subject.benefit).fact(name).label
                said = Text(
                    f"“{test.label.zh}”：{dated.zh}再晚一天就不符合。",
                    f"'{test.label.en}': with the {dated.en} a day later it fails.",
                )
                yield _finding("deadline", subject, said, model)


def _ends(node: Node, name: str) -> Node | None:
    """The same test one day later, or None if it does not read the dating fact."""
    if all(variable.name != name for variable in core.variables(node)):
        return None

    def later(part: Node) -> Node | None:
        return core.Sum(part, core.Const(1)) if isinstance(part, core.Var) and part.name == name else None

    return core.mapped(node, later)


def _row(row: tree.Row) -> Node:
    tests = tree.row_test(row)
    if not tests:
        return core.Const(True, "boolean")
    return core.All(tuple(checked(lower(test), row.at) for test in tests))


def _finding(kind: str, subject: Subject, text: Text, model: Model | None = None) -> Finding:
    assert kind in KINDS
    return Finding(kind, (subject.benefit.id,), text, (subject.case(model),) if model is not None else ())
