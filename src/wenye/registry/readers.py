"""Roster files opened as a stream of rows: .xlsx/.xls/.ods through calamine, .csv/.txt in the encodings offices use."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text
from wenye.registry.normalise import Cell

BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
TABLES = frozenset({".csv", ".txt", ".tsv"})
_PROBE = 1 << 20


class RosterUnreadable(WenyeError):
    """A roster file as a whole cannot be used; ``text`` says what happened and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: ``rows`` yields (row number from 1, cells); ``total`` is None where not known before."""

    name: str
    total: int | None
    rows: Iterator[tuple[int, list[Cell]]]


def sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a roster file, each streamed. Raises RosterUnreadable."""
    kind = path.suffix.lower()
    if kind in BOOKS:
        yield from _book(path)
    elif kind in TABLES:
        yield Sheet(path.stem, None, _table(path))
    else:
        raise RosterUnreadable(
            Text(
                f"不能识别文件“{path.name}”的格式，请另存为 .xlsx 或 .csv 后重新上传。",
                f"The format of “{path.name}” is not known; save it as .xlsx or .csv and send it again.",
            )
        )


def _book(path: Path) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise RosterUnreadable(
            Text(
                f"文件“{path.name}”设有密码，请取消密码后重新上传。",
                f"“{path.name}” is protected by a password; remove it and send the file again.",
            )
        ) from None
    except (CalamineError, OSError, ValueError) as error:
        raise RosterUnreadable(
            Text(
                f"文件“{path.name}”打不开，可能已损坏，请用 Excel 或 WPS 另存后重新上传。（{error}）",
                f"“{path.name}” does not open, it may be damaged; save it anew and send it again. ({error})",
            )
        ) from None
    for index, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(index)
        yield Sheet(name, sheet.end[0] + 1 if sheet.end else 0, _numbered(sheet.iter_rows()))


def _numbered(rows: "Iterator[list[Any]]") -> Iterator[tuple[int, list[Cell]]]:
    """Rows with their numbers as the spreadsheet shows them."""
    return enumerate(rows, 1)


def _table(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    with path.open("r", encoding=encoding_of(path), newline="") as file:
        sample = file.read(8192)
        file.seek(0)
        for number, row in enumerate(csv.reader(file, delimiter=_delimiter(sample)), 1):
            yield number, list(row)


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, else GB18030. Raises RosterUnreadable when none fits."""
    with path.open("rb") as file:
        head = file.read(_PROBE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            _whole_decoder(path, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise RosterUnreadable(
        Text(
            f"文件“{path.name}”的文字编码不能识别，请另存为 UTF-8 编码的 CSV 或 .xlsx 后重新上传。",
            f"The text encoding of “{path.name}” is not known; save it as UTF-8 CSV or .xlsx and send it again.",
        )
    )


def _whole_decoder(path: Path, encoding: str) -> None:
    """Decodes the whole file once: a single foreign byte far down must not surface in the middle of an import."""
    with open(path, encoding=encoding, newline="") as file:
        while file.read(_PROBE):
            pass


def _delimiter(sample: str) -> str:
    line = sample.splitlines()[0] if sample else ""
    return max(",\t;", key=line.count)
