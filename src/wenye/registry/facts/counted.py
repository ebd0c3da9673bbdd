"""Facts counted from other rows (``from:`` in the pack) for one subject: the definition that the match uses for all."""

import polars as pl

from wenye.feel.types import Boolean, Date, Numeric
from wenye.library import library
from wenye.policy.aggregate import aggregated, aggregates, link_of
from wenye.policy.model import Fact
from wenye.registry.facts.extract import Extract
from wenye.registry.facts.source import Kind
from wenye.registry.facts.sources import Origin, entities, origin_of, sources_of


def counted_of(entity: str) -> list[Fact]:
    """The facts of an entity that are counted from rows the registers hold."""
    held = entities()
    return [fact for fact in aggregates(library().pack) if fact.entity == entity and _over(fact) in held]


def _over(fact: Fact) -> str:
    assert fact.aggregate is not None
    return fact.aggregate.over


def counted(extract: Extract, entity: str, own: pl.DataFrame) -> pl.DataFrame:
    """The frame of some subjects with the facts that are counted from their rows."""
    pack, keys = library().pack, own[f"{entity}_id"].to_list()
    over = dict.fromkeys(_over(fact) for fact in counted_of(entity))
    rows = {other: extract.related(other, link_of(pack, other, entity), keys) for other in over}
    held = [other for other in over if extract.holds(other)]
    return aggregated(pack, {**rows, entity: own}, extract.as_of, held)[entity]


def origin(fact: Fact) -> Origin:
    """The register of the rows that a counted fact counts."""
    return origin_of(sources_of(_over(fact))[0])


def kind_of(fact: Fact) -> Kind:
    """How a counted fact comes out."""
    if isinstance(fact.type, Boolean):
        return "boolean"
    if isinstance(fact.type, Date):
        return "date"
    assert isinstance(fact.type, Numeric)
    scales: dict[int | None, Kind] = {2: "money", 4: "share4"}
    return scales.get(fact.type.decimals, "integer")
