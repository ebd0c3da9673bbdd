"""The drill: everything comes back, equal to the row and to the fen; and nothing is ever overwritten or half done."""

import gzip
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tests.own_database import SERVER, Environment, Made, rows
from wenye import environment
from wenye.accounts.access import SYSTEM
from wenye.accounts.audit import record, seal
from wenye.accounts.models import AuditSeal
from wenye.backup import archive, files, make, occupied, restore
from wenye.backup.errors import BackupError, Refused, Unusable
from wenye.backup.holdings import held
from wenye.backup.manifest import Manifest
from wenye.cli.ready import migrations

ACCOUNTS = "CREATE TABLE account (id INTEGER PRIMARY KEY, balance_fen BIGINT NOT NULL, note VARCHAR(20))"
BALANCES = [10_000_000_000_000_001, 1, -7, 0]


@dataclass(frozen=True, slots=True)
class Site:
    """An installation: its environment, its data folder, its database as Django's settings name it."""

    env: Environment
    data: Path
    database: dict[str, Any]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return rows(self.env, statement)

    def tree(self) -> dict[str, bytes]:
        return {name: path.read_bytes() for name, path in files.worth_keeping(self.data)}

    def backup(self, target: Path) -> Manifest:
        return make.make(target, self.data, self.database)

    def restore(self, backup: Path, overwrite: bool = False) -> restore.Restored:
        restore.check(backup, self.database, migrations(), lambda done, total: None)
        return restore.restore(backup, self.data, self.database, overwrite, lambda done, total: None)


@pytest.fixture
def site(new_database: Made, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Site]:
    def known(name: str, empty: bool = True) -> Site:
        surroundings = new_database(name, empty=empty)
        monkeypatch.setenv("WENYE_TEST_ADDRESS", surroundings["WENYE_DATABASE_URL"])
        folder = Path(surroundings["WENYE_DATA"])
        return Site(surroundings, folder, environment.database("WENYE_TEST_ADDRESS", folder))

    return known


@pytest.fixture
def here(site: Callable[..., Site]) -> Site:
    """An installation with money, keys and files."""
    found = site("here", empty=False)
    found.rows(ACCOUNTS)
    for number, balance in enumerate(BALANCES):
        found.rows(f"INSERT INTO account VALUES ({number}, {balance}, '合计')")
    for name in ("keys/fields.json", "receipt.key", "files/2019/证明.pdf", "audit/2019-11-20.json"):
        (found.data / name).parent.mkdir(parents=True, exist_ok=True)
        (found.data / name).write_bytes(name.encode() * 1000)
    for name in ("static/app.css", "match/old.parquet", "snapshots/x"):
        (found.data / name).parent.mkdir()
        (found.data / name).touch()
    return found


