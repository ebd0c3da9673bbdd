"""The two statements by which an import writes: table and column names come from our models, values as parameters."""

from collections.abc import Sequence

from django.db import connection

Stored = str | int | bool | bytes | None


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]], unique: str | None = None) -> None:
    """Adds rows. With ``unique``, one that another import added in the meantime is left as it is."""
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(map(connection.ops.quote_name, columns))
    keep = f" ON CONFLICT ({connection.ops.quote_name(unique)}) DO NOTHING" if unique else ""
    _many(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks}){keep}", rows)  # noqa: S608


def update(table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
    """Sets the columns of rows; each row gives the values and then the id."""
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in columns)
    _many(f"UPDATE {connection.ops.quote_name(table)} SET {sets} WHERE id = %s", rows)  # noqa: S608


def _many(sql: str, rows: Sequence[Sequence[Stored]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
