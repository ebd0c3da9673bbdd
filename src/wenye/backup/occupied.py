"""A mark on a data folder that is in use: many programs may run on it, or one may put another content there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wenye.backup.errors import Refused

NAME = ".in-use"


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """While a site runs on the folder. Raises Refused while the folder is being restored."""
    with _locked(folder, fcntl.LOCK_SH, "这个数据文件夹正在恢复备份，请稍候。", "a backup is being restored here; wait"):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the folder's content is replaced. Raises Refused while a site runs on it."""
    with _locked(folder, fcntl.LOCK_EX, "网站正在运行，请先停止 ./wenye up。", "the site is running; stop ./wenye up first"):
        yield


@contextmanager
def _locked(folder: Path, how: int, zh: str, en: str) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(mark, how | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused(zh, en) from None
    finally:
        os.close(mark)
