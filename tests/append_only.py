"""Lets a test change append-only tables: to empty them after itself, or to play the intruder."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from wenye.accounts.append_only import PREFIX

_flush = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def unguarded() -> Iterator[None]:
    """Within it the database takes whatever is done to append-only tables."""
    disarm, arm = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    _run(disarm)
    try:
        yield
    finally:
        _run(arm)


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _found(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return cursor.fetchall()


def _sqlite() -> tuple[list[str], list[str]]:
    found = _found("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s")
    return [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]


def _postgresql() -> tuple[list[str], list[str]]:
    query = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s"
    tables = [name for (name,) in _found(query)]
    return tuple([f"ALTER TABLE {table} {verb} TRIGGER USER" for table in tables] for verb in ("DISABLE", "ENABLE"))


def empty_them_after_tests() -> None:
    """Tests that commit are emptied out of the tables by Django, which append-only tables would refuse."""

    def flush(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        with unguarded():
            _flush(operations, statements)

    BaseDatabaseOperations.execute_sql_flush = flush
