"""Register rows out of the database as typed columns.

A whole entity comes through ADBC as Arrow. On SQLite from a snapshot copy only: ADBC brings a second SQLite, and
closing a file there would drop the locks that this process holds on the live one. The copy also gives all frames of
an extract one moment; on PostgreSQL one repeatable-read transaction does. One subject, and an extract inside an open
transaction (whose own changes must show), come through Django's connection by the same statements.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.db import connection

from wenye.feel.errors import WenyeError
from wenye.registry.facts.source import Kind, Source, spelled
from wenye.registry.facts.sources import sources_of
from wenye.registry.models import ImportJob

TYPES: dict[Kind, pl.DataType] = {
    "key": pl.Int64(),
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "money": pl.Int64(),
    "share4": pl.Int64(),
    "date": pl.Date(),
    "enum": pl.String(),
    "text": pl.String(),
}
_BATCH = 65536
_SNAPSHOT = "registers.sqlite3"
_TOLD = "__told"
_LATER = "__later"


class NoSuchEntity(WenyeError):
    """An entity that no register holds."""


def frame(entity: str, as_of: date, key: int | None = None) -> pl.DataFrame:
    """The facts of every subject of ``entity`` (or of the one whose id is ``key``) as they stood on ``as_of``.

    Columns: the key, the keys of related entities, then facts by their names in the pack. Unknown is null.
    """
    with Extract(as_of, None if key is None else [key]) as extract:
        return extract.frame(entity)


def frames(names: Iterable[str], as_of: date) -> dict[str, pl.DataFrame]:
    """Several entities as they were at one moment of the database."""
    with Extract(as_of) as extract:
        return extract.frames(list(names))


class Extract:
    """An extract at one moment. Use as a context manager; ``keys`` limits it to some subjects."""

    def __init__(self, as_of: date, keys: Collection[int] | None = None) -> None:
        self.as_of, self.keys = as_of, keys
        self._direct = keys is not None or connection.in_atomic_block
        self._folder: TemporaryDirectory[str] | None = None
        self._adbc: Any = None
        self._brought_in: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        self._brought_in = _brought_in()
        if not self._direct and connection.vendor == "sqlite":
            self._folder = TemporaryDirectory(prefix="snapshot-", dir=_data_folder())
            _copy(Path(self._folder.name) / _SNAPSHOT)
        elif not self._direct:
            self._adbc = _postgres()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._adbc is not None:
            self._adbc.close()
        if self._folder is not None:
            self._folder.cleanup()

    def frame(self, entity: str) -> pl.DataFrame:
        """One entity, its sources put together."""
        return self.frames([entity])[entity]

    def frames(self, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Several entities; from a snapshot two statements run side by side."""
        wanted = [(entity, source) for entity in names for source in _known(entity)]
        sources = [source for _, source in wanted]
        if self._folder is None:
            parts = [self._read(source) for source in sources]
        else:
            with ThreadPoolExecutor(2) as pool:
                parts = list(pool.map(self._read, sources))
        pairs = list(zip(wanted, parts, strict=True))
        return {
            entity: self._together([(source, part) for (name, source), part in pairs if name == entity])
            for entity in names
        }

    def told(self, entity: str) -> tuple[pl.DataFrame, dict[str, str]]:
        """The frame of one subject, and which register tells each fact that is known."""
        parts = [(source, self._read(source)) for source in _known(entity)]
        found: dict[str, str] = {}
        for source, part in parts:
            for name, kind in source.columns.items():
                silent = name in source.absent and source.register in self._brought_in
                told = part[name][0] is not None if part.height else silent
                if told and kind != "key":
                    found.setdefault(name, source.register)
        return self._together(parts), found

    def related(self, entity: str, link: str, keys: Collection[int]) -> pl.DataFrame:
        """The subjects of ``entity`` that belong to others by the relation column ``link``."""
        first, *others = _known(entity)
        part = self._read(first, where=f"{link} IN ({_listed(keys)})")
        own = part[first.key].to_list()
        return self._together([(first, part), *((source, self._read(source, own)) for source in others)])

    def holds(self, entity: str) -> bool:
        """Whether any register has a subject of ``entity``."""
        first = _known(entity)[0]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS ({self._spelled(first, '')})")
            return bool(cursor.fetchone()[0])

    def statement(self, source: Source, keys: Collection[int] | None = None, where: str = "TRUE") -> str:
        """The SQL of a source for this extract: for all subjects or for ``keys``."""
        only = "" if keys is None else f"AND {source.id} IN ({_listed(keys)})"
        return _named(source, self._spelled(source, only), where)

    def _spelled(self, source: Source, only: str) -> str:
        marks = {
            "{as_of}": f"'{self.as_of.isoformat()}'",
            "{only}": only,
            "{last_year}": str(self.as_of.year - 1),
            "{this_year}": str(self.as_of.year),
            "{year_start}": f"'{self.as_of.year}-01-01'",
        }
        sql = spelled(source.sql)
        for mark, value in marks.items():
            sql = sql.replace(mark, value)
        return sql

    def _read(self, source: Source, keys: Collection[int] | None = None, where: str = "TRUE") -> pl.DataFrame:
        wanted = self.keys if keys is None and where == "TRUE" else keys
        sql, columns = self.statement(source, wanted, where), {source.key: "key", **source.columns}
        if self._folder is not None:
            found = _from_snapshot(Path(self._folder.name) / _SNAPSHOT, sql)
        elif self._adbc is not None:
            found = _fetched(self._adbc, sql)
        else:
            found = _from_django(sql, len(columns))
        found.columns = list(columns)
        typed = found.select(_typed(name, columns[name], found.schema[name]) for name in columns)
        return _monthly(typed) if source.months else typed

    def _together(self, parts: Sequence[tuple[Source, pl.DataFrame]]) -> pl.DataFrame:
        """The first source's subjects with what the others tell of them; the earlier source of a fact counts."""
        (first, whole), *others = parts
        for source, part in others:
            joined = whole.join(part.with_columns(pl.lit(True).alias(_TOLD)), first.key, "left", suffix=_LATER)
            whole = joined.with_columns(self._told(source, name, name in whole.columns) for name in source.columns)
            whole = whole.drop(_TOLD, *(name for name in whole.columns if name.endswith(_LATER)))
        return whole

    def _told(self, source: Source, name: str, again: bool) -> pl.Expr:
        """A column of a joined source; where a complete register that was brought in is silent, it says its absence."""
        value = pl.col(f"{name}{_LATER}") if again else pl.col(name)
        if name in source.absent and source.register in self._brought_in:
            absent = pl.lit(source.absent[name], TYPES[source.columns[name]])
            value = pl.when(pl.col(_TOLD).is_null()).then(absent).otherwise(value)
        return pl.coalesce(pl.col(name), value).alias(name) if again else value.alias(name)


