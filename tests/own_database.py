"""A database of a test's own, for programs that it starts: on the kind of database that is under test."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

Environment = Mapping[str, str]
SERVER = os.environ.get("WENYE_DATABASE_URL", "")
"""The address of the PostgreSQL under test; empty on SQLite."""


def environment(folder: Path, address: str) -> dict[str, str]:
    """What a program needs to work on ``address`` with ``folder`` as its data folder."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("WENYE_", "PYTEST_"))}
    return {**outside, "WENYE_DATA": str(folder), "WENYE_DATABASE_URL": address, "WENYE_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "wenye.settings"}  # fmt: skip


def address_of(name: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{name}"


def ask(statement: str, *names: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def rows(surroundings: Environment, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in (or does to) the database of ``surroundings``, outside of Django."""
    address = surroundings["WENYE_DATABASE_URL"]
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=30)) as live, live:
            return live.execute(statement).fetchall()
    with psycopg.connect(address) as server:
        found = server.execute(statement)
        return found.fetchall() if found.description else []


def migrate(surroundings: Environment) -> None:
    command = [sys.executable, "-m", "wenye.cli", "manage", "migrate", "-v0", "--skip-checks"]
    subprocess.run(command, env=dict(surroundings), check=True)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database with all tables, made once: the address of a SQLite file, or a name on the server."""
    folder = tmp_path_factory.mktemp("migrated")
    if not SERVER:
        migrate(environment(folder, ""))
        yield str(folder / "wenye.sqlite3")
        return
    name = f"wenye_migrated_{uuid4().hex[:12]}"
    ask("CREATE DATABASE {}", name)
    migrate(environment(folder, address_of(name)))
    yield name
    ask("DROP DATABASE {} WITH (FORCE)", name)


Made = Callable[..., Environment]


@pytest.fixture
def new_database(migrated: str, tmp_path: Path) -> Iterator[Made]:
    """Makes databases of this test's own: ``new_database("here")`` has all tables, ``empty=True`` has none.

    Gives the environment of programs that work on it, with a data folder of that name.
    """
    made: list[str] = []

    def make(name: str, empty: bool = False) -> Environment:
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        if not SERVER:
            if not empty:
                shutil.copy(migrated, folder / "wenye.sqlite3")
            return environment(folder, f"sqlite:///{folder / 'wenye.sqlite3'}")
        made.append(f"wenye_own_{uuid4().hex[:12]}")
        ask("CREATE DATABASE {} TEMPLATE {}", made[-1], "template0" if empty else migrated)
        return environment(folder, address_of(made[-1]))

    yield make
    for name in made:
        ask("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def own_database(new_database: Made) -> Environment:
    """The environment of programs that work on a database of this test's own, with all tables and no rows."""
    return new_database("data")
