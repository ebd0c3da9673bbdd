"""Rosters in the departments' own hands: headings, layout, encodings, date styles and slips differ from file to file.

How each department writes is data (``habits.yaml``). What a column is called and which words it takes comes from the
registers' catalogue, so a roster and its register cannot drift apart.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from random import Random
from typing import IO, Protocol

import yaml

from wenye.registry.catalogue import Column, Register, register
from wenye.registry.xlsx import SheetWriter

Plain = str | int | bool | date | None
"""A plain value: enumerations as literals, money in yuan as text or int."""

MARK = "（虚构数据，仅供演示）"
_FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_TRUE_FALSE = {"是否": ("是", "否"), "勾": ("√", "×"), "有无": ("有", "无"), "YN": ("Y", "N")}
DATE_STYLES = (
    "cell",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a department writes one roster. ``names`` maps columns to the headings it uses; ``also`` picks which of the
    accepted words it writes; ``groups`` are merged headings over columns."""

    register: str
    file: str
    title: str
    encoding: str
    numbered: bool
    groups: Sequence[tuple[str, int]]
    names: Mapping[str, str]
    columns: Sequence[str]
    also: int
    dates: int
    truth: tuple[str, str]
    footer: str
    slips: float


@cache
def habits() -> Mapping[str, Habit]:
    """The departments' habits, by register."""
    data = yaml.load(resources.files(__package__).joinpath("habits.yaml").read_text("utf-8"), yaml.BaseLoader)
    return {name: _habit(name, spec) for name, spec in data.items()}


def _habit(name: str, spec: Mapping[str, object]) -> Habit:
    def text(key: str, default: str = "") -> str:
        return str(spec.get(key, default))

    groups = spec.get("groups", ())
    names = spec.get("names", {})
    columns = spec.get("columns", ())
    assert isinstance(groups, list | tuple)
    assert isinstance(names, dict)
    assert isinstance(columns, list | tuple)
    return Habit(
        register=name,
        file=text("file"),
        title=text("title"),
        encoding=text("encoding"),
        numbered=text("numbered") == "true",
        groups=[(str(label), int(width)) for label, width in groups],
        names=names,
        columns=[str(column) for column in columns],
        also=int(text("also", "0")),
        dates=int(text("dates", "1")),
        truth=_TRUE_FALSE[text("truth", "是否")],
        footer=text("footer"),
        slips=float(text("slips", "1")),
    )


class _Out(Protocol):
    def row(self, values: Sequence[str | int | date | None], heading: bool = False) -> None: ...


