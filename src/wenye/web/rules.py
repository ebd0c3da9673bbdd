"""Rules said for the pages: conditions as sentences, amount tables with worded heads and cells, from the tree alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wenye.feel import tree
from wenye.feel.prose import Teller
from wenye.feel.text import Text
from wenye.feel.types import Numeric, money
from wenye.feel.wording import Word, written
from wenye.policy.decide import assumed_parameters
from wenye.policy.model import AmountTable, Benefit, Fact, Parameter
from wenye.policy.program import Program
from wenye.policy.rules import Rules
from wenye.policy.scopes import Names
from wenye.web.language import label
from wenye.web.library import library

BEFORE_FIGURE = re.compile(r"(?<=[\u4e00-\u9fff])(?<![年月第])(?=\d)")
"""Where Chinese meets a figure, a thin gap reads better; dates stay closed."""
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A row of an amount table in words."""

    cells: tuple[Text, ...]
    output: Text


@dataclass(frozen=True, slots=True)
class TableSaid:
    """An amount table in words; ``note`` says how several fitting rows are taken."""

    headers: tuple[Text, ...]
    rows: tuple[RowSaid, ...]
    note: Text


@lru_cache(maxsize=1)
def compiled() -> Rules:
    """The rules of the pack with every parameter value that is known."""
    return Rules(library().pack)


def names(benefit: Benefit) -> Names:
    """The names that the rule of ``benefit`` may use."""
    return compiled().names(benefit)


def program(benefit: Benefit) -> Program:
    """The compiled rule."""
    return compiled().program(benefit)


def assumed(benefit: Benefit) -> tuple[str, ...]:
    """The assumed parameters that the rule reads."""
    return assumed_parameters(library().pack, program(benefit))


def word(item: Fact | Parameter) -> Word:
    """How a fact or parameter is said."""
    kind = item.type
    share = (
        isinstance(kind, Numeric) and kind.kind == "number" and item.unit is None and item.domain == (0, 1)
    )
    said = item.says if isinstance(item, Fact) else None
    return Word(
        item.label,
        item.unit,
        item.values if isinstance(item, Fact) else {},
        said.yes if said else None,
        said.no if said else None,
        share,
        item.id == "birth_date",
    )


class _Words(Mapping[str, Word]):
    """The vocabulary of one benefit: its facts by the names its rule uses, and all parameters."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getitem__(self, name: str) -> Word:
        parameters = library().pack.parameters
        return word(parameters[name] if name in parameters else self._names.fact(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(maxsize=256)
def _tellers(benefit_id: str) -> tuple[Teller, Teller]:
    words = _Words(names(library().pack.benefits[benefit_id]))
    return Teller(words, "zh"), Teller(words, "en")


def told(benefit: Benefit, tell: Callable[[Teller], str]) -> Text:
    """What ``tell`` makes of a teller, in both languages."""
    zh, en = _tellers(benefit.id)
    return Text(BEFORE_FIGURE.sub(" ", tell(zh)), tell(en))


def condition(benefit: Benefit, condition_id: str) -> Text:
    """A condition as a sentence."""
    test = next(test for test in program(benefit).tests if test.id == condition_id)
    return told(benefit, lambda teller: teller.condition(test.tree))


def amount(benefit: Benefit) -> Text:
    """The amount formula as a phrase."""
    node = program(benefit).amount
    return told(benefit, lambda teller: teller.value(node)) if node is not None else NOTHING


@lru_cache(maxsize=256)
def _table(benefit_id: str) -> TableSaid:
    benefit = library().pack.benefits[benefit_id]
    node = program(benefit).amount
    assert isinstance(node, tree.Table) and isinstance(benefit.amount, AmountTable)
    heads = tuple(_head(benefit, head) for head in node.inputs)
    rows = tuple(_row(benefit, node, row) for row in node.rows)
    return TableSaid(heads, rows, HITS.get(node.hit, NOTHING))


def table(benefit: Benefit) -> TableSaid:
    """The amount table in words; it must be one."""
    return _table(benefit.id)


def _head(benefit: Benefit, head: tree.Expr) -> Text:
    return told(benefit, lambda teller: teller.value(head))


def _row(benefit: Benefit, node: tree.Table, row: tree.Row) -> RowSaid:
    cells = tuple(_cell(benefit, head, cell) for head, cell in zip(node.inputs, row.cells, strict=True))
    return RowSaid(cells, _output(benefit, node, row.output))


def _output(benefit: Benefit, node: tree.Table, output: tree.Expr) -> Text:
    """What a row pays; a written sum takes its unit."""
    if isinstance(output, tree.Literal) and isinstance(output.value, Fraction):
        return Text(*(written(output.value, money(), None, language) for language in ("zh", "en")))
    return told(benefit, lambda teller: teller.value(output, node))


def _cell(benefit: Benefit, head: tree.Expr, cell: tree.Expr | None) -> Text:
    """A cell: its sentence without the subject, which stands in the head of the column."""
    if cell is None:
        return label("rule.any")
    return told(
        benefit,
        lambda teller: (
            teller.condition(cell).removeprefix(teller.value(head)).lstrip(": ").removeprefix("为")
        ),
    )


HITS: Mapping[str, Text] = {"first": label("rule.first"), "collect sum": label("rule.sum")}
