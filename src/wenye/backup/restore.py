"""Putting a backup back: verified whole before anything is touched; what was there is moved aside, never deleted."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wenye.backup import archive, files, occupied, postgres, sqlite
from wenye.backup.archive import Watch
from wenye.backup.errors import Refused, Unusable
from wenye.backup.make import FILES, kind
from wenye.backup.manifest import Manifest


@dataclass(slots=True)
class Restored:
    """What was done: the backup's contents, how many files came back, and where what was there has gone."""

    contents: Manifest
    into: str
    files: int = 0
    aside: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(backup: Path, database: dict[str, Any], known: Collection[str], watch: Watch) -> Manifest:
    """Verifies a backup whole, and that this program and kind of database can take it. Raises Unusable.

    ``known`` are the migrations of this program.
    """
    contents, (name, _) = archive.verify(backup, watch), kind(database)
    if contents.database != name:
        raise Unusable(
            f"这是 {contents.database} 的备份，本机用的是 {name}；请用 WENYE_DATABASE_URL 指定同类数据库。",
            f"it was made of {contents.database}, this installation uses {name}; set WENYE_DATABASE_URL",
        )
    strange = sorted(set(contents.held.migrations) - set(known))
    if strange:
        raise Unusable(
            f"备份由更新的版本（{contents.wenye}）写成，含有本版没有的数据表改动 {strange[0]}，请先升级程序。",
            f"it was made by a newer version ({contents.wenye}) with {strange[0]}; update the program first",
        )
    return contents


def restore(backup: Path, data: Path, database: dict[str, Any], overwrite: bool, watch: Watch) -> Restored:
    """Puts a checked backup into ``data`` and ``database``. Raises Unusable or Refused; nothing has changed then."""
    with occupied.alone(data):
        _, database_kind = kind(database)
        if not overwrite and (files.holds_anything(data) or not database_kind.is_empty(database)):
            raise Refused(
                f"“{data}”或数据库里已有内容；确实要替换请加 --overwrite（原有内容会移到一旁，不会删除）。",
                f"{data} or the database holds something; add --overwrite to move that aside",
            )
        with TemporaryDirectory(prefix=files.UNPACKED, dir=data) as folder:
            contents = archive.unpack(backup, Path(folder), watch)
            return _in_place(contents, Path(folder), data, database)


def _in_place(contents: Manifest, unpacked: Path, data: Path, database: dict[str, Any]) -> Restored:
    now, done = datetime.now().astimezone(), Restored(contents, str(data))
    aside = data / f"{files.ASIDE}{now:%Y%m%d-%H%M%S}"
    if contents.database == "sqlite":
        done.aside += sqlite.put_back(unpacked / sqlite.NAME, database, contents.held, aside)
    else:
        done.aside += postgres.put_back(unpacked / postgres.NAME, database, contents.held, postgres.schema_aside(now))
    for entry in sorted(data.iterdir()):
        if not entry.name.startswith((files.ASIDE, files.UNPACKED)) and entry.name not in _STAYS:
            aside.mkdir(mode=0o700, exist_ok=True)
            entry.replace(aside / entry.name)
            done.aside.append(str(aside / entry.name))
    with suppress(FileNotFoundError):
        for entry in sorted((unpacked / FILES).iterdir()):
            entry.replace(data / entry.name)
    done.files = len(contents.parts) - 1
    return done


_STAYS = {occupied.NAME, *(sqlite.NAME + ending for ending in sqlite.BESIDE)}
"""The mark of who is at work here, and the database, which came back already."""
