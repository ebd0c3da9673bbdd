"""The file itself: a compressed tar of plain files with the manifest as its last member, so a cut file is noticed."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from wenye.backup import manifest
from wenye.backup.errors import BackupError, Unusable
from wenye.backup.manifest import Manifest, Part

Watch = Callable[[int, int], None]
"""Told how many bytes of how many are done."""
BLOCK = 1 << 20


class Writer:
    """Writes parts one after the other; ``parts`` tells what was written."""

    def __init__(self, file: IO[bytes], total: int, watch: Watch) -> None:
        self._zipped = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0)
        self._tar = tarfile.open(fileobj=self._zipped, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._total, self._done, self._watch = total, 0, watch
        self.parts: list[Part] = []

    def add(self, name: str, path: Path) -> None:
        """Adds a file under a name. Raises BackupError if it changes while it is read."""
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            reader = _Counted(source, self._progress)
            self._member(name, size, reader, path)
        self.parts.append(Part(name, size, reader.digest.hexdigest()))

    def close(self, contents: Manifest) -> None:
        """Ends the archive with its manifest."""
        text = contents.text()
        self._member(manifest.NAME, len(text), io.BytesIO(text), Path(manifest.NAME))
        self._tar.close()
        self._zipped.close()

    def _member(self, name: str, size: int, source: "IO[bytes] | _Counted", path: Path) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        try:
            self._tar.addfile(member, source)
        except OSError as error:
            raise BackupError(
                f"“{path}”没有备份成：{error}。请再执行一次。", f"{path} could not be backed up ({error}); run it again"
            ) from error

    def _progress(self, count: int) -> None:
        self._done += count
        self._watch(self._done, max(self._total, self._done))


class _Counted:
    """A file that is hashed and counted while it is read."""

    def __init__(self, source: IO[bytes], tell: Callable[[int], None]) -> None:
        self._source, self._tell, self.digest = source, tell, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        self._tell(len(block))
        return block


def verify(path: Path, watch: Watch = lambda done, total: None) -> Manifest:
    """Reads a backup to its end and compares every part with the manifest. Raises Unusable."""
    return _through(path, lambda name, blocks: sum(len(block) for block in blocks), watch)


def unpack(path: Path, folder: Path, watch: Watch = lambda done, total: None) -> Manifest:
    """Writes every part below ``folder``, compared as by ``verify``. Raises Unusable; the folder is then no use."""

    def write(name: str, blocks: Iterator[bytes]) -> None:
        target = folder / name
        for parent in reversed(PurePosixPath(name).parents):  # parents=True would leave the upper ones open to all
            (folder / parent).mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    return _through(path, write, watch)


def _through(path: Path, take: Callable[[str, Iterator[bytes]], object], watch: Watch) -> Manifest:
    found: dict[str, Part] = {}
    contents: Manifest | None = None
    with _opened(path, watch) as tar:
        for member in tar:
            source = _checked(tar, member)
            if member.name == manifest.NAME:
                contents = manifest.read(source.read())
            else:
                hashed = _Counted(source, lambda count: None)
                take(member.name, iter(lambda: hashed.read(BLOCK), b""))  # noqa: B023
                found[member.name] = Part(member.name, member.size, hashed.digest.hexdigest())
    if contents is None:
        raise Unusable("备份不完整：没有目录，文件可能在传输中被截断。", "it is incomplete: its table of contents is missing")
    _compare(contents, found)
    return contents


@contextmanager
def _opened(path: Path, watch: Watch) -> Iterator[tarfile.TarFile]:
    try:
        with path.open("rb") as file:
            total, raw = os.fstat(file.fileno()).st_size, _Told(file, lambda at: watch(at, total))
            with gzip.GzipFile(fileobj=raw, mode="rb") as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:
                yield tar
                while zipped.read(BLOCK):  # to the very end, where the checksum of the whole stands
                    pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unusable(
            f"“{path}”不是完整的备份文件（{error}）。请换一份备份。", f"{path} is no complete backup ({error}); take another"
        ) from error


class _Told(io.RawIOBase):
    """A file that says how far it was read."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell

    def readable(self) -> bool:
        return True

    def readinto(self, target: "bytearray") -> int:  # type: ignore[override]
        block = self._file.read(len(target))
        target[: len(block)] = block
        self._tell(self._file.tell())
        return len(block)


def _checked(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    """A plain file with a plain name; anything else was not written by us."""
    name = PurePosixPath(member.name)
    source = tar.extractfile(member) if member.isfile() else None
    if source is None or name.is_absolute() or ".." in name.parts or "\\" in member.name:
        raise Unusable(f"备份里有不该有的内容：{member.name}。", f"it holds what no backup holds: {member.name}")
    return source


def _compare(contents: Manifest, found: dict[str, Part]) -> None:
    told = {part.name: part for part in contents.parts}
    wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    if wrong:
        names = "、".join(wrong[:5])
        raise Unusable(f"备份损坏，与目录不符：{names}。请换一份备份。", f"it is damaged, these differ: {', '.join(wrong[:5])}")
