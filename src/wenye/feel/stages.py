"""Several rules over one frame: what they share is computed once.

Polars would look for common parts anew in every batch. Here they are found once, in the core: a part that is needed
more than once becomes a column of its own, in an early stage, and the rules read it from there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wenye.feel import core
from wenye.feel.case import NamedTest
from wenye.feel.core import Node
from wenye.feel.frame import Columns, Types, constants


@dataclass(frozen=True, slots=True)
class Rule:
    """The tests of a benefit and its amount in fen, if it has one."""

    benefit: str
    tests: Sequence[NamedTest]
    amount: Node | None


class Stages:
    """``rules`` over frames whose columns have ``types``; a fact without a column is unknown for everybody."""

    def __init__(self, rules: Sequence[Rule], types: Types) -> None:
        self._columns = Columns(types)
        self._stages = list(self._shared(rules))
        tests, sure, outcomes, amounts = [], [], [], []
        for rule in rules:
            held = [self._columns.of(test.core) for test in rule.tests]
            tests += [column.alias(f"{rule.benefit}.{test.id}") for test, column in zip(rule.tests, held, strict=True)]
            found = self._columns.tiers(rule.amount)
            sure += [column.alias(f"#{rule.benefit}.{fen}") for fen, column in found]
            tiers = [(fen, pl.col(f"#{rule.benefit}.{fen}")) for fen, _ in found]
            outcomes.append(self._columns.outcome(held, rule.amount, tiers).alias(f"{rule.benefit}.outcome"))
            if rule.amount is not None:
                outcome = pl.col(f"{rule.benefit}.outcome")
                amounts.append(self._columns.paid(outcome, rule.amount, tiers).alias(f"{rule.benefit}.amount_fen"))
        self._stages += [sure, outcomes]
        self._answers = [*tests, *(pl.col(column.meta.output_name()) for column in outcomes), *amounts]

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The columns ``benefit.test`` and ``benefit.outcome`` (Boolean, null: unknown) and ``benefit.amount_fen``
        (Int64, null unless the outcome is true) of every rule."""
        for stage in self._stages:
            frame = frame.with_columns(stage)
        return frame.select(self._answers)

    def _shared(self, rules: Sequence[Rule]) -> Iterable[list[pl.Expr]]:
        roots = [_bare(test.core) for rule in rules for test in rule.tests]
        roots += [part for rule in rules if rule.amount is not None for part in _needed(rule.amount)]
        levels = _levels(_uses([*roots, *roots]), roots)  # the outcome needs each of them again
        made = 0
        for _, nodes in sorted(levels.items()):
            names = [f"#{made + index}" for index in range(len(nodes))]
            yield [self._columns.of(node).alias(name) for node, name in zip(nodes, names, strict=True)]
            for node, name in zip(nodes, names, strict=True):
                self._columns.stored(node, name)
            made += len(nodes)


def _bare(node: Node) -> Node:
    return _bare(node.body) if isinstance(node, core.Shared) else node


def _needed(value: Node) -> list[Node]:
    """What stands for ``value`` in an expression: itself, or the tests of a choice among constants."""
    bare = _bare(value)
    return _parts(bare) if constants(bare) is not None else [bare]


def _parts(node: Node) -> list[Node]:
    """What the expression of ``node`` is made of."""
    if isinstance(node, core.Choose) and constants(node) is not None:
        cases = [part for test, value in node.cases for part in (_bare(test), *_needed(value))]
        return cases + _needed(node.default)
    return [_bare(child) for child in core.children(node)]


def _uses(roots: Iterable[Node]) -> Counter[Node]:
    """How often each part is needed; the parts of a choice are needed for each of its values."""
    uses: Counter[Node] = Counter()
    left = list(roots)
    while left:
        node = left.pop()
        uses[node] += 1
        if uses[node] == 1:
            left += _parts(node) * (2 if isinstance(node, core.Choose | core.Total) else 1)
    return uses


def _levels(uses: Counter[Node], roots: Iterable[Node]) -> dict[int, list[Node]]:
    """The parts to compute beforehand: at each level those that need nothing but earlier levels."""
    found: dict[int, list[Node]] = defaultdict(list)
    level: dict[Node, int] = {}

    def visit(node: Node) -> int:
        if node not in level:
            needed = max((visit(part) for part in _parts(node)), default=0)
            kept = uses[node] > 1 and not isinstance(node, core.Const | core.Var)
            if kept:
                found[needed].append(node)
            level[node] = needed + kept
        return level[node]

    for root in roots:
        visit(root)
    return found
