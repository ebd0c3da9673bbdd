"""Finds the heading row of a sheet (below titles, over merged cells) and what each heading stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wenye.feel.text import Text
from wenye.registry.catalogue import Column, Register, ignored_headings
from wenye.registry.normalise import Cell, plain
from wenye.registry.readers import RosterUnreadable

SEARCHED_ROWS = 12
KEY_LENGTH = 15
SUMS = frozenset({"合计", "总计", "小计", "共计", "累计"})
NOTES = (
    "填表人",
    "制表人",
    "经办人",
    "审核人",
    "负责人签",
    "单位盖章",
    "单位(盖章)",
    "说明:",
    "注:",
    "备注:",
    "填报",
    "制表日期",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a sheet: the column of each place, the first data row, and what was not understood."""

    sheet: str
    places: Mapping[str, int]
    data_from: int
    headings: tuple[str, ...]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The form kept with an import, so that it goes on the same way after a kill."""
        return {
            "sheet": self.sheet,
            "places": dict(self.places),
            "data_from": self.data_from,
            "headings": list(self.headings),
        }


def tidy(cell: Cell) -> str:
    """A heading as it is compared: narrow signs, no spaces or line breaks, no trailing mark of a required field."""
    return "".join(plain(cell).split()).strip("*:")


def find(
    register: Register, sheet: str, rows: Sequence[tuple[int, list[Cell]]], taught: Mapping[str, str]
) -> Layout | None:
    """The layout of a sheet from its first rows, or None where no row looks like headings.

    ``taught`` maps headings to column ids (told for this import, or learnt from the department before).
    """
    known = _words(register, taught)
    best: tuple[int, Layout] | None = None
    candidates = [(number, [tidy(cell) for cell in cells]) for number, cells in rows]
    doubled = [(later, _two_rows(first, second)) for (_, first), (later, second) in pairwise(candidates)]
    for number, headings in [*candidates, *doubled]:
        places = _places(headings, known)
        if best is None or len(places) > best[0]:
            best = (len(places), _layout(sheet, number, headings, places))
    if best is None or not _enough(register, best[1]):
        return None
    return best[1]


def required_or_explain(register: Register, layouts: Sequence[Layout], seen: Sequence[str]) -> None:
    """Raises RosterUnreadable where no sheet has the headings that a row of this register cannot do without."""
    if layouts:
        return
    wanted = "、".join(column.heading for column in register.columns.values() if column.required)
    shown = "、".join(heading for heading in seen if heading)[:120] or "（空）"
    raise RosterUnreadable(
        Text(
            f"没有找到“{register.label.zh}”的表头。必须有的栏目：{wanted}。文件前几行看到的是：{shown}。"
            "请下载模板对照表头，或用“表头=栏目”指定对应关系后重新上传。",
            f"No headings of “{register.label.en}” were found. A file needs {wanted}. The first rows show: {shown}. "
            "Compare with the template, or say which heading is which column, and send the file again.",
        )
    )


def is_note(cells: Sequence[Cell], layout: Layout, register: Register) -> bool:
    """Whether a row that is not blank is no record: a total, a signature line, or the headings printed once more."""
    key = layout.places.get(register.key[0], len(cells))
    if key < len(cells) and isinstance(number := cells[key], str) and len(number) >= KEY_LENGTH:
        return False  # nearly every row: its key is too long for a heading or a total
    keyed = [tidy(cells[place]) for name in register.key if (place := layout.places.get(name, len(cells))) < len(cells)]
    first = next((text for cell in cells if (text := tidy(cell))), "")
    if first in SUMS or first.startswith(NOTES):
        return max((len(text) for text in keyed if text != first), default=0) < KEY_LENGTH
    return bool(keyed) and all(text and text in layout.headings for text in keyed)


def _words(register: Register, taught: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, column in register.columns.items():
        for word in (column.heading, *column.also, column.label.en):
            known.setdefault(tidy(word), name)
    known.update({tidy(heading): name for heading, name in taught.items() if name in register.columns})
    return known


def _places(headings: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(heading)
        if name and name not in places:
            places[name] = place
    return places


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headings of two rows: the lower word where there is one, else the upper (a cell merged downwards)."""
    width = max(len(upper), len(lower))
    up, low = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    return [below or above for above, below in zip(up, low, strict=True)]


def _layout(sheet: str, number: int, headings: Sequence[str], places: Mapping[str, int]) -> Layout:
    taken = set(places.values())
    ignored = {tidy(word) for word in ignored_headings()}
    unknown = tuple(
        heading for place, heading in enumerate(headings) if heading and place not in taken and heading not in ignored
    )
    return Layout(sheet, dict(places), number + 1, tuple(headings), unknown)


def _enough(register: Register, layout: Layout) -> bool:
    return all(_served(column, layout) for column in register.columns.values() if column.required)


def _served(column: Column, layout: Layout) -> bool:
    return column.id in layout.places or (column.kind == "firm" and "firm_name" in layout.places)
