"""The sealing keys of an installation: listed, changed for a new one, dropped when nothing needs them any more.

The key file is only ever replaced whole, under a lock. Besides the keys it may hold ``retired`` (since when a key seals
nothing new) and ``dropped`` (ids that are never used again).
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wenye.accounts.clock import now
from wenye.accounts.crypto import key_file, keyring, new_key
from wenye.accounts.resealing import Count, counts, pending
from wenye.feel.errors import WenyeError

GRACE = timedelta(hours=1)
"""So long after it was retired a key may still be in the hands of a process that is writing."""
_LAST = 999


class KeyRefused(WenyeError):
    """A key cannot be changed or dropped now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A sealing key: since when it seals nothing new (None: it is the current one), and what is sealed with it.

    ``held`` is False for a key that values name and the key file lacks: those cannot be opened.
    """

    id: str
    current: bool
    held: bool
    retired: datetime | None
    uses: tuple[Count, ...]

    @property
    def rows(self) -> int:
        """How many values are sealed with it."""
        return sum(use.rows for use in self.uses)


def listed() -> list[KeyUse]:
    """Every key of the file, and every other that some value names, with what needs it."""
    ring, retired = keyring(), _read(key_file()).get("retired", {})
    found: dict[str, list[Count]] = {name: [] for name in ring.sealing}
    for name, use in counts():
        found.setdefault(name, []).append(use)
    return [
        KeyUse(name, name == ring.current, name in ring.sealing, _moment(retired.get(name)), tuple(uses))
        for name, uses in sorted(found.items())
    ]


def begin_rotation() -> tuple[str, bool]:
    """Makes a new key the current one, unless an earlier change is unfinished; the current key, and whether it is new.

    Nothing is sealed anew yet: ``resealing.reseal`` does that, at once or later, as often as it takes.
    """
    with _changing() as keys:
        if pending():
            return str(keys["current"]), False
        fresh = _next(keys)
        keys.setdefault("retired", {})[keys["current"]] = now().isoformat()
        keys["sealing"][fresh] = new_key()
        keys["current"] = fresh
    return fresh, True


def drop(name: str) -> None:
    """Forgets a key that no value needs any more. Raises KeyRefused."""
    with _changing() as keys:
        _refuse_drop(name, keys)
        del keys["sealing"][name]
        keys["retired"].pop(name, None)
        keys.setdefault("dropped", []).append(name)


def _refuse_drop(name: str, keys: Mapping[str, Any]) -> None:
    if name not in keys["sealing"]:
        known = "、".join(keys["sealing"])
        raise KeyRefused(
            f"没有密钥 {name}，现有：{known}。 / There is no key {name}; there are {', '.join(keys['sealing'])}."
        )
    if name == keys["current"]:
        raise KeyRefused(f"{name} 是正在使用的密钥，不能删除。 / {name} is the current key and cannot be dropped.")
    needed = sum(use.rows for key, use in counts() if key == name)
    if needed:
        raise KeyRefused(
            f"还有 {needed} 个加密值要靠 {name} 解开，请先执行 ./wenye keys rotate 做完轮换。"
            f" / {needed} values still need {name}; finish with ./wenye keys rotate first."
        )
    retired = _moment(keys.get("retired", {}).get(name))
    if retired is not None and now() < retired + GRACE:
        raise KeyRefused(
            f"{name} 停用还不到一小时，正在写入的程序可能还在用它，请稍后再删。"
            f" / {name} was retired less than an hour ago: a process may still be writing with it. Drop it later."
        )


def _next(keys: Mapping[str, Any]) -> str:
    """The id of the next key: none is ever used twice."""
    numbers = [int(name[1:]) for name in (*keys["sealing"], *keys.get("dropped", ()))]
    if max(numbers) >= _LAST:
        raise KeyRefused("密钥编号已经用完。 / There are no key ids left.")
    return f"k{max(numbers) + 1:03d}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))


@contextmanager
def _changing() -> Iterator[dict[str, Any]]:
    """The content of the key file, written back whole at the end if it was changed; one process at a time."""
    keyring()  # makes the file where there is none
    path = key_file()
    with (path.parent / "fields.lock").open("w") as lock:
        os.fchmod(lock.fileno(), 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        keys, before = _read(path), path.read_text()
        yield keys
        after = json.dumps(keys, indent=1)
        if after != before:
            _replace(path, after)


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, even through a power cut: a half-written key file would lose every sealed value."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
