"""One row of a roster read into values, with everything that is wrong with it found at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wenye.registry import numbers
from wenye.registry.catalogue import Column, Register
from wenye.registry.normalise import CLEAR, Cell, Unreadable, Value, plain
from wenye.registry.problems import Problem


@dataclass(slots=True)
class Row:
    """A row on its way into a register: its number in the sheet, its cells, what they mean, and its faults."""

    sheet: str
    number: int
    cells: list[Cell]
    values: dict[str, Value]
    problems: list[Problem]


class RowReader:
    """Reads rows of one sheet; ``places`` says in which cell each column stands. Made once for a sheet."""

    def __init__(self, register: Register, places: Mapping[str, int], sheet: str = "") -> None:
        self.register, self.sheet = register, sheet
        columns = [(column, places[name]) for name, column in register.columns.items() if name in places]
        self._plan = [(column.id, place, column.read, column, _limited(column)) for column, place in columns]
        self._required = [column for column in register.columns.values() if column.required]

    def read(self, number: int, cells: list[Cell]) -> Row:
        """The row's values (in the register's order of columns) and all its problems."""
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        width = len(cells)
        for name, place, read, column, limited in self._plan:
            cell = cells[place] if place < width else None
            if cell is None or cell == "":
                continue
            try:
                value = read(cell)
            except Unreadable as fault:
                problems.append(_problem(column, fault))
                continue
            if value is not None:
                values[name] = value
                if limited:
                    problems.extend(_bounds(column, value))
        problems.extend(_missing(self._required, values, problems))
        if not problems:
            problems.extend(_contradictions(self.register, values))
        return Row(self.sheet, number, cells, values, problems)


def _limited(column: Column) -> bool:
    """Whether a value of the column can be too great or too long."""
    return bool(column.range) or column.kind in ("text", "name", "person_name", "firm_name", "household")


def _problem(column: Column, fault: Unreadable) -> Problem:
    return Problem(fault.code, column.label, fault.detail, "、".join(column.values))


def _bounds(column: Column, value: Value) -> Sequence[Problem]:
    if column.range and isinstance(value, int) and not column.range[0] <= value <= column.range[1]:
        return [Problem("range", column.label, str(value))]
    if column.range is None and isinstance(value, str) and len(value) > column.length:
        return [Problem("too_long", column.label, str(len(value)))]
    return ()


def _missing(required: Sequence[Column], values: Mapping[str, Value], found: Sequence[Problem]) -> list[Problem]:
    """Required columns that are blank (a cell with another fault is not blank); a firm may be given by its name."""
    blank = [column for column in required if values.get(column.id) in (None, CLEAR)]
    faulty = {problem.column for problem in found}
    return [
        Problem("missing", column.label)
        for column in blank
        if column.label not in faulty and not (column.kind == "firm" and isinstance(values.get("firm_name"), str))
    ]


def _contradictions(register: Register, values: Mapping[str, Value]) -> list[Problem]:
    found = []
    own = values.get("id_no")
    if isinstance(own, str):
        for name, code, right in (
            ("sex", "sex_differs", numbers.sex(own)),
            ("birth_date", "birth_differs", numbers.born(own)),
        ):
            if values.get(name, right) not in (right, CLEAR):
                found.append(Problem(code, register.columns[name].label))
    for first, second in register.order:
        early, late = values.get(first), values.get(second)
        if isinstance(early, str) and isinstance(late, str) and CLEAR not in (early, late) and late < early:
            found.append(Problem("order", register.columns[second].label, register.columns[first].label.zh))
    return found


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing at all."""
    return not any(cell is not None and plain(cell) for cell in cells)
