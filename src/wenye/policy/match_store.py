"""The latest match on disk: one Parquet file for each entity, the summary, and what it stands on.

The folder appears whole or not at all; a later match replaces it.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wenye.policy.match import Match

ABOUT, SUMMARY_FILE = "about.json", "summary.parquet"


@dataclass(frozen=True, slots=True)
class Kept:
    """A match that was kept: its day, the pack it stands on, subjects by entity, and where its frames are."""

    folder: Path
    on: date
    pack: str
    subjects: dict[str, int]

    def summary(self) -> pl.DataFrame:
        """The summary by benefit and town (see ``match.SUMMARY``)."""
        return pl.read_parquet(self.folder / SUMMARY_FILE)

    def decisions(self, entity: str) -> pl.LazyFrame:
        """The decisions of one entity (see ``match.Match``); only what is asked for is read."""
        return pl.scan_parquet(self.folder / f"{entity}.parquet")


def keep(match: Match, pack_hash: str, folder: Path) -> Kept:
    """Write a match to ``folder`` in place of an earlier one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="match-", dir=folder.parent))
    try:
        for entity, frame in match.decisions.items():
            frame.write_parquet(fresh / f"{entity}.parquet", compression="zstd", compression_level=1)
        match.summary.write_parquet(fresh / SUMMARY_FILE)
        about = {"on": match.on.isoformat(), "pack": pack_hash,
                 "subjects": {entity: frame.height for entity, frame in match.decisions.items()}}
        (fresh / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        _replace(folder, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Kept(folder, match.on, pack_hash, about["subjects"])  # type: ignore[arg-type]


def kept(folder: Path) -> Kept | None:
    """The match in ``folder``, None if there is none or it is damaged."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return Kept(folder, date.fromisoformat(about["on"]), about["pack"], dict(about["subjects"]))
    return None


def write_one(match: Match, path: Path) -> int:
    """Write all decisions into one Parquet file, a row for each subject; returns the rows.

    Columns of benefits that do not concern a subject are null in its row.
    """
    whole = pl.concat(list(_named(match)), how="diagonal")
    whole.write_parquet(path, compression="zstd", compression_level=1)
    return whole.height


def _named(match: Match) -> Iterator[pl.DataFrame]:
    for entity, frame in match.decisions.items():
        yield frame.select(pl.lit(entity).alias("subject"), pl.all())


def _replace(folder: Path, fresh: Path) -> None:
    """The old folder steps aside and the new one takes its name; a crash between leaves nothing half-written."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
