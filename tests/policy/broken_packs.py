"""Broken packs made from data: the good pack with one thing changed, and the faults that must come of it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wenye.feel.errors import Fault
from wenye.policy.nodes import Map, Node, Scalar
from wenye.policy.reader import read

HERE = Path(__file__).parent
GOOD = HERE / "good"


@dataclass(frozen=True, slots=True)
class Expected:
    """A fault that must be found; None says nothing of that side of it."""

    code: str
    file: str
    line: int
    column: int | None
    path: str | None
    says: str

    def fits(self, fault: Fault) -> bool:
        """Whether ``fault`` is the one."""
        told = f"{fault.message.zh}{fault.hint.zh}"
        place = (fault.code, fault.at.file, fault.at.line) == (self.code, self.file, self.line)
        return (
            place and self.column in (None, fault.at.column) and self.path in (None, fault.path) and self.says in told
        )


@dataclass(frozen=True, slots=True)
class Broken:
    """One case: what is changed in which file, and the faults as data."""

    name: str
    file: str
    change: Mapping[str, str]
    faults: tuple[Mapping[str, str], ...]

    def make(self, folder: Path) -> Path:
        """The broken pack, written below ``folder``."""
        pack = folder / "pack"
        shutil.copytree(GOOD, pack)
        target = pack / self.file
        if "delete" in self.change:
            target.unlink()
        elif "hex" in self.change:
            target.write_bytes(bytes.fromhex(self.change["hex"]))
        elif "content" in self.change:
            target.write_text(self.change["content"], encoding="utf-8")
        else:
            before = target.read_text(encoding="utf-8")
            assert self.change["find"] in before, f"{self.name}: the good pack no longer holds the text to change"
            target.write_text(before.replace(self.change["find"], self.change["with"], 1), encoding="utf-8")
        return pack

    def expected(self, pack: Path) -> list[Expected]:
        """The faults that the broken pack must have."""
        return [_expected(fault, pack, self.file) for fault in self.faults]


def cases() -> list[Broken]:
    """Every case of the data files, in order."""
    found: list[Broken] = []
    for file in sorted((HERE / "broken").glob("*.yaml")):
        found += [_case(item) for item in plain(read(file, file.name))]
    return found


def plain(node: Node) -> object:
    """A node as dicts, lists and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Map):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return [plain(item) for item in node.items]


def _case(item: dict[str, object]) -> Broken:
    change = {key: value for key, value in item.items() if key in ("find", "with", "content", "hex", "delete")}
    return Broken(item["name"], item["file"], change, tuple(item["faults"]))


def _expected(fault: Mapping[str, str], pack: Path, changed: str) -> Expected:
    file = fault.get("in", changed)
    line = int(fault["line"]) if "line" in fault else _line(pack / file, fault.get("on"), int(fault.get("below", "0")))
    column = int(fault["column"]) if "column" in fault else None
    return Expected(fault["code"], file, line, column, fault.get("path"), fault.get("says", ""))


def _line(file: Path, on: str | None, below: int) -> int:
    """The last line that holds ``on``; the first of the file without it."""
    if on is None:
        return 1
    lines = file.read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if on in line]
    assert found, f"{file.name} has no line with {on!r}"
    return found[-1] + below
