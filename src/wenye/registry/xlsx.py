"""Workbooks written row by row in constant memory: rosters, templates and lists of faulty rows.

openpyxl keeps or encodes each cell as an object, which is too slow for 250,000 rows; a sheet is only XML in a zip.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Writable = str | int | date | None
_DAY_ZERO = date(1899, 12, 30).toordinal()
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
    # Style 0 plain, 1 text, 2 date, 3 heading (bold, text).
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="SimSun"/></font>'
    '<font><b/><sz val="11"/><name val="SimSun"/></font></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def column_name(index: int) -> str:
    """The letters of a column counted from 0: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(value: Writable, heading: bool) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        style = 3 if heading else 1
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c s="2"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    return f"<c><v>{value}</v></c>"


class SheetWriter:
    """One sheet, written from top to bottom. Use as a context manager; ``merge`` may be called at any time."""

    def __init__(self, path: Path, title: str, widths: Sequence[int] = ()) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1)
        for part, text in _PARTS.items():
            self._zip.writestr(_dateless(part), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
        self._zip.writestr(_dateless("xl/workbook.xml"), _workbook(title))
        self._file: IO[bytes] = self._zip.open(_dateless("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._merges: list[str] = []
        self.rows = 0
        self._file.write(f'<worksheet xmlns="{_MAIN}">{_columns(widths)}<sheetData>'.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merges)
        tail = f'<mergeCells count="{len(self._merges)}">{merges}</mergeCells>' if merges else ""
        self._file.write(f"</sheetData>{tail}</worksheet>".encode())
        self._file.close()
        self._zip.close()

    def row(self, values: Iterable[Writable], heading: bool = False) -> None:
        """Writes the next row: text as text, int as number, date as a formatted day, None as an empty cell."""
        self.rows += 1
        cells = "".join([_cell(value, heading) for value in values])
        self._file.write(f'<row r="{self.rows}">{cells}</row>'.encode())

    def merge(self, row: int, first: int, last: int, until: int | None = None) -> None:
        """Merges the cells of columns ``first`` to ``last`` (from 0) in rows ``row`` (from 1) to ``until``."""
        self._merges.append(f"{column_name(first)}{row}:{column_name(last)}{until or row}")


def _dateless(part: str) -> ZipInfo:
    """A part that bears no time of writing: the same rows give the same bytes."""
    about = ZipInfo(part, (1980, 1, 1, 0, 0, 0))
    about.compress_type = ZIP_DEFLATED
    return about


def _workbook(title: str) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        f'<sheet name="{escape(title[:31])}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _columns(widths: Sequence[int]) -> str:
    if not widths:
        return ""
    cols = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1))
    return f"<cols>{cols}</cols>"