def changed(backup: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """A backup put together anew after ``change`` was made to its parts and its manifest."""
    with tarfile.open(backup) as tar:
        parts = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    told = json.loads(parts.pop("manifest.json"))
    change(parts, told)
    with tarfile.open(backup.with_suffix(".changed"), "w:gz") as tar:
        for name, content in {**parts, "manifest.json": json.dumps(told).encode()}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return backup.with_suffix(".changed")


def test_everything_comes_back_equal_to_the_row_and_to_the_fen(
    here: Site, site: Callable[..., Site], tmp_path: Path
) -> None:
    told = here.backup(tmp_path / "a.wenye")
    there = site("there")
    done = there.restore(tmp_path / "a.wenye")
    assert told.held.rows["account"] == len(BALANCES)
    assert told.held.fen["account.balance_fen"] == sum(BALANCES)
    assert there.rows("SELECT * FROM account ORDER BY id") == here.rows("SELECT * FROM account ORDER BY id")
    assert there.tree() == here.tree()
    assert len(there.tree()) == done.files == 4
    assert there.backup(tmp_path / "b.wenye").held == told.held


def test_what_can_be_made_again_is_left_out_and_everybody_else_is_kept_out(here: Site, tmp_path: Path) -> None:
    names = [part.name for part in here.backup(tmp_path / "a.wenye").parts]
    assert not any("static" in name or "match" in name or "snapshots" in name for name in names)
    assert (tmp_path / "a.wenye").stat().st_mode & 0o777 == 0o600


def test_restored_keys_are_readable_by_their_owner_only(
    here: Site, site: Callable[..., Site], tmp_path: Path
) -> None:
    here.backup(tmp_path / "a.wenye")
    there = site("there")
    there.restore(tmp_path / "a.wenye")
    modes = [(there.data / name).stat().st_mode & 0o777 for name in ("keys", "keys/fields.json", "files", "files/2019")]
    assert modes == [0o700, 0o600, 0o700, 0o700]


def test_the_database_is_that_of_one_moment_while_others_write(here: Site, tmp_path: Path) -> None:
    stop = threading.Event()

    def pay() -> None:
        while not stop.is_set():
            here.rows("UPDATE account SET balance_fen = balance_fen + CASE id WHEN 0 THEN -1 ELSE 1 END WHERE id < 2")

    payer = threading.Thread(target=pay)
    payer.start()
    try:
        sums = [here.backup(tmp_path / f"{number}.wenye").held.fen["account.balance_fen"] for number in range(5)]
    finally:
        stop.set()
        payer.join()
    assert set(sums) == {sum(BALANCES)}


def test_an_existing_file_is_never_overwritten(here: Site, tmp_path: Path) -> None:
    target = tmp_path / "a.wenye"
    target.write_text("precious")
    with pytest.raises(Refused, match="已经存在"):
        here.backup(target)
    with pytest.raises(Refused, match="请先建立"):
        here.backup(tmp_path / "nowhere" / "a.wenye")
    assert target.read_text() == "precious"


def test_a_backup_that_could_not_be_finished_is_not_there(
    here: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = iter(["before", "after"])
    monkeypatch.setattr(files, "keys_digest", lambda folder: next(digests))
    before = set(tmp_path.iterdir())
    with pytest.raises(Refused, match="密钥有变化"):
        here.backup(tmp_path / "a.wenye")
    assert set(tmp_path.iterdir()) == before


def test_a_file_made_meanwhile_under_the_same_name_stays(
    here: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, digest = tmp_path / "a.wenye", files.keys_digest

    def sneaks_in(folder: Path) -> str:
        target.write_text("precious")
        return digest(folder)

    monkeypatch.setattr(files, "keys_digest", sneaks_in)
    with pytest.raises(Refused, match="已经存在"):
        here.backup(target)
    assert target.read_text() == "precious"


def test_any_damage_is_found_before_anything_is_touched(
    here: Site, site: Callable[..., Site], tmp_path: Path
) -> None:
    here.backup(tmp_path / "a.wenye")
    whole, there = (tmp_path / "a.wenye").read_bytes(), site("there")
    damaged = tmp_path / "b.wenye"
    places = [0, len(whole) // 7, len(whole) // 2, len(whole) - 5]
    for spoilt in [*(_flipped(whole, place) for place in places), whole[: len(whole) // 2], whole[:-9], b"", b"PK\3\4"]:
        damaged.write_bytes(spoilt)
        with pytest.raises(Unusable):
            there.restore(damaged)
    assert there.tree() == {}
    there.restore(tmp_path / "a.wenye")


def _flipped(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda parts, told: parts.update({"files/x": b"?"}), "不符：files/x"),
        (lambda parts, told: parts.pop("files/receipt.key"), "不符：files/receipt.key"),
        (lambda parts, told: parts.update({"files/receipt.key": b"?"}), "不符：files/receipt.key"),
        (lambda parts, told: parts.update({"../escaped": b"?"}), "不该有的内容"),
        (lambda parts, told: parts.update({"/escaped": b"?"}), "不该有的内容"),
        (lambda parts, told: told.update(format=2), "请先升级"),
        (lambda parts, told: told["held"]["migrations"].append("claims.9999_later"), "claims.9999_later"),
        (lambda parts, told: told.update(database="oracle"), "这是 oracle 的备份"),
        (lambda parts, told: told.pop("held"), "目录读不出来"),
    ],
)
def test_what_no_backup_of_ours_says_is_refused(
    change: Callable[[dict[str, bytes], dict[str, Any]], None], says: str, here: Site, site: Callable[..., Site],
    tmp_path: Path,
) -> None:  # fmt: skip
    here.backup(tmp_path / "a.wenye")
    there = site("there")
    with pytest.raises(Unusable, match=says):
        there.restore(changed(tmp_path / "a.wenye", change))
    assert there.tree() == {}
    assert not (tmp_path / "escaped").exists()


def test_a_database_that_is_not_what_the_contents_say_leaves_all_as_it_was(
    here: Site, tmp_path: Path
) -> None:
    here.backup(tmp_path / "a.wenye")
    before, balances = here.tree(), here.rows("SELECT balance_fen FROM account ORDER BY id")
    lying = changed(tmp_path / "a.wenye", lambda parts, told: told["held"]["rows"].update(account=5))
    with pytest.raises(Unusable, match="不符"):
        here.restore(lying, overwrite=True)
    assert here.tree() == before
    assert here.rows("SELECT balance_fen FROM account ORDER BY id") == balances


def test_an_installation_that_holds_something_is_left_alone_unless_told(here: Site, tmp_path: Path) -> None:
    here.backup(tmp_path / "a.wenye")
    before = here.tree()
    with pytest.raises(Refused, match="--overwrite"):
        here.restore(tmp_path / "a.wenye")
    here.rows("UPDATE account SET note = '后来'")
    (here.data / "files" / "later.pdf").write_text("later")
    done = here.restore(tmp_path / "a.wenye", overwrite=True)
    assert here.tree() == before
    assert {note for (note,) in here.rows("SELECT note FROM account")} == {"合计"}
    (folder,) = here.data.glob("replaced-*")
    assert (folder / "files" / "later.pdf").read_text() == "later"
    assert any("files" in place for place in done.aside)


def test_what_a_restore_replaced_is_still_there(here: Site, tmp_path: Path) -> None:
    here.backup(tmp_path / "a.wenye")
    here.rows("UPDATE account SET note = '后来'")
    done = here.restore(tmp_path / "a.wenye", overwrite=True)
    place = next(place for place in done.aside if "sqlite3" in place or place.startswith("schema"))
    if place.startswith("schema"):
        found = here.rows(f"SELECT note FROM {place.removeprefix('schema ')}.account")
    else:
        found = rows({"WENYE_DATABASE_URL": f"sqlite:///{place}"}, "SELECT note FROM account")
    assert {note for (note,) in found} == {"后来"}


def test_nothing_is_restored_under_a_running_site_and_no_site_starts_meanwhile(here: Site, tmp_path: Path) -> None:
    here.backup(tmp_path / "a.wenye")
    with occupied.in_use(here.data), occupied.in_use(here.data), pytest.raises(Refused, match="请先停止"):
        here.restore(tmp_path / "a.wenye", overwrite=True)
    with occupied.alone(here.data), pytest.raises(Refused, match="请稍候"), occupied.in_use(here.data):
        pass


@pytest.mark.skipif(not SERVER, reason="SQLite keeps no list of who is connected; the mark on the folder stands in")
def test_other_programs_on_the_database_stop_a_restore(here: Site, tmp_path: Path) -> None:
    here.backup(tmp_path / "a.wenye")
    with psycopg.connect(here.env["WENYE_DATABASE_URL"]) as other:
        other.execute("SELECT 1")
        with pytest.raises(Refused, match="还有 1 个程序"):
            here.restore(tmp_path / "a.wenye", overwrite=True)


def test_where_nothing_is_there_is_nothing_to_back_up(site: Callable[..., Site], tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="没有可备份的内容"):
        site("there").backup(tmp_path / "a.wenye")


def test_a_compressed_file_that_is_no_tar_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(gzip.compress(os.urandom(5000)))
    with pytest.raises(Unusable):
        archive.verify(tmp_path / "x")
    with pytest.raises(FileNotFoundError):
        archive.verify(tmp_path / "nowhere")
    with pytest.raises(IsADirectoryError):
        archive.verify(tmp_path)


@pytest.fixture(autouse=True)
def _settings_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """``migrations`` sets what is not set; tests leave no trace of it."""
    monkeypatch.setenv("WENYE_SECRET_KEY", "test")


@pytest.mark.django_db(transaction=True)
def test_the_end_of_the_audit_trail_is_in_the_contents(settings: Any, tmp_path: Path) -> None:
    settings.WENYE_DATA = tmp_path

    def ask(query: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    columns = [("accounts_auditseal", "chain", "blob"), ("django_migrations", "app", "text")]
    assert held(ask, columns).audit_root == ""
    with transaction.atomic():
        record(SYSTEM, "work.manage", "job", 1)
    seal()
    assert held(ask, columns).audit_root == bytes(AuditSeal.objects.get().chain).hex()
