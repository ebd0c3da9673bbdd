"""What a database holds, asked in plain SQL, so that any copy and any moment of it can be asked."""

from collections.abc import Callable, Iterable, Sequence

from wenye.backup.errors import Unusable
from wenye.backup.manifest import Holdings

Ask = Callable[[str], Sequence[Sequence[object]]]
"""Runs a query on the database and gives all its rows."""
MONEY = ("amount",)
MIGRATIONS = "django_migrations"
AUDIT = "accounts_auditseal"


def held(ask: Ask, columns: Iterable[tuple[str, str, str]]) -> Holdings:
    """Rows, sums and migrations. ``columns`` are (table, column, type in lower case) of every table."""
    found = sorted(columns)
    tables = sorted({table for table, _, _ in found})
    if MIGRATIONS not in tables:
        raise Unusable("这不是稳业的数据库。", "this is no database of Wenye")
    money = [(table, column) for table, column, kind in found if "int" in kind and _is_money(column)]
    applied = ask(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608
    return Holdings(
        rows={table: _whole(ask(f'SELECT COUNT(*) FROM "{table}"')) for table in tables},  # noqa: S608
        fen={
            f"{table}.{column}": _whole(ask(f'SELECT COALESCE(SUM("{column}"), 0) FROM "{table}"'))  # noqa: S608
            for table, column in money
        },
        migrations=[f"{app}.{name}" for app, name in applied],
        audit_root=_root(ask) if AUDIT in tables else "",
    )


def _is_money(column: str) -> bool:
    """The house rule: a column of money in fen is called ``amount`` or ends in ``fen``."""
    return column in MONEY or column == "fen" or column.endswith("_fen")


def _whole(rows: Sequence[Sequence[object]]) -> int:
    return int(str(rows[0][0]))


def _root(ask: Ask) -> str:
    rows = ask(f"SELECT chain FROM {AUDIT} ORDER BY seq DESC LIMIT 1")  # noqa: S608
    return bytes(rows[0][0]).hex() if rows and isinstance(rows[0][0], bytes | memoryview) else ""
