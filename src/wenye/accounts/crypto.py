"""Identity numbers, phones and accounts are sealed at rest, bound to their row, and found by a blind index.

A sealed value is ``key id (4 bytes) + nonce (12) + AES-256-GCM ciphertext and tag``; the associated data is
``table.column:row uid``, so a value copied to another row or column does not open. Keys live in a file beside
the database, never in it. Losing the file loses the sealed values: it belongs into every backup.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wenye.feel.errors import WenyeError

KEY_FILE = "keys/fields.json"
ID_LENGTH = 4
_NONCE_LENGTH = 12
_INDEX_LENGTH = 16


class SealBroken(WenyeError):
    """A sealed value does not open: its key is missing, or the value was altered or moved from its row."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation. ``current`` names the key that new values are sealed with. No key is ever shown."""

    current: str
    sealing: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    digest_key: bytes = field(repr=False)
    _ciphers: dict[bytes, AESGCM] = field(default_factory=dict, repr=False, compare=False)

    def seal(self, text: str, place: str, uid: UUID) -> bytes:
        """``text`` sealed for ``place`` (table.column) of the row ``uid``."""
        name = self.current.encode()
        nonce = os.urandom(_NONCE_LENGTH)
        return name + nonce + self._cipher(name).encrypt(nonce, text.encode(), _bound(place, uid))

    def open(self, sealed: bytes, place: str, uid: UUID) -> str:
        """The text sealed for this very place and row. Raises SealBroken otherwise."""
        sealed = bytes(sealed)
        name, rest = sealed[:ID_LENGTH], sealed[ID_LENGTH:]
        try:
            opened = self._cipher(name).decrypt(rest[:_NONCE_LENGTH], rest[_NONCE_LENGTH:], _bound(place, uid))
        except InvalidTag:
            raise SealBroken(
                f"{place} 的密文无法解开：内容被改动过，或不属于这一行。请从备份恢复该行。"
                f" / The sealed value of {place} does not open; restore the row from a backup."
            ) from None
        return opened.decode()

    def renewed(self, sealed: bytes, place: str, uid: UUID) -> bytes:
        """A sealed value sealed anew with the current key; as it is where that key sealed it. Raises SealBroken."""
        return bytes(sealed) if key_of(sealed) == self.current else self.seal(self.open(sealed, place, uid), place, uid)

    def index(self, kind: str, text: str) -> bytes:
        """A keyed fingerprint (16 bytes) by which an equal value of the same kind is found, and nothing else."""
        return hmac.digest(self.index_key, f"{kind}:{text}".encode(), "sha256")[:_INDEX_LENGTH]

    def digest(self, content: str) -> bytes:
        """A keyed fingerprint (16 bytes) of a row, to see whether it changed."""
        return hashlib.blake2b(content.encode(), key=self.digest_key, digest_size=16).digest()

    def _cipher(self, name: bytes) -> AESGCM:
        cipher = self._ciphers.get(name)
        if cipher is None:
            cipher = self._ciphers[name] = AESGCM(self._key(name))
        return cipher

    def _key(self, name: bytes) -> bytes:
        key = self.sealing.get(name.decode(errors="replace"))
        if key is None:
            raise SealBroken(
                f"找不到密钥 {name!r}，请把原来的密钥文件 {KEY_FILE} 放回数据目录。"
                f" / Key {name!r} is missing; put the key file back into the data folder."
            )
        return key


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed a value."""
    return bytes(sealed[:ID_LENGTH]).decode(errors="replace")


def _bound(place: str, uid: UUID) -> bytes:
    return f"{place}:{uid.hex}".encode()


def key_file() -> Path:
    """Where the keys of this installation lie."""
    return Path(settings.WENYE_DATA) / KEY_FILE


def keyring() -> Keyring:
    """The keyring of this installation; made at first use, readable by its owner only.

    A process sees keys that another one changed at its next call: what seals for long asks again now and then.
    """
    path = key_file()
    try:
        written = path.stat()
    except FileNotFoundError:
        _create(path)
        written = path.stat()
    return _read(path, written.st_mtime_ns, written.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, inode: int) -> Keyring:
    stored = json.loads(path.read_text())
    return Keyring(
        current=stored["current"],
        sealing={name: base64.b64decode(key) for name, key in stored["sealing"].items()},
        index_key=base64.b64decode(stored["index"]),
        digest_key=base64.b64decode(stored["digest"]),
    )


def _create(path: Path) -> None:
    """Writes a new key file whole or not at all; of two processes that try at once the first one's keys stand."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    keys = {"current": "k001", "sealing": {"k001": new_key()}, "index": new_key(), "digest": new_key()}
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def new_key() -> str:
    """A fresh key (32 bytes) as the key file holds it."""
    return base64.b64encode(os.urandom(32)).decode()
