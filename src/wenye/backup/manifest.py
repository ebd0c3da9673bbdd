"""What a backup says of itself: when and by what it was made, what the database held, and a hash of each part."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from wenye.backup.errors import Unusable

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the backup: its name in the archive, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database held at one moment: rows of each table, sums of its columns of money in fen, applied migrations.

    ``audit_root`` is the end of the audit trail's chain, or empty where nothing is sealed.
    """

    rows: dict[str, int]
    fen: dict[str, int]
    migrations: list[str]
    audit_root: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The table of contents. ``database`` is ``sqlite`` or ``postgresql``."""

    made_at: str
    wenye: str
    database: str
    held: Holdings
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def text(self) -> bytes:
        return json.dumps(self.as_json(), ensure_ascii=False, indent=1).encode()


def read(text: bytes) -> Manifest:
    """A manifest from its text. Raises Unusable."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise Unusable(
                f"备份格式 {told['format']} 由更新的版本写成，请先升级再恢复。",
                f"format {told['format']} was written by a newer version; update before restoring",
            )
        parts = [Part(**part) for part in told["parts"]]
        return Manifest(**{**told, "held": Holdings(**told["held"]), "parts": parts})
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable("备份的目录读不出来，文件可能损坏。", "its table of contents cannot be read") from error
