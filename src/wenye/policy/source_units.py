"""Lead and related units: the document's cells against the pack's lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenye.policy.source_align import changes, reordered
from wenye.policy.source_difference import Difference, PackSide
from wenye.policy.source_table import Row, Units

COLUMNS = {"lead": "牵头", "related": "相关"}
_BETWEEN = r"[\s、，,;；/]*"


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a unit cell, and those of its lines that hold several without a break."""

    names: tuple[str, ...]
    joined: tuple[tuple[str, tuple[str, ...]], ...]


class UnitReader:
    """Splits the lines of a cell at the unit names that the pack knows."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known = {_fold(name): name for name in known}
        words = "|".join(sorted((re.escape(name) for name in self._known), key=len, reverse=True))
        self._one = re.compile(words or r"(?!)")
        self._many = re.compile(rf"(?:(?:{words or '(?!)'}){_BETWEEN})+")
        self._parted = re.compile(rf"(?:{words or '(?!)'})(?:{_BETWEEN[:-1]}+(?:{words or '(?!)'}))*")

    def read(self, lines: Sequence[str]) -> Names:
        """The unit names in ``lines``, in order, repetitions kept."""
        names: list[str] = []
        joined = []
        for line in lines:
            folded = _fold(line)
            found = self._split(folded)
            names.extend(found or (self._known.get(folded, line),))
            if len(found) > 1 and not self._parted.fullmatch(folded):
                joined.append((line, found))
        return Names(tuple(names), tuple(joined))

    def _split(self, line: str) -> tuple[str, ...]:
        """The known names that ``line`` is made of; nothing if anything else stands in it."""
        if line in self._known or not self._many.fullmatch(line):
            return (self._known[line],) if line in self._known else ()
        return tuple(self._known[name] for name in self._one.findall(line))


def _fold(name: str) -> str:
    """One form for full-width and half-width letters and brackets, without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True, slots=True)
class Matched:
    """A published row and the measure that it is (None for a row too many)."""

    row: Row
    number: int | None


def unit_faults(matched: Sequence[Matched], reader: UnitReader) -> Iterator[Difference]:
    """Joined and repeated names in cells: faults of the document, told where the cell stands."""
    for item in matched:
        for column, label in COLUMNS.items():
            units: Units = getattr(item.row, column)
            if item.number is not None and units.row == item.row.index:
                yield from _cell_faults(item.number, label, reader.read(units.lines))


def _cell_faults(number: int, label: str, cell: Names) -> Iterator[Difference]:
    for line, names in cell.joined:
        yield Difference(number, "text-fault", f"{label}：{line}", f"{label}：{'、'.join(names)}", "document")
    for name, times in Counter(cell.names).items():
        if times > 1:
            yield Difference(
                number, "text-fault", f"{label}：{'、'.join([name] * times)}", f"{label}：{name}", "document"
            )


def unit_differences(matched: Sequence[Matched], side: PackSide, reader: UnitReader) -> Iterator[Difference]:
    """Where cells and pack name other units. What is wrong in a cell is told once, at its first measure."""
    for column, label in COLUMNS.items():
        last: tuple[int, tuple[str, ...]] | None = None
        for place, item in enumerate(matched):
            if item.number is None:
                continue
            units, pack = (
                _effective(matched, place, column),
                tuple(getattr(side.measures[item.number], column)),
            )
            group = (units.row, pack)
            if group != last and not _lost(matched, item, units, pack, side, column):
                whole = units.row != item.row.index or pack == _above(item.number, side, column)
                yield from _cell_differences(item.number, label, reader.read(units.lines).names, pack, whole)
            last = group


def _effective(matched: Sequence[Matched], place: int, column: str) -> Units:
    """The cell of a row; one that continues a row too many continues what stands above that."""
    units: Units = getattr(matched[place].row, column)
    while 0 < units.row < place and matched[units.row].number is None:
        units = getattr(matched[units.row - 1].row, column)
    return units


def _lost(
    matched: Sequence[Matched], item: Matched, units: Units, pack: tuple[str, ...], side: PackSide, column: str
) -> bool:
    """Whether the cell that this row continues went with a measure that the document lacks."""
    present = {other.number for other in matched}
    number = (item.number or 0) - 1
    while units.row != item.row.index and number in side.measures and getattr(side.measures[number], column) == pack:
        if number not in present:
            return True
        number -= 1
    return False


def _above(number: int, side: PackSide, column: str) -> tuple[str, ...] | None:
    above = side.measures.get(number - 1)
    return tuple(getattr(above, column)) if above else None


def _cell_differences(
    number: int, label: str, published: tuple[str, ...], pack: tuple[str, ...], whole: bool
) -> Iterator[Difference]:
    """One entry for each unit; one for all where only the order differs, or a whole cell is there or not."""
    found = changes(published, pack)
    if reordered(published, pack) or (whole and len(found) > 1):
        found = [("、".join(published), "、".join(pack))]
    for old, new in found:
        yield Difference(number, "unit", _said(label, old), _said(label, new), "pack")


def _said(label: str, name: str | None) -> str | None:
    return None if name is None else f"{label}：{name or '（空）'}"
