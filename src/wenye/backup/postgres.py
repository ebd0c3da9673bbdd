"""A PostgreSQL database: dumped with a snapshot that is also counted, restored beside what was there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from wenye.backup.errors import BackupError, Refused, Unusable
from wenye.backup.holdings import held
from wenye.backup.manifest import Holdings

NAME = "database.pgdump"
_COLUMNS = (
    "SELECT c.table_name, c.column_name, LOWER(c.data_type) FROM information_schema.columns c"
    " JOIN information_schema.tables t USING (table_schema, table_name)"
    " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
)


@contextmanager
def snapshot(database: dict[str, Any], folder: Path) -> Iterator[tuple[Path, Holdings]]:
    """A dump (custom format) of the database as of one moment, and what it held then."""
    dump = folder / NAME
    with _connected(database) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (moment,) = server.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--schema=public", f"--snapshot={moment}",
             f"--file={dump}")  # fmt: skip
        found = _holdings(server)
    yield dump, found


def is_empty(database: dict[str, Any]) -> bool:
    """Whether the database has no tables."""
    with _connected(database) as server:
        return not server.execute(_COLUMNS + " LIMIT 1").fetchall()


def put_back(dump: Path, database: dict[str, Any], contents: Holdings, aside: str) -> list[str]:
    """Restores a dump; what was there stays in the same database as schema ``aside``. Returns what was moved.

    Restored whole and equal to ``contents``, or left as it was. Raises Refused while others are connected.
    """
    old = sql.Identifier(aside)
    moved = [] if is_empty(database) else [f"schema {aside}"]
    with _connected(database) as server:
        _refuse_company(server)
        server.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(old))
        server.execute("CREATE SCHEMA public")
    try:
        _run(database, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
             "--schema=public", f"--dbname={_name(database)}", str(dump))  # fmt: skip
        with _connected(database) as server:
            if _holdings(server) != contents:
                raise Unusable("恢复出来的数据库与备份目录不符。", "what was restored differs from the table of contents")
    except BaseException:
        with _connected(database) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(old))
        raise
    if not moved:
        with _connected(database) as server:
            server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(old))
    return moved


def schema_aside(now: datetime) -> str:
    """The name under which the schema that a restore replaces is kept."""
    return f"replaced_{now:%Y%m%d_%H%M%S}"


def _holdings(server: "psycopg.Connection[tuple[Any, ...]]") -> Holdings:
    columns = server.execute(_COLUMNS).fetchall()
    return held(lambda query: server.execute(query).fetchall(), [(str(t), str(c), str(k)) for t, c, k in columns])


def _refuse_company(server: "psycopg.Connection[tuple[Any, ...]]") -> None:
    others = server.execute(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    ).fetchone()
    if others and others[0]:
        raise Refused(
            f"还有 {others[0]} 个程序连着数据库，请先停止网站和其他程序。",
            f"{others[0]} other programs are connected to the database; stop the site and them first",
        )


def _connected(database: dict[str, Any]) -> "psycopg.Connection[tuple[Any, ...]]":
    given = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if name != "pool"}
    try:
        return psycopg.connect(**{name: database[key] for name, key in given.items() if database.get(key)}, **options)
    except psycopg.OperationalError as error:
        said = str(error).partition("\n")[0]
        raise BackupError(
            f"连不上数据库：{said}。请检查 WENYE_DATABASE_URL 和数据库服务。",
            "the database cannot be reached; check WENYE_DATABASE_URL and the server",
        ) from error


def _name(database: dict[str, Any]) -> str:
    return str(database["NAME"])


def _run(database: dict[str, Any], program: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL on the database, told by its environment: a password is on no command line."""
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {name: str(database[key]) for name, key in given.items() if database.get(key)}
    for name, value in database.get("OPTIONS", {}).items():
        if name.startswith("ssl"):
            told[f"PG{name.upper()}"] = str(value)
    done = subprocess.run(
        [_program(program), *arguments], env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip()[-500:]
        raise BackupError(f"{program} 没有完成：{said}", f"{program} failed: {said}")


def _program(name: str) -> str:
    """The newest of a program's versions that this machine has: a dump is never made by an older one than needed."""
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = sorted(installed, key=lambda path: int(path.parts[-3].split(".")[0]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise BackupError(
            f"没有找到 {name}，请安装 postgresql-client。", f"{name} was not found; install postgresql-client"
        )
    return program
