"""The published table as rows: whatever file it came from, read by its own heading rows.

A document is a table of four columns (plan, measure, lead unit, related units) that repeats its heading row
on every page. An empty related cell continues the one above it, up to the next heading row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wenye.feel.text import Text
from wenye.policy.source_errors import SourceUnreadable

COLUMNS = ("plan", "text", "lead", "related")
_HEADS = {"plan": ("计划",), "text": ("措施", "任务"), "lead": ("牵头",), "related": ("相关",)}
_PLAN = re.compile(r"^\s*(?P<ordinal>[一二三四五六七八九十]+)\s*、\s*(?P<title>\S.*?)\s*$", re.DOTALL)
_NUMBER = re.compile(r"^\s*(?P<number>\d{1,3})(?:(?P<stop>\s*[.．、])|(?=\D|\d{4}\s*年))\s*")
_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, its lines parted by newlines. ``merged``: it continues the cell above (Word)."""

    text: str
    merged: bool = False
    numbered: bool = False  # Word numbers its paragraph; the number is no part of the text


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table as the file has it; ``place`` says where, for messages."""

    cells: tuple[Cell, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Units:
    """The lines of a unit cell, and the index of the row that holds it (a continued cell stands above)."""

    lines: tuple[str, ...]
    row: int


NO_CELL = Units((), -1)  # an empty cell below a heading row continues nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One measure as published.

    ``printed`` is the number in front of it (None where it has none), ``stop`` whether a stop follows it,
    ``counted`` whether Word numbers it; ``whole`` is the text with what stands in front, ``text`` without.
    """

    index: int
    place: str
    printed: int | None
    stop: bool
    counted: bool
    whole: str
    text: str
    plan: int
    plan_title: str
    lead: Units
    related: Units
    stray: str


@dataclass(frozen=True, slots=True)
class Document:
    """A published document: its title, its rows in order, its closing notes, how many heading rows it has.

    ``whole`` is False where the file may have lost its end (a text file without closing notes).
    """

    title: str
    rows: tuple[Row, ...]
    notes: str
    headings: int
    name: str
    whole: bool


def read_rows(lines: Sequence[Line], title: str, notes: str, name: str, whole: bool) -> Document:
    """The document that the rows of a file make up; raises SourceUnreadable for a foreign or empty table."""
    if not any(_heading(line) for line in lines):
        raise _foreign(name)
    rows = tuple(_Reader().rows(lines))
    if not rows:
        raise _empty(name)
    return Document(title, rows, notes, sum(1 for line in lines if _heading(line)), name, whole)


def one_line(text: str) -> str:
    """``text`` without its line breaks and the blanks around them."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def plan_heading(text: str) -> tuple[int, str] | None:
    """The plan's number and title, if ``text`` is the heading of a plan."""
    found = _PLAN.match(one_line(text))
    if not found or found["ordinal"] not in _ORDINALS:
        return None
    return _ORDINALS.index(found["ordinal"]) + 1, found["title"]


def _heading(line: Line) -> dict[str, int] | None:
    """Where each column stands, if ``line`` is a heading row."""
    texts = [one_line(cell.text) for cell in line.cells]
    if any(len(text) > 24 for text in texts):
        return None
    places = {column: _column(texts, words) for column, words in _HEADS.items()}
    if places["lead"] is None or places["related"] is None or places["text"] is None:
        return None
    return {column: place for column, place in places.items() if place is not None}


def _column(texts: list[str], words: tuple[str, ...]) -> int | None:
    return next((place for place, text in enumerate(texts) if any(word in text for word in words)), None)


class _Reader:
    """Goes down the table and remembers what an empty cell continues."""

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}
        self.plan, self.plan_title = 0, ""
        self.lead = NO_CELL
        self.related = NO_CELL
        self.count = 0

    def rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The measures among ``lines``."""
        for line in lines:
            heading = _heading(line)
            if heading:
                self.columns, self.related = heading, NO_CELL
            elif self.columns:
                row = self.row(line)
                if row:
                    yield row

    def row(self, line: Line) -> Row | None:
        """The measure of one line; None for a line that only names a plan, or holds nothing."""
        cells = {column: self.cell(line, column) for column in COLUMNS}
        stray = self.plan_cell(cells["plan"].text)
        text = one_line(cells["text"].text)
        if not text or (plan_heading(text) and not cells["lead"].text.strip()):
            self.plan_cell(text)
            return None
        row = self.measure(line.place, cells, text, stray)
        self.count += 1
        return row

    def measure(self, place: str, cells: dict[str, Cell], text: str, stray: str) -> Row:
        """The measure that the cells of one line hold."""
        found = _NUMBER.match(text)
        printed = int(found["number"]) if found else None
        self.lead = self.lead if cells["lead"].merged else Units(_lines(cells["lead"].text), self.count)
        if cells["related"].text.strip() and not cells["related"].merged:
            self.related = Units(_lines(cells["related"].text), self.count)
        return Row(
            index=self.count,
            place=place,
            printed=printed,
            stop=bool(found and found["stop"]),
            counted=cells["text"].numbered,
            whole=text,
            text=text[found.end() :] if found else text,
            plan=self.plan,
            plan_title=self.plan_title,
            lead=self.lead,
            related=self.related,
            stray=stray,
        )

    def cell(self, line: Line, column: str) -> Cell:
        """The cell of ``line`` under the heading ``column``; an empty one where the line is too short."""
        place = self.columns.get(column)
        if place is None or place >= len(line.cells):
            return Cell("")
        return line.cells[place]

    def plan_cell(self, text: str) -> str:
        """Take a plan's heading in; hand back what else stands in its column."""
        found = plan_heading(text)
        if found:
            self.plan, self.plan_title = found
            return ""
        return one_line(text)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _foreign(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "heading",
        name,
        Text(
            "没有找到措施表：文件里没有同时写着“措施”“牵头”“相关”的表头行。",
            "No table of measures: no heading row names measures, lead units and related units.",
        ),
        Text(
            "请换成公布的措施表本身（文本文件要保留制表符，Word 文件要保留表格）。",
            "Give the published table itself (tabs kept in a text file, the table kept in Word).",
        ),
    )


def _empty(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "empty",
        name,
        Text("措施表只有表头，下面没有一条措施。", "The table has heading rows and not one measure below them."),
        Text("请核对文件是否完整，然后重新运行。", "Check that the file is complete, then run again."),
    )
