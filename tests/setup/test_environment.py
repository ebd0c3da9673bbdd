"""Settings from the environment: typed, refused with a sentence, and a secret nobody else can read."""

import multiprocessing
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from wenye import environment


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("yes", True), ("0", False), ("", False), ("Off", False)])
def test_a_switch_is_read_as_it_is_meant(monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
    monkeypatch.setenv("WENYE_X", value)
    assert environment.flag("WENYE_X") is meant


@pytest.mark.parametrize(
    ("read", "value"),
    [(environment.flag, "maybe"), (environment.day, "2019-02-29")],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, read, value: str) -> None:
    monkeypatch.setenv("WENYE_X", value)
    with pytest.raises(ImproperlyConfigured, match="WENYE_X"):
        read("WENYE_X")


def test_a_number_has_digits_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_X", "-1")
    with pytest.raises(ImproperlyConfigured, match="WENYE_X"):
        environment.whole("WENYE_X", 5)


def test_what_is_not_set_takes_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WENYE_X", raising=False)
    assert environment.flag("WENYE_X", default=True) is True
    assert environment.whole("WENYE_X", 5) == 5
    assert environment.day("WENYE_X", date(2019, 11, 20)) == date(2019, 11, 20)
    assert environment.words("WENYE_X", "a, b") == ["a", "b"]
    assert environment.database("WENYE_X", tmp_path)["NAME"] == tmp_path / "wenye.sqlite3"


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENYE_X", "postgresql://clerk:p%40ss@db:6432/wenye?sslmode=verify-full")
    read = environment.database("WENYE_X", tmp_path)
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("clerk", "p@ss", "db", "6432")
    assert read["OPTIONS"]["sslmode"] == "verify-full"


def test_a_database_of_another_kind_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WENYE_X", "mysql://clerk:hidden@db/wenye")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("WENYE_X", tmp_path)
    assert "mysql" in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_an_acknowledged_row_survives_a_power_cut_on_sqlite(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite3")
    connection.executescript(environment.SQLITE_PRAGMAS)
    in_force = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    foreign_keys = connection.execute("PRAGMA foreign_keys").fetchone()[0]
    connection.close()
    assert in_force == {"journal_mode": "wal", "synchronous": 2}
    assert foreign_keys == 1


def test_the_secret_is_made_once_and_read_by_its_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WENYE_SECRET_KEY", raising=False)
    data = tmp_path / "data"
    first = environment.secret_key(data)
    assert len(first) >= 64
    assert environment.secret_key(data) == first
    modes = [path.stat().st_mode & 0o777 for path in (data / "keys" / "secret", data / "keys", data)]
    assert modes == [0o600, 0o700, 0o700]


def test_processes_that_start_at_once_share_one_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WENYE_SECRET_KEY", raising=False)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        secrets = pool.map(environment.secret_key, [tmp_path] * 16, chunksize=1)
    assert len(set(secrets)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret"]
