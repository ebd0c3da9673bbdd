"""A SQLite database: copied as of one moment while it is in use, looked at, put in place."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from wenye.backup.errors import Unusable
from wenye.backup.holdings import held
from wenye.backup.manifest import Holdings

NAME = "wenye.sqlite3"
BESIDE = ("", "-wal", "-shm", "-journal")
"""What belongs to a database file, by the end of the name."""


@contextmanager
def snapshot(database: dict[str, Any], folder: Path) -> Iterator[tuple[Path, Holdings]]:
    """A copy of the live database as it is at one moment, and what it holds. Writers go on meanwhile."""
    copy = folder / NAME
    with closing(sqlite3.connect(database["NAME"], timeout=60)) as live, closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA synchronous=OFF")
        live.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    yield copy, holdings(copy)


def holdings(path: Path) -> Holdings:
    """What a database file holds. Raises Unusable if the file is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            faults = copy.execute("PRAGMA quick_check(3)").fetchall()
            if faults != [("ok",)]:
                raise sqlite3.DatabaseError(str(faults[0][0]))
            return held(lambda query: copy.execute(query).fetchall(), _columns(copy))
    except sqlite3.DatabaseError as error:
        raise Unusable(f"备份里的数据库损坏：{error}。", f"the database in it is damaged: {error}") from error


def _columns(copy: sqlite3.Connection) -> list[tuple[str, str, str]]:
    found = copy.execute(
        "SELECT t.name, c.name, LOWER(c.type) FROM sqlite_master t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return [(str(table), str(column), str(kind)) for table, column, kind in found]


def is_empty(database: dict[str, Any]) -> bool:
    """Whether there is no database file yet."""
    return not any(path.exists() for path in _files(Path(database["NAME"])))


def put_back(unpacked: Path, database: dict[str, Any], contents: Holdings, aside: Path) -> list[str]:
    """Puts an unpacked database where it belongs. What was there goes into a folder named like ``aside`` beside it.

    Returns what was moved. Raises Unusable if the database differs from ``contents``.
    """
    if holdings(unpacked) != contents:
        raise Unusable("备份里的数据库与目录不符。", "the database in it differs from its table of contents")
    place, moved = Path(database["NAME"]), []
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}.restoring")
    shutil.move(unpacked, fresh)  # the database may lie on another disk than the data folder
    for path in _files(place):
        if path.exists():
            there = place.parent / aside.name
            there.mkdir(mode=0o700, exist_ok=True)
            _keep(path, there / path.name, stays=path == place)
            moved.append(str(there / path.name))
    fresh.replace(place)
    return moved


def _keep(path: Path, there: Path, stays: bool) -> None:
    """Keeps a file under another name. The database ``stays`` where it is too: there is no moment without one."""
    if stays:
        with suppress(OSError):  # a disk without links
            os.link(path, there)
            return
    path.replace(there)


def _files(place: Path) -> list[Path]:
    return [place.with_name(place.name + ending) for ending in BESIDE]
