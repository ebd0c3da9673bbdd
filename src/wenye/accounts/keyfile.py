"""A key of its own in a file of the data folder, made at first use, readable by its owner only."""

import os
from functools import lru_cache
from pathlib import Path

LENGTH = 32


@lru_cache(maxsize=8)
def key_in(path: Path) -> bytes:
    """The key (32 bytes) in ``path``; of two processes that make it at once the first one's stands."""
    if not path.exists():
        _create(path)
    return path.read_bytes()


def _create(path: Path) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(os.urandom(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
