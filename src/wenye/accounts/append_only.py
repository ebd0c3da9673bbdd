"""Tables to which the database itself only lets rows be added: triggers refuse change, deletion and emptying."""

from typing import Any

PREFIX = "append_only_"
_SQLITE = tuple(
    f"CREATE TRIGGER {{prefix}}{{table}}_{act} BEFORE {act} ON {{table}}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for act in ("update", "delete")
)
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION wenye_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
_POSTGRESQL = (
    "CREATE TRIGGER {prefix}{table}_row BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION wenye_append_only()",
    "CREATE TRIGGER {prefix}{table}_all BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION wenye_append_only()",
)


def protect(editor: Any, *tables: str) -> None:
    """Makes tables append-only; for migrations, with their schema editor."""
    sqlite = editor.connection.vendor == "sqlite"
    if not sqlite:
        editor.execute(_FUNCTION, params=None)  # a percent sign of its own
    for table in tables:
        for statement in _SQLITE if sqlite else _POSTGRESQL:
            editor.execute(statement.format(prefix=PREFIX, table=table))


def unprotect(editor: Any, *tables: str) -> None:
    """Takes the triggers away again."""
    sqlite = editor.connection.vendor == "sqlite"
    for table in tables:
        for name in ("update", "delete") if sqlite else ("row", "all"):
            on = "" if sqlite else f" ON {table}"
            editor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{name}{on}")

