"""Rules in words: conditions as sentences, amount tables with worded heads and cells, from the tree alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wenye.feel import tree
from wenye.feel.prose import Teller
from wenye.feel.text import Text
from wenye.feel.types import money
from wenye.feel.wording import written
from wenye.library import library
from wenye.policy.assumed import assumed_parameters
from wenye.policy.model import AmountTable, Benefit
from wenye.policy.program import Program
from wenye.policy.rules import Rules
from wenye.policy.scopes import Names
from wenye.policy.telling import Told, whole
from wenye.policy.vocabulary import PackWords

NOTHING = Text("", "")
ANY = Text("不限", "any")
HITS: Mapping[str, Text] = {
    "first": Text("从上到下，按第一个符合的档次计。", "The first row that fits counts, from the top."),
    "collect sum": Text("符合的各档相加。", "All rows that fit are added up."),
}


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


@lru_cache(maxsize=256)
def _tellers(benefit_id: str) -> tuple[Teller, Teller]:
    pack = library().pack
    words = PackWords(names(pack.benefits[benefit_id]), pack.parameters)
    return Teller(words, "zh"), Teller(words, "en")


def told(benefit: Benefit, tell: Callable[[Teller], str]) -> Text:
    """What ``tell`` makes of a teller, in both languages."""
    zh, en = _tellers(benefit.id)
    return Text(tell(zh), tell(en))


def condition(benefit: Benefit, condition_id: str) -> Text:
    """A condition as a sentence."""
    test = next(test for test in program(benefit).tests if test.id == condition_id)
    return told(benefit, lambda teller: teller.condition(test.tree))


@lru_cache(maxsize=256)
def _whole(benefit_id: str) -> Told:
    return whole(compiled(), library().pack.benefits[benefit_id])


def told_whole(benefit: Benefit) -> Told:
    """The whole benefit in words: who it is for, and its amounts line by line."""
    return _whole(benefit.id)


def terms(benefit: Benefit) -> tuple[Text, ...]:
    """How often, how many places, what excludes it, from when, and from which money."""
    return told_whole(benefit).terms


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


def required_rows(benefit: Benefit) -> Text:
    """What the rows of an amount table ask for, one after the other."""
    node = program(benefit).amount
    if not isinstance(node, tree.Table):
        return NOTHING
    return Text(
        *(
            mark.join(teller.row(row) for row in node.rows)
            for mark, teller in zip(("；", "; "), _tellers(benefit.id), strict=True)
        )
    )


def _head(benefit: Benefit, head: tree.Expr) -> Text:
    return told(benefit, lambda teller: teller.value(head))


def _row(benefit: Benefit, node: tree.Table, row: tree.Row) -> RowSaid:
    cells = tuple(_cell(benefit, head, cell) for head, cell in zip(node.inputs, row.cells, strict=True))
    return RowSaid(cells, _output(benefit, node, row.output))


def _output(benefit: Benefit, node: tree.Table, output: tree.Expr) -> Text:
    """What a row pays; a written sum takes its unit."""
    if isinstance(output, tree.Literal) and isinstance(output.value, Fraction):
        return Text(*(written(output.value, money(), None, language) for language in ("zh", "en")))
    return told(benefit, lambda teller: teller.sum(output))


def _cell(benefit: Benefit, head: tree.Expr, cell: tree.Expr | None) -> Text:
    """A cell: its sentence without the subject, which stands in the head of the column."""
    if cell is None:
        return ANY
    return told(benefit, lambda teller: _relation(teller, cell))


def _relation(teller: Teller, cell: tree.Expr) -> str:
    related = teller.related(cell)
    return related.relation.strip().removeprefix("为").strip(": ") if related else teller.condition(cell)



