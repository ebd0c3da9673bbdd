"""Facts counted from registers with many rows for one subject (``from:``), added to the frames of their entity.

A row whose filter cannot be told, or whose value is unknown where it is summed or compared, leaves the fact unknown,
unless the answer is certain without it (``exists`` with one sure row). A register that holds nothing at all tells
nothing. Where no row fits, count and sum are 0, exists is no, and there is no least or greatest value.
"""

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from wenye.feel import Scope, compile_expression, lower, tree
from wenye.feel.frame import Columns
from wenye.feel.types import DATE, EPOCH, Boolean, Date, Enum
from wenye.policy.model import Aggregate, Fact, Pack
from wenye.policy.scopes import bounds

Frames = Mapping[str, pl.DataFrame]
_AS_OF = "as_of"
_TEST, _VALUE, _KEY = "__test", "__value", "__key"


def aggregated(
    pack: Pack, frames: Frames, as_of: date, held: Collection[str] | None = None
) -> dict[str, pl.DataFrame]:
    """The frames with every aggregate fact of ``pack`` added whose entity they hold, as counted on ``as_of``.

    ``held`` names the entities that the registers hold rows of, where the frames hold only those of some subjects.
    """
    whole = dict(frames)
    rich = held if held is not None else {entity for entity, rows in frames.items() if not rows.is_empty()}
    for fact in aggregates(pack):
        if fact.entity in whole:
            assert fact.aggregate is not None
            whole[fact.entity] = _with(pack, whole, fact, fact.aggregate, as_of, rich)
    return whole


def aggregates(pack: Pack) -> list[Fact]:
    """The facts that are counted from other rows."""
    return [fact for fact in pack.facts.values() if fact.aggregate is not None]


def _with(
    pack: Pack, frames: Frames, fact: Fact, rule: Aggregate, as_of: date, held: Collection[str]
) -> pl.DataFrame:
    """The frame of the fact's entity with the fact as one more column."""
    subjects, rows, key = frames[fact.entity], frames.get(rule.over), f"{fact.entity}_id"
    link = link_of(pack, rule.over, fact.entity)
    if rows is None or rule.over not in held or link not in rows.columns:
        return subjects.with_columns(pl.lit(None, dtype=_type(fact)).alias(fact.id))
    value = pl.col(rule.of) if rule.of else pl.lit(1)
    told = rows.select(
        pl.col(link).alias(_KEY), _test(pack, rule, set(rows.columns), as_of).alias(_TEST), value.alias(_VALUE)
    )
    counted = told.filter(pl.col(_KEY).is_not_null()).group_by(_KEY).agg(_total(rule.kind).alias(fact.id))
    joined = subjects.join(counted.with_columns(pl.lit(True).alias(_TEST)), left_on=key, right_on=_KEY, how="left")
    nothing = {"count": 0, "sum": 0, "exists": False}.get(rule.kind)
    column = pl.when(pl.col(_TEST).is_null()).then(pl.lit(nothing)).otherwise(pl.col(fact.id))
    return joined.with_columns(column.cast(_type(fact)).alias(fact.id)).drop(_TEST)


def link_of(pack: Pack, over: str, entity: str) -> str:
    """The column of the register's rows that leads to the subject."""
    relations = pack.entities[over].relations
    return next((f"{name}_id" for name, target in relations.items() if target == entity), "")


def _type(fact: Fact) -> pl.DataType:
    if isinstance(fact.type, Boolean):
        return pl.Boolean()
    return pl.Date() if isinstance(fact.type, Date) else pl.Int64()


def _test(pack: Pack, rule: Aggregate, present: set[str], as_of: date) -> pl.Expr:
    """The filter over one row as a Boolean column; null where it cannot be told."""
    if rule.where is None:
        return pl.lit(True)
    known = {fact.id: fact for fact in pack.facts.values() if fact.entity == rule.over}
    symbols: dict[str, tree.Expr] = {
        name: tree.Fact(fact.at, fact.type, name, *bounds(fact)) for name, fact in known.items()
    }
    day = as_of.toordinal() - EPOCH
    symbols[_AS_OF] = tree.Fact(rule.at, DATE, _AS_OF, day, day)
    compiled = compile_expression(rule.where.text, Scope(symbols), rule.where.at)
    columns = Columns().of(lower(compiled))
    inputs = [_input(fact, present) for fact in known.values()]
    return _over(columns, [*inputs, pl.lit(as_of).alias(_AS_OF)])


def _over(column: pl.Expr, inputs: list[pl.Expr]) -> pl.Expr:
    """``column`` computed from other columns than the frame's own."""
    return pl.struct(inputs).map_batches(
        lambda rows: rows.struct.unnest().select(column.alias(_TEST)).to_series(), return_dtype=pl.Boolean()
    )


def _input(fact: Fact, present: set[str]) -> pl.Expr:
    """A fact of a row in integer form; one that the register does not hold is unknown."""
    if fact.id not in present:
        return pl.lit(None, dtype=_type(fact)).alias(fact.id)
    if isinstance(fact.type, Enum):
        indexes = {value: index for index, value in enumerate(fact.type.values)}
        return pl.col(fact.id).replace_strict(indexes, default=None, return_dtype=pl.Int64)
    return pl.col(fact.id).cast(_type(fact))


def _total(kind: str) -> pl.Expr:
    """One subject's rows brought together; null where an unknown row could change the answer."""
    test, value = pl.col(_TEST), pl.col(_VALUE)
    unsure = test.is_null().any() | (test & value.is_null()).any()
    chosen = value.filter(test)
    if kind == "exists":
        return pl.when(test.fill_null(False).any()).then(True).when(~test.is_null().any()).then(False)
    total = {"count": test.sum(), "sum": chosen.sum(), "min": chosen.min(), "max": chosen.max()}[kind]
    return pl.when(~unsure).then(total)
