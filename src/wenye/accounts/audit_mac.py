"""What binds the trail: the code of each entry, and of each link of the chain, under a key outside of the database."""

import hashlib
import hmac
import json
from datetime import UTC
from pathlib import Path

from django.conf import settings

from wenye.accounts.keyfile import LENGTH, key_in
from wenye.accounts.models import AuditEntry
from wenye.feel.errors import WenyeError

KEY_FILE = "keys/audit.key"
START = bytes(32)
"""What stands before the first link."""


class TrailKeyLost(WenyeError):
    """There is a trail, but the key it was written with is not there or is damaged."""


def _key() -> bytes:
    path = Path(settings.WENYE_DATA) / KEY_FILE
    if not path.exists() and AuditEntry.objects.exists():
        raise TrailKeyLost(
            f"已有审计记录，却找不到密钥文件 {KEY_FILE}，请从备份恢复到数据文件夹。"
            f" / There is an audit trail without its key; restore {KEY_FILE} into the data folder."
        )
    key = key_in(path)
    if len(key) != LENGTH:
        raise TrailKeyLost(f"密钥文件 {KEY_FILE} 已损坏，请从备份恢复。 / The file {KEY_FILE} is damaged; restore it.")
    return key


def entry_mac(entry: AuditEntry) -> bytes:
    """The code of an entry (32 bytes), over everything it says and its id."""
    said = [
        entry.id, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.business_date.isoformat(),
        entry.actor, entry.role, entry.behalf, entry.act, entry.kind, entry.key, entry.area, entry.details,
        entry.reason,
    ]  # fmt: skip
    return _code(b"entry", json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def link(before: bytes, seq: int, entry: int, mac: bytes) -> bytes:
    """The link (32 bytes) that binds an entry with its code to its place and to everything before."""
    return _code(b"link", before + seq.to_bytes(8, "big") + entry.to_bytes(8, "big") + mac)


def root_mac(day: str, seq: int, entry: int, chain: str) -> str:
    """The code of a day's root, in hexadecimal."""
    return _code(b"root", f"{day}:{seq}:{entry}:{chain}".encode()).hex()


def same(one: bytes, other: bytes) -> bool:
    """Whether two codes are equal, in constant time."""
    return hmac.compare_digest(one, other)


def _code(purpose: bytes, content: bytes) -> bytes:
    return hmac.new(_key(), purpose + b"\0" + content, hashlib.sha256).digest()