class _Csv:
    """A comma-separated file in the encoding the department's system writes."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file)

    def row(self, values: Sequence[str | int | date | None], heading: bool = False) -> None:
        del heading
        self._writer.writerow(["" if value is None else value for value in values])


class Roster:
    """One roster file being written. ``add`` takes rows by column id; every hundredth or so has a slip."""

    def __init__(self, folder: Path, habit: Habit, seed: int, today: date) -> None:
        self.habit = habit
        self.register: Register = register(habit.register)
        self.columns = [self.register.columns[name] for name in (habit.columns or self.register.columns)]
        self.path = folder / habit.file
        self.rows = 0
        self._rng = Random(f"{seed}/roster/{habit.register}")  # noqa: S311
        self._sheet: SheetWriter | None = None
        self._file: IO[str] | None = None
        self._out = self._open()
        self._head(today)

    def _open(self) -> _Out:
        if self.path.suffix == ".csv":
            self._file = self.path.open("w", encoding=self.habit.encoding or "utf-8-sig", newline="")
            return _Csv(self._file)
        self._sheet = SheetWriter(self.path, self.register.label.zh)
        return self._sheet

    def _head(self, today: date) -> None:
        width = len(self.columns) + self.habit.numbered
        self._out.row([f"{self.habit.title}{MARK}"], heading=True)
        self._out.row([f"截至日期：{today.isoformat()}"])
        headings = (["序号"] if self.habit.numbered else []) + [self._heading(column) for column in self.columns]
        if self._sheet is None:
            self._out.row(headings, heading=True)
            return
        self._sheet.merge(1, 0, width - 1)
        if self.habit.groups:
            self._grouped(headings)
        else:
            self._out.row(headings, heading=True)

    def _heading(self, column: Column) -> str:
        return self.habit.names.get(column.id, column.heading)

    def _grouped(self, headings: Sequence[str]) -> None:
        """Two heading rows: a group merged across its columns, a lone column merged downwards."""
        assert self._sheet is not None
        upper: list[str] = []
        lower: list[str] = []
        for label, width in [*self.habit.groups, *[("", 1)] * len(headings)]:
            here = headings[len(upper) : len(upper) + width]
            if not here:
                break
            place = len(upper)
            if label:
                self._sheet.merge(3, place, place + len(here) - 1)
                upper += [label, *[""] * (len(here) - 1)]
                lower += here
            else:
                self._sheet.merge(3, place, place, until=4)
                upper += here
                lower += [""]
        self._out.row(upper, heading=True)
        self._out.row(lower, heading=True)

    def add(self, values: Mapping[str, Plain], clean: bool = False) -> None:
        """Writes a row. ``clean`` rows (planted cases) have no slips."""
        rng = self._rng
        slip = 0.0 if clean else self.habit.slips
        cells = [self._written(column, values.get(column.id), slip) for column in self.columns]
        self._row(cells)
        if slip and rng.random() < 0.006 * slip:
            repeated = list(cells)
            if rng.random() < 0.5:
                self._blank_one(repeated)
            self._row(repeated)

    def _row(self, cells: Sequence[str | int | date | None]) -> None:
        self.rows += 1
        self._out.row([self.rows, *cells] if self.habit.numbered else cells)

    def _blank_one(self, cells: list[str | int | date | None]) -> None:
        optional = [
            place
            for place, column in enumerate(self.columns)
            if not column.required
            and column.id not in self.register.key
            and column.kind not in ("person_name", "firm_name")
        ]
        if optional:
            cells[self._rng.choice(optional)] = None

    def _written(self, column: Column, value: Plain, slip: float) -> str | int | date | None:
        rng = self._rng
        if value is None or value == "":
            return None
        if slip and rng.random() < 0.008 * slip and not column.required and column.id not in self.register.key:
            return None
        if column.kind in ("date", "month"):
            assert isinstance(value, date)
            return self._day(column, value, slip)
        if column.kind == "boolean":
            return self.habit.truth[0 if value else 1]
        if column.kind in ("enum", "enum_number", "town"):
            return self._word(column, str(value))
        text = str(value)
        if slip and rng.random() < 0.012 * slip:
            return self._slipped(column, text)
        return value if isinstance(value, int) and not isinstance(value, bool) else text

    def _day(self, column: Column, value: date, slip: float) -> str | date:
        if column.kind == "month":
            return f"{value.year}年{value.month}月" if self.habit.dates % 2 else f"{value:%Y-%m}"
        style = self.habit.dates
        if slip and self._rng.random() < 0.1 * slip:
            style = self._rng.randrange(len(DATE_STYLES))
        if slip and self._rng.random() < 0.0004 * slip:
            return f"{value.year}-13-{value.day}"
        if style == 0:
            return value if self._sheet is not None else value.isoformat()
        return DATE_STYLES[style].format(value)

    def _word(self, column: Column, literal: str) -> str:
        accepted = [word for word, chosen in column.choices.items() if chosen == literal]
        return accepted[self.habit.also % max(1, len(accepted) - 1)]

    def _slipped(self, column: Column, text: str) -> str:
        """A slip of the pen that people make: wide digits, stray spaces, an apostrophe, a wrong last sign."""
        rng = self._rng
        if column.kind in ("own_id", "person", "own_uscc", "firm"):
            wrong = text[:17] + ("0" if text[17] != "0" else "1")
            return rng.choice(
                (
                    text.translate(_FULL),
                    f" {text}",
                    f"{text[:6]} {text[6:]}",
                    f"'{text}",
                    wrong if rng.random() < 0.2 else text,
                )
            )
        if column.kind in ("name", "person_name") and len(text) == 2:
            return f"{text[0]}\u3000{text[1]}"
        if column.kind == "phone":
            return rng.choice((f"{text[:3]}-{text[3:7]}-{text[7:]}", text.translate(_FULL), text[:9]))
        if column.kind in ("text", "name"):
            return f"{text} "
        return text

    def close(self) -> None:
        """The last lines, and the file is done."""
        if self.habit.footer:
            self._out.row([self.habit.footer])
        if self._sheet is not None:
            self._sheet.__exit__(None, None, None)
        if self._file is not None:
            self._file.close()