def _known(entity: str) -> list[Source]:
    found = sources_of(entity)
    if not found:
        raise NoSuchEntity(f"登记册里没有“{entity}”这种对象。 / No register holds subjects of kind “{entity}”.")
    return found


def _brought_in() -> frozenset[str]:
    """Registers with a finished import: one that was never brought in is silent about everybody."""
    done = ImportJob.objects.filter(state=ImportJob.State.DONE, dry_run=False)
    return frozenset(done.values_list("register", flat=True))


_TEXT = {"sqlite": "COALESCE(CAST({0} AS TEXT), '')", "postgresql": "CAST({0} AS TEXT)"}
_CASTS: Mapping[str, Mapping[Kind, str]] = {
    "sqlite": dict.fromkeys(("date", "enum", "text"), _TEXT["sqlite"]),
    "postgresql": {
        "boolean": "CAST({0} AS BOOLEAN)",
        "date": "CAST({0} AS DATE)",
        **dict.fromkeys(("enum", "text"), _TEXT["postgresql"]),
    },
}
"""SQLite columns have no type, and ADBC guesses one from the first rows: none may begin with a NULL text."""


def _listed(keys: Collection[int]) -> str:
    """Ids as SQL lists them; NULL where there are none."""
    return ", ".join(str(int(key)) for key in keys) or "NULL"


def _named(source: Source, sql: str, where: str) -> str:
    """The statement with every column named and cast to its declared type."""
    casts = _CASTS[connection.vendor]
    columns = {source.key: "key", **source.columns}
    cast = ", ".join(casts.get(kind, "CAST({0} AS BIGINT)").format(name) for name, kind in columns.items())
    return f"WITH q({', '.join(columns)}) AS ({sql}) SELECT {cast} FROM q WHERE {where}"  # noqa: S608


def _typed(name: str, kind: Kind, found: pl.DataType) -> pl.Expr:
    """A column cast to its declared type; what SQLite gives as text becomes a date, an empty text an unknown."""
    column = pl.col(name)
    if kind in ("date", "enum", "text") and found == pl.String:
        column = pl.when(column != "").then(column)
        return column.str.to_date("%Y-%m-%d").alias(name) if kind == "date" else column.alias(name)
    return column.cast(TYPES[kind])


def _monthly(spans: pl.DataFrame) -> pl.DataFrame:
    """One row for each month of a span."""
    months = pl.date_ranges("from_month", "to_month", "1mo").alias("month")
    return spans.with_columns(months).drop("from_month", "to_month").explode("month")


def _copy(target: Path) -> None:
    """Copies the live database, all of it as it is at one moment, through the SQLite that holds it open."""
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        copy.execute("PRAGMA synchronous=OFF")
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def _from_snapshot(path: Path, sql: str) -> pl.DataFrame:
    from adbc_driver_sqlite import dbapi

    with dbapi.connect(f"file:{path}?mode=ro&immutable=1") as database:
        return _fetched(database, sql, **{"adbc.sqlite.query.batch_rows": str(_BATCH)})


def _fetched(database: Any, sql: str, **options: str) -> pl.DataFrame:
    with database.cursor() as cursor:
        if options:
            cursor.adbc_statement.set_options(**options)
        cursor.execute(sql)
        table = cursor.fetch_arrow_table()
        found = pl.from_arrow(table.rename_columns([str(place) for place in range(table.num_columns)]))
    assert isinstance(found, pl.DataFrame)
    return found


def _postgres() -> Any:
    from adbc_driver_postgresql import dbapi

    held = connection.get_connection_params()
    names = {"dbname": "dbname", "user": "user", "password": "password", "host": "host", "port": "port"}
    parts = {name: str(held[key]) for key, name in names.items() if held.get(key)}
    database = dbapi.connect("postgresql:///?" + urlencode(parts))
    with database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return database


def _from_django(sql: str, width: int) -> pl.DataFrame:
    """By Django's own connection: sees the changes of the open transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    return pl.DataFrame([pl.Series(str(place), list(column), strict=False) for place, column in enumerate(columns)])


def _data_folder() -> Path:
    folder = Path(settings.WENYE_DATA) / "snapshots"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
