"""The nodes of packs that were checked, kept under the hash of the pack and of the program that checked it.

A cache entry is one text file: a checksum, an index, and one line of JSON for each file of the pack. Whatever is
wrong with it (missing, unreadable, damaged, another's), the pack is read and checked anew; failing to write is
harmless.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wenye.policy.nodes import Node, pack_node

KEPT = 12
"""Entries kept; the longest unused go first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry: the names of the pack's files, where each measure and benefit is, and each file as packed JSON."""

    files: tuple[str, ...]
    measures: Mapping[int, str]
    benefits: Mapping[str, int]
    lines: Mapping[str, bytes]

    def packed(self, file: str) -> list[Any]:
        """The packed root node of ``file``."""
        found: list[Any] = json.loads(self.lines[file])
        return found


def read(name: str) -> Kept | None:
    """The entry for the pack with hash ``name``; None when there is none that can be trusted."""
    path = _path(name)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_uid != os.geteuid():
                return None
            checksum, _, body = file.read().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            return None
        head, *lines = body.split(b"\n")
        index = json.loads(head)
        return Kept(tuple(index["files"]), {int(number): file for number, file in index["measures"].items()},
                    index["benefits"], dict(zip(index["files"], lines, strict=True)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(name: str, nodes: Mapping[str, Node], measures: Mapping[int, str], benefits: Mapping[str, int]) -> None:
    """Keep the nodes of a checked pack."""
    index = {"files": list(nodes), "measures": measures, "benefits": benefits}
    lines = [index, *(pack_node(node) for node in nodes.values())]
    body = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines).encode()
    with suppress(OSError, UnicodeError):
        _place(_path(name), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def _place(path: Path, data: bytes) -> None:
    """Written beside and moved into place whole, so that no reader ever sees a part of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    for old in sorted(path.parent.glob("*.jsonl"), key=lambda entry: entry.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)


def _path(name: str) -> Path:
    data = os.environ.get("WENYE_DATA")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wenye"
    return (Path(data) / "cache" if data else home) / "packs" / f"{name[:40]}-{_program()}.jsonl"


@lru_cache(maxsize=1)
def _program() -> str:
    """Stands for the code that read and checked the pack: another version checks anew."""
    source = Path(__file__).parents[1]
    told = hashlib.sha256()
    for folder in ("feel", "policy"):
        for entry in sorted(os.scandir(source / folder), key=lambda entry: entry.name):
            if entry.is_file():
                seen = entry.stat()
                told.update(f"{folder}/{entry.name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return told.hexdigest()[:20]
