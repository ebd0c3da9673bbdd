"""The published table in a Word file, read from its XML: merged cells, repeated heads, accepted changes.

A .docx is a zip of XML: the standard library reads it, and nothing outside of the file is ever fetched.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from wenye.feel.text import Text
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_table import Cell, Document, Line, read_rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_LIMIT = 64 * 1024 * 1024  # of the unpacked text: a table of a hundred rows has under 1 MB
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "tbl", "pPr", "rPr", "tcPr", "sdtPr", "txbxContent")}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_NOTES = re.compile(r"^\s*备\s*注\s*[:：]")


def read_docx(data: bytes, name: str) -> Document:
    """The document in ``data``; raises SourceUnreadable for what is no Word file or holds no such table."""
    body = _body(data, name)
    lines: list[Line] = []
    before: list[str] = []
    after: list[str] = []
    for block in _unwrapped(body):
        if block.tag == f"{_W}tbl":
            lines.extend(_table(block, len(lines)))
        elif block.tag == f"{_W}p":
            (after if lines else before).append(_text(block).strip())
    lines, table_notes = _without_notes(lines)
    title = next((text for text in reversed(before) if text), "")
    notes = "\n".join(text for text in [*table_notes, *after] if text)
    return read_rows(lines, title, notes, name, whole=True)


def _without_notes(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The rows, and the closing notes where they are written in the last row of the table."""
    kept = [line for line in lines if not _NOTES.match(line.cells[0].text)]
    return kept, [line.cells[0].text for line in lines if _NOTES.match(line.cells[0].text)]


def _body(data: bytes, name: str) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            raw = _document(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        raise _damaged(name) from None
    try:
        root = ElementTree.fromstring(_transitional(raw))  # noqa: S314 no DOCTYPE, no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        raise _damaged(name) from None
    body = root.find(f"{_W}body")
    if body is None:
        raise _damaged(name)
    return body


def _transitional(raw: bytes) -> bytes:
    """Word's strict variant has the same elements under another name."""
    return raw.replace(_STRICT[1:-1].encode(), _W[1:-1].encode())


def _document(archive: zipfile.ZipFile, name: str) -> bytes:
    if "word/document.xml" not in archive.namelist():
        raise _not_word(name)
    if archive.getinfo("word/document.xml").file_size > _LIMIT:
        raise _too_large(name)
    with archive.open("word/document.xml") as part:
        raw = part.read(_LIMIT + 1)
    if len(raw) > _LIMIT:
        raise _too_large(name)
    if b"<!DOCTYPE" in raw[:4096]:  # Word never writes one; entities are how XML is made to explode
        raise _damaged(name)
    return raw


def _unwrapped(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The children of ``parent``, looking through content controls and accepted insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _table(table: ElementTree.Element, before: int) -> Iterator[Line]:
    rows = [row for row in _unwrapped(table) if row.tag == f"{_W}tr" and not _deleted(row)]
    for number, row in enumerate(rows, before + 1):
        yield Line(tuple(_cells(row)), f"表格第 {number} 行")


def _deleted(row: ElementTree.Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _cells(row: ElementTree.Element) -> Iterator[Cell]:
    """A cell for each column of the grid; what a wide cell covers besides its first column is empty."""
    yield from (Cell("") for _ in range(_number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)))
    for cell in _unwrapped(row):
        if cell.tag == f"{_W}tc":
            yield _cell(cell)
            yield from (Cell("") for _ in range(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) - 1))


def _cell(cell: ElementTree.Element) -> Cell:
    paragraphs = [block for block in _unwrapped(cell) if block.tag == f"{_W}p"]
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    merged = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    numbered = any(paragraph.find(f"{_W}pPr/{_W}numPr") is not None for paragraph in paragraphs)
    return Cell("" if merged else "\n".join(_text(paragraph) for paragraph in paragraphs), merged, numbered)


def _number(element: ElementTree.Element | None, default: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return min(int(value), 64) if value.isascii() and value.isdigit() else default


def _text(parent: ElementTree.Element) -> str:
    """What a reader sees: deleted text, nested tables and text boxes are left out."""
    parts = []
    for child in parent:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag not in _GONE:
            parts.append(_text(child))
    return "".join(parts)


def _damaged(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "format",
        name,
        Text("Word 文件损坏或不完整，打不开。", "The Word file is damaged or cut off and cannot be opened."),
        Text(
            "请重新取得文件，或在 Word 中打开后另存为 .docx。",
            "Get the file again, or open it in Word and save as .docx.",
        ),
    )


def _not_word(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "format",
        name,
        Text("这是压缩文件，但不是 Word 文档（.docx）。", "This is a zip file and not a Word document (.docx)."),
        Text("请给出 .docx 或 .txt 文件。", "Give a .docx or .txt file."),
    )


def _too_large(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "size",
        name,
        Text("文件内容过大，不像一张措施表。", "The file is far larger than a table of measures."),
        Text("请只给出公布的措施表。", "Give the published table alone."),
    )
