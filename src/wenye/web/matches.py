"""The last match as the pages read it: totals, charts and lists come from its columns, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from wenye.library import library
from wenye.policy import match_store
from wenye.policy.match_store import Kept
from wenye.policy.model import Benefit

OUTCOMES = {"yes": True, "no": False, "unknown": None}
COUNTS = ("subjects", "yes", "no", "unknown", "one_short")


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject of a benefit in the match."""

    id: int
    town: str
    outcome: str
    amount_fen: int | None
    missing: int


def folder() -> Path:
    """Where the match is kept."""
    return Path(settings.WENYE_DATA) / "match"


def kept() -> Kept | None:
    """The last match, if there is one."""
    return match_store.kept(folder())


@lru_cache(maxsize=2)
def _summary(place: Path, made: int) -> pl.DataFrame:
    return pl.read_parquet(place)


def summary(found: Kept) -> pl.DataFrame:
    """The summary by benefit and town, of benefits that the pack still has; read once for each match."""
    place = found.folder / match_store.SUMMARY_FILE
    whole = _summary(place, place.stat().st_mtime_ns)
    return whole.filter(pl.col("benefit").is_in(list(library().pack.benefits)))


def totals(rows: pl.DataFrame, by: str) -> list[dict[str, int | str]]:
    """The counts and sums of ``rows`` by one column, in the order of its values."""
    sums = [pl.col(name).cast(pl.Int64).sum() for name in (*COUNTS, "sum_fen")]
    return rows.group_by(by, maintain_order=True).agg(sums).to_dicts()


def _wanted(found: Kept, benefit: Benefit, town: str, outcome: str) -> pl.LazyFrame:
    decided = pl.col(f"{benefit.id}.outcome")
    rows = found.decisions(benefit.subject)
    if town:
        rows = rows.filter(pl.col("town") == town)
    if outcome == "near":
        return rows.filter(pl.col(f"{benefit.id}.missing") == 1)
    if outcome in OUTCOMES:
        rows = rows.filter(decided.is_null() if OUTCOMES[outcome] is None else decided == OUTCOMES[outcome])
    return rows


def town_of(found: Kept, benefit: Benefit, key: int) -> str | None:
    """The town of one subject of a benefit; None where the match has no such subject."""
    rows = found.decisions(benefit.subject).filter(pl.col("subject_id") == key).select("town").collect()
    return str(rows.item()) if rows.height else None


def count(found: Kept, benefit: Benefit, town: str, outcome: str) -> int:
    """How many subjects a filter leaves."""
    return int(_wanted(found, benefit, town, outcome).select(pl.len()).collect().item())


def hits(found: Kept, benefit: Benefit, town: str, outcome: str, start: int, most: int) -> list[Hit]:
    """One page of the subjects that a filter leaves: the entitled first, then in the order of the registers."""
    rows = _wanted(found, benefit, town, outcome)
    amount = f"{benefit.id}.amount_fen"
    held = amount in rows.collect_schema().names()
    columns = [
        pl.col("subject_id"),
        pl.col("town"),
        pl.col(f"{benefit.id}.outcome").alias("outcome"),
        (pl.col(amount) if held else pl.lit(None, dtype=pl.Int64)).alias("amount"),
        pl.col(f"{benefit.id}.missing").alias("missing"),
    ]
    page = rows.select(columns).sort(_rank(), maintain_order=True).slice(start, most).collect()
    return [_hit(*row) for row in page.iter_rows()]


def _rank() -> pl.Expr:
    """Entitled first, then one fact short, then cannot be told, then not met."""
    first, near, open_, last = (pl.lit(rank, dtype=pl.Int8) for rank in range(4))
    undecided = pl.when(pl.col("missing") == 1).then(near).otherwise(open_)
    return (
        pl.when(pl.col("outcome"))
        .then(first)
        .when(pl.col("outcome").is_null())
        .then(undecided)
        .otherwise(last)
    )


def _hit(key: int, town: str, outcome: bool | None, amount: int | None, missing: int) -> Hit:
    said = {True: "yes", False: "no", None: "unknown"}[outcome]
    return Hit(key, town, said, amount if outcome else None, missing)


def conditions(found: Kept, benefit: Benefit, town: str, names: Sequence[str]) -> list[tuple[int, int, int]]:
    """For each condition how many subjects meet it, cannot be told, and do not."""
    rows = _wanted(found, benefit, town, "")
    columns = [pl.col(f"{benefit.id}.{name}") for name in names]
    parts = [
        expression.alias(f"{place}.{kind}")
        for place, column in enumerate(columns)
        for kind, expression in enumerate((column.sum(), column.is_null().sum(), (~column).sum()))
    ]
    row = rows.select(parts).collect().row(0)
    return [(int(row[at] or 0), int(row[at + 1] or 0), int(row[at + 2] or 0)) for at in range(0, len(row), 3)]


def telling(entity: str, most: int) -> list[tuple[int, str]]:
    """Subjects that something was found for, each for another benefit."""
    found = kept()
    if found is None or entity not in found.subjects:
        return []
    chosen: dict[int, str] = {}
    for benefit in library().pack.benefits.values():
        if benefit.subject == entity and len(chosen) < most:
            first = hits(found, benefit, "", "yes", 0, 3)
            chosen |= dict([next(((hit.id, benefit.id) for hit in first if hit.id not in chosen), (0, ""))])
    chosen.pop(0, None)
    return list(chosen.items())
