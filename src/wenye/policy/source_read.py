"""A published document from a file, by what the file is and not by what it is called."""

from pathlib import Path

from wenye.feel.text import Text
from wenye.policy.source_docx import read_docx
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_table import Document
from wenye.policy.source_text import read_text

_LIMIT = 32 * 1024 * 1024
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "旧版 Word 文档（.doc）或加密文档", "an old Word file (.doc) or an encrypted one"),
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
)


def read_source(path: Path) -> Document:
    """The document in ``path`` (.txt in UTF-8, or .docx); SourceUnreadable says what is wrong and what to do."""
    data = _bytes(path)
    for magic, zh, en in _OTHER:
        if data.startswith(magic):
            raise _other(path.name, zh, en)
    if data.startswith(b"PK"):
        return read_docx(data, path.name)
    if path.suffix.lower() == ".docx":
        raise _other(path.name, "文本或其他内容，不是 Word 文档", "something else than a Word document")
    return read_text(data, path.name)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > _LIMIT:
            raise _error("size", path, Text("文件过大。", "The file is too large."))
        data = path.read_bytes()
    except FileNotFoundError:
        raise _error("missing", path, Text("没有这个文件。", "There is no such file.")) from None
    except OSError as error:
        reason = Text(f"文件打不开（{error.strerror}）。", f"The file cannot be opened ({error.strerror}).")
        raise _error("missing", path, reason) from None
    if not data.strip():
        raise _error("empty", path, Text("文件是空的。", "The file is empty."))
    return data


def _error(code: str, path: Path, what: Text) -> SourceUnreadable:
    hint = Text(
        "请核对路径，给出公布的 .txt 或 .docx 文件。",
        "Check the path; give the published .txt or .docx file.",
    )
    return SourceUnreadable(code, str(path), what, hint)


def _other(name: str, zh: str, en: str) -> SourceUnreadable:
    what = Text(f"这是{zh}，读不了。", f"This is {en} and cannot be read.")
    hint = Text(
        "请在 Word 中打开，另存为 .docx 或纯文本（UTF-8）。",
        "Open it in Word and save it as .docx or plain text (UTF-8).",
    )
    return SourceUnreadable("format", name, what, hint)
