"""Which files of a data folder belong into a backup: all but what can be made again. New kinds are in at once."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from wenye.backup import occupied, sqlite

MADE_AGAIN = {"static", "match", "review", "cache", "snapshots", "rosters", "setup.log", occupied.NAME}
"""Served files, results that are computed again, the demo's rosters."""
ASIDE, UNPACKED = "replaced-", "restoring-"
KEYS = ("keys", "receipt.key")
ROOTS = "audit"
"""The roots of the audit trail."""


def worth_keeping(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file to keep, as (name below the folder, path), in order. Links are not followed."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not _is_made_again(entry.name):
            yield from _below(entry, entry.name)


def copied_roots(folder: Path, into: Path) -> list[tuple[str, Path]]:
    """Copies of the audit trail's roots, to be made before the database is copied: a root that was kept in the
    meantime would lie behind the end of the copied trail, and look as if that had been cut off."""
    found = [(name, path) for name, path in worth_keeping(folder) if name.startswith(f"{ROOTS}/")]
    copies = [(name, into / name.replace("/", "-")) for name, _ in found]
    for (_, path), (_, copy) in zip(found, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    return copies


def holds_anything(folder: Path) -> bool:
    """Whether there is anything in the folder that a restore would have to move aside."""
    return next(worth_keeping(folder), None) is not None


def keys_digest(folder: Path) -> str:
    """Changes when a key does."""
    found = hashlib.sha256()
    for name, path in worth_keeping(folder):
        if name.split("/", 1)[0] in KEYS:
            found.update(f"{name}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _is_made_again(name: str) -> bool:
    database = any(name == sqlite.NAME + ending for ending in sqlite.BESIDE)
    return database or name in MADE_AGAIN or name.startswith((ASIDE, UNPACKED))


def _below(entry: Path, name: str) -> Iterator[tuple[str, Path]]:
    if entry.is_symlink():
        return
    if entry.is_file():
        yield name, entry
    elif entry.is_dir():
        for inner in sorted(os.listdir(entry)):
            yield from _below(entry / inner, f"{name}/{inner}")
