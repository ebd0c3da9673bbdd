"""Making a backup. It is complete or it is not there, and nothing is overwritten."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from wenye import __version__
from wenye.backup import files, postgres, sqlite
from wenye.backup.archive import Watch, Writer
from wenye.backup.errors import BackupError, Refused
from wenye.backup.manifest import Manifest

FILES = "files/"
"""Where the data folder's files stand in the archive."""


def kind(database: dict[str, Any]) -> tuple[str, ModuleType]:
    """Which kind of database Django's settings name, and the module that knows it."""
    if database["ENGINE"].endswith("sqlite3"):
        return "sqlite", sqlite
    return "postgresql", postgres


def make(target: Path, data: Path, database: dict[str, Any], watch: Watch = lambda done, total: None) -> Manifest:
    """Writes everything of the installation into one new file, readable by its owner only. Raises BackupError.

    ``database`` is Django's setting. The database comes first: files and keys that it mentions are there
    after it. Only the roots of the audit trail, which follow the database, come before it.
    """
    _refuse(target)
    name, database_kind = kind(database)
    if database_kind.is_empty(database):
        raise Refused(
            f"还没有数据库（{database['NAME']}），没有可备份的内容。",
            f"there is no database yet ({database['NAME']}), so nothing to back up",
        )
    with _new_file(target) as (folder, fresh):
        before = files.keys_digest(data)
        early = files.copied_roots(data, folder)
        with database_kind.snapshot(database, folder) as (copy, held):
            late = [item for item in files.worth_keeping(data) if not item[0].startswith(f"{files.ROOTS}/")]
            kept = [(copy.name, copy), *((FILES + inner, path) for inner, path in (*early, *late))]
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                contents = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), __version__, name, held)
                _write(Writer(file, sum(path.stat().st_size for _, path in kept), watch), kept, contents)
                file.flush()
                os.fsync(file.fileno())
        if files.keys_digest(data) != before:
            raise Refused("备份期间密钥有变化，请再执行一次。", "the keys changed meanwhile; run it again")
    return contents


def _write(writer: Writer, kept: list[tuple[str, Path]], contents: Manifest) -> None:
    for name, path in kept:
        writer.add(name, path)
    contents.parts.extend(writer.parts)
    writer.close(contents)


def _refuse(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise Refused(f"“{target}”已经存在，不会覆盖；请换一个文件名。", f"{target} exists and is left alone; name another file")
    if not target.absolute().parent.is_dir():
        raise Refused(f"文件夹“{target.parent}”不存在，请先建立。", f"there is no folder {target.parent}; make it first")


@contextmanager
def _new_file(target: Path) -> Iterator[tuple[Path, Path]]:
    """A folder for the work and a path in it; what was written there becomes ``target`` unless that exists by then."""
    try:
        with TemporaryDirectory(prefix=".wenye-backup-", dir=target.absolute().parent) as name:
            fresh = Path(name) / "backup"
            yield Path(name), fresh
            os.link(fresh, target)
            _sync(target.absolute().parent)
    except FileExistsError:
        _refuse(target)
        raise
    except OSError as error:
        raise BackupError(
            f"备份没有写成“{target}”：{error.strerror}。", f"{target} could not be written: {error.strerror}"
        ) from error


def _sync(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
