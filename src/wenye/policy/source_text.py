"""The published table in a text file: a tab opens each cell, a blank line ends each row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wenye.feel.text import Text
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_table import Cell, Document, Line, one_line, plan_heading, read_rows

_WIDTH = 4
_NUMBERED = re.compile(r"^\s*\d{1,3}")
_NOTES = re.compile(r"^\s*备\s*注\s*[:：]")


@dataclass(slots=True)
class _Block:
    """A row while it is read: the lines before its first tab, its cells, and where it begins."""

    line: int
    before: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


def read_text(data: bytes, name: str) -> Document:
    """The document in ``data`` (UTF-8); raises SourceUnreadable, also for a table that breaks off."""
    blocks = list(_blocks(_decode(data, name)))
    last = max((place for place, block in enumerate(blocks) if block.cells), default=-1)
    lines = [_row(block) for block in blocks if block.cells]
    notes = "\n".join(line for block in blocks[last + 1 :] for line in block.before)
    title = one_line("\n".join(blocks[0].before[-1:])) if blocks else ""
    document = read_rows(lines, title, notes, name, whole=bool(notes))
    if not notes and len(blocks[last].cells) < _WIDTH:
        raise broken_off(name, document.rows[-1].place)
    return document


def broken_off(name: str, place: str) -> SourceUnreadable:
    """The error for a file that ends in the middle of the table."""
    return SourceUnreadable(
        "truncated",
        name,
        Text(f"文件在{place}处断开，表格没有结束。", f"The file breaks off at {place}, before the table ends."),
        Text("请重新取得完整的文件。", "Get the complete file again."),
    )


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _encoding(data, name, error.start) from None
    if "\x00" in text:
        raise _binary(name)
    return text


def _encoding(data: bytes, name: str, byte: int) -> SourceUnreadable:
    line = data[:byte].count(b"\n") + 1
    guess = _guess(data)
    command = f"iconv -f {guess or 'GB18030'} -t UTF-8"
    return SourceUnreadable(
        "encoding",
        f"{name} 第 {line} 行（第 {byte + 1} 字节）",
        Text(
            f"不是 UTF-8 编码{f'，看来是 {guess}' if guess else ''}。",
            f"This is not UTF-8{f'; it looks like {guess}' if guess else ''}.",
        ),
        Text(f"请另存为 UTF-8，或用 {command} 转换后再运行。", f"Save it as UTF-8 ({command}), then run again."),
    )


def _guess(data: bytes) -> str:
    """An encoding in which ``data`` reads as the table would, or nothing."""
    candidates = ("UTF-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("GB18030", "BIG5", "UTF-16LE")
    for encoding in candidates:
        if "牵" in data.decode(encoding, errors="ignore") or "牽" in data.decode(encoding, errors="ignore"):
            return encoding
    return ""


def _binary(name: str) -> SourceUnreadable:
    return SourceUnreadable(
        "format",
        name,
        Text("这不是文本文件，里面有二进制内容。", "This is not a text file; it holds binary data."),
        Text("请给出 .txt（UTF-8）或 .docx 文件。", "Give a .txt (UTF-8) or .docx file."),
    )


def _blocks(text: str) -> Iterator[_Block]:
    """Rows, and the stretches of lines between them."""
    block = _Block(1)
    for number, line in enumerate(re.split(r"\r\n|\r|\n|\f", text), 1):
        if _NOTES.match(line) or (not line.strip() and "\t" not in line):
            if block.before or block.cells:
                yield block
            block = _Block(number + 1, [line.strip()] if line.strip() else [])
        else:
            _take(block, line)
    if block.before or block.cells:
        yield block


def _take(block: _Block, line: str) -> None:
    """Add one line: what stands before its first tab goes on with the cell above it."""
    head, *cells = line.split("\t")
    if block.cells:
        block.cells[-1] += f"\n{head}" if head.strip() else ""
    elif head.strip():
        block.before.append(head.strip())
    block.cells.extend(cells)


def _row(block: _Block) -> Line:
    """The row of a block. An editor that strips line ends loses the empty cells: the first is put back."""
    cells = list(block.cells)
    if len(cells) < _WIDTH and _without_plan(cells):
        cells.insert(0, "")
    return Line(tuple(Cell(cell) for cell in cells), f"第 {block.line} 行")


def _without_plan(cells: list[str]) -> bool:
    """Whether the first cell of a short row is the measure itself."""
    if plan_heading(cells[0]) or len(cells) < 2 or _NUMBERED.match(cells[1]):
        return False
    return len(cells) == 2 or len(cells[0]) > len(cells[1])
