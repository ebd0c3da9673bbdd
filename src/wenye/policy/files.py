"""The files of a pack: which belong to it, their bytes, and the hash by which the pack is known."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.policy.faults import Log, Refused, nearest

SINGLE = ("pack.yaml", "units.yaml", "funds.yaml", "entities.yaml")
FOLDERS = ("facts", "parameters", "measures")
MEASURE_FILE = re.compile(r"measures/(\d{3})-[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")
_PARTED_FILE = re.compile(r"(?:facts|parameters)/[a-z0-9_-]+\.yaml")
MOST_FILES = 2000


def gather(folder: Path, log: Log) -> dict[str, bytes]:
    """The bytes of every file of the pack by its name within ``folder``, in order of name."""
    found: dict[str, bytes] = {}
    for name in _names(folder, log):
        if not _belongs(name):
            _stray(name, log)
            continue
        try:
            found[name] = fetch(folder / name, name, log)
        except Refused:
            continue
    for name in SINGLE:
        if name not in found and not (folder / name).exists():
            message = Text(f"政策包缺少文件“{name}”。", f"The pack has no file {name}.")
            hint = Text("请检查文件夹是否正确，或补上该文件。", "Check the folder, or add the file.")
            log.add("file.missing", Position(name, 1, 1), message, hint)
    return found


def fetch(path: Path, name: str, log: Log) -> bytes:
    """The bytes of ``path``; logs a fault and raises ``Refused`` when they cannot be had."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = Text(f"文件读不出来（{reason}）。", f"The file cannot be read ({reason}).")
        hint = Text("请检查文件是否存在、是否有读取权限。", "Check that it exists and may be read.")
        log.add("file.unreadable", Position(name, 1, 1), message, hint)
        raise Refused from None
    return data


def digest(files: Mapping[str, bytes]) -> str:
    """A SHA-256 over names and bytes; it depends on nothing else."""
    total = hashlib.sha256()
    for name in sorted(files):
        data = files[name]
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def belongs(file: str, key: str) -> bool:
    """Whether ``file`` defines things of section ``key``."""
    return file == f"{key}.yaml" or file.startswith(f"{key}/")


def _names(folder: Path, log: Log) -> list[str]:
    """Every YAML file below ``folder`` by its name there, in order."""
    try:
        below = [
            entry
            for part in (folder, *(folder / name for name in FOLDERS))
            if part.is_dir()
            for entry in part.iterdir()
        ]
    except OSError as error:
        message = Text(f"文件夹读不出来（{error.strerror}）。", f"The folder cannot be read ({error.strerror}).")
        log.add(
            "file.unreadable",
            Position(folder.name, 1, 1),
            message,
            Text("请检查读取权限。", "Check that it may be read."),
        )
        return []
    names = (entry.relative_to(folder).as_posix() for entry in below if entry.suffix in (".yaml", ".yml"))
    return sorted(name for name in names if not name.rpartition("/")[2].startswith("."))[:MOST_FILES]


def _belongs(name: str) -> bool:
    return name in SINGLE or bool(MEASURE_FILE.fullmatch(name) or _PARTED_FILE.fullmatch(name))


def _stray(name: str, log: Log) -> None:
    message = Text(f"不认识的文件“{name}”。", f"Unknown file {name}.")
    hint = nearest(name, SINGLE)
    if name.startswith("measures/"):
        hint = Text("措施文件名写成 measures/021-start-up-grant.yaml。", "Name it as measures/021-start-up-grant.yaml.")
    elif "/" in name or name.endswith(".yml"):
        hint = Text(
            "文件名用小写字母、数字、连字符或下划线，以 .yaml 结尾。",
            "Lower case letters, digits, - and _, ending in .yaml.",
        )
    log.add("file.unknown", Position(name, 1, 1), message, hint)
