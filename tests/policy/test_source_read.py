"""The published table is read alike from text and from Word; what cannot be read says so."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from tests.policy.source_packs import SMALL_PAGES, small
from tests.policy.source_render import CLEAN, HEADS, TITLE, Faults, as_docx, as_text, publish
from wenye.policy.source_docx import read_docx
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_read import read_source
from wenye.policy.source_table import Document
from wenye.policy.source_text import read_text

MISPRINTS = Faults(unnumbered=(7,), no_stop=(8,), joined=(3, 9), half_stop=(), stray={11: "区委"})


@pytest.fixture
def text() -> bytes:
    return as_text(publish(small(), SMALL_PAGES, MISPRINTS))


@pytest.fixture
def word() -> bytes:
    return as_docx(publish(small(), SMALL_PAGES, MISPRINTS))


def told(document: Document) -> list[tuple[object, ...]]:
    return [
        (row.printed, row.stop, row.text, row.plan, row.plan_title, row.lead.lines, row.related, row.stray)
        for row in document.rows
    ]


def test_a_row_holds_number_words_plan_and_units(text: bytes) -> None:
    document = read_text(text, "表.txt")
    first = document.rows[0]
    assert (document.title, document.headings, document.whole) == (TITLE, 3, True)
    assert (first.printed, first.stop, first.plan, first.plan_title) == (1, True, 1, "援企稳岗计划")
    assert first.text.startswith("返还失业保险费的一部分")
    assert first.lead.lines == ("区人社局",)
    assert first.related.lines == ("区人社局", "区财政局", "区科工局")
    assert document.notes.startswith("备注")


def test_an_empty_related_cell_continues_the_one_above(text: bytes) -> None:
    rows = read_text(text, "表.txt").rows
    assert rows[1].related == rows[0].related
    assert rows[3].related.lines == ("区发改局", "驻区相关银行区财政局")


def test_a_heading_row_ends_what_an_empty_cell_continues() -> None:
    pages = publish(small(), SMALL_PAGES, CLEAN)
    pages[1][0].related = None
    assert read_text(as_text(pages), "表.txt").rows[5].related.lines == ()


def test_a_number_may_lack_its_stop_or_be_absent(text: bytes) -> None:
    rows = read_text(text, "表.txt").rows
    assert (rows[6].printed, rows[6].stop) == (None, False)
    assert (rows[7].printed, rows[7].stop) == (8, False)


def test_a_year_behind_the_number_belongs_to_the_words() -> None:
    pages = publish(small(), SMALL_PAGES, CLEAN)
    pages[0][1].number, pages[0][1].words = "2.", "2019年，困难企业"
    pages[0][2].number, pages[0][2].words = "3", "2020年，基金"
    rows = read_text(as_text(pages), "表.txt").rows
    assert (rows[1].printed, rows[1].stop, rows[1].text) == (2, True, "2019年，困难企业")
    assert (rows[2].printed, rows[2].stop, rows[2].text) == (3, False, "2020年，基金")


def test_a_stray_cell_is_kept_apart(text: bytes) -> None:
    rows = read_text(text, "表.txt").rows
    assert [row.stray for row in rows if row.stray] == ["区委"]
    assert rows[10].plan == 2


def test_word_gives_the_same_rows_as_text(text: bytes, word: bytes) -> None:
    assert told(read_docx(word, "表.docx")) == told(read_text(text, "表.txt"))


def test_word_without_merged_cells_gives_the_same_rows(text: bytes) -> None:
    plain = as_docx(publish(small(), SMALL_PAGES, MISPRINTS), merged=False)
    assert told(read_docx(plain, "表.docx")) == told(read_text(text, "表.txt"))


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b"\n\n\n", b"\n\f\n"),
        lambda data: b"\n".join(line.rstrip() for line in data.split(b"\n")),
        lambda data: data.replace("\n\n备注".encode(), "备注".encode()),
    ],
    ids=[
        "byte order mark",
        "Windows lines",
        "old Mac lines",
        "form feeds",
        "stripped line ends",
        "notes follow at once",
    ],
)
def test_what_an_editor_does_to_a_text_file_does_not_matter(text: bytes, rewrite: object) -> None:
    assert told(read_text(rewrite(text), "表.txt")) == told(read_text(text, "表.txt"))


def test_tracked_changes_are_read_as_accepted(word: bytes) -> None:
    def change(xml: str) -> str:
        added = "<w:ins><w:r><w:t>新增文字</w:t></w:r></w:ins><w:del><w:r><w:delText>删去文字</w:delText></w:r></w:del>"
        return xml.replace("</w:p></w:tc>", f"{added}</w:p></w:tc>", 6)

    texts = [row.text for row in read_docx(_rewritten(word, change), "表.docx").rows]
    assert any("新增文字" in found for found in texts)
    assert not any("删去文字" in found for found in texts)


def test_rows_inside_a_content_control_are_read(word: bytes) -> None:
    def wrap(xml: str) -> str:
        return xml.replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")

    assert told(read_docx(_rewritten(word, wrap), "表.docx")) == told(read_docx(word, "表.docx"))


def test_a_table_parted_into_several_is_read_as_one(word: bytes) -> None:
    whole = docx.Document(io.BytesIO(word))
    table = whole.tables[0]
    rows = list(table.rows)
    second = whole.add_table(rows=0, cols=4)
    for row in rows[6:]:
        second._tbl.append(row._tr)
    data = io.BytesIO()
    whole.save(data)
    assert told(read_docx(data.getvalue(), "表.docx")) == told(read_docx(word, "表.docx"))


def test_numbers_given_by_word_itself_are_counted_and_no_fault() -> None:
    pages = publish(small(), SMALL_PAGES, CLEAN)
    for page in pages:
        for line in page:
            line.number = ""

    def number(xml: str) -> str:
        return xml.replace("<w:p>", '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')

    rows = read_docx(_rewritten(as_docx(pages), number), "表.docx").rows
    assert all(row.counted and row.printed is None for row in rows)


def _rewritten(data: bytes, change: object) -> bytes:
    """A Word file whose text part went through ``change``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "word/document.xml":
                content = change(content.decode()).encode()
            new.writestr(item, content)
    return made.getvalue()


def unreadable(tmp_path: Path, name: str, data: bytes) -> SourceUnreadable:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable) as caught:
        read_source(path)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.txt", b"", "empty"),
        ("空白.txt", b" \n\t\n", "empty"),
        ("无表.txt", "关于稳定就业的通知\n\n各单位：\n".encode(), "heading"),
        ("别的表.txt", "\t姓名\n\t年龄\n\n\t张三\n\t30\n".encode(), "heading"),
        ("只有表头.txt", ("".join(f"\t{head}\n" for head in HEADS)).encode(), "empty"),
        ("二进制.txt", b"\x00\x01\x02abc", "format"),
        ("旧版.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "format"),
        ("扫描.pdf", b"%PDF-1.7\n", "format"),
        ("富文本.doc", b"{\\rtf1 abc}", "format"),
        ("改名.docx", "只是文字".encode(), "format"),
        ("损坏.docx", b"PK\x03\x04" + b"garbage" * 20, "format"),
    ],
)
def test_what_is_no_such_table_is_refused_and_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    error = unreadable(tmp_path, name, data)
    assert error.code == code
    assert name in error.where
    assert error.what.zh
    assert error.hint.zh
    assert error.hint.en


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5"])
def test_a_wrong_encoding_is_named_with_its_place(tmp_path: Path, text: bytes, encoding: str) -> None:
    data = text.decode().encode(encoding, errors="replace")
    error = unreadable(tmp_path, "表.txt", data)
    assert error.code == "encoding"
    assert "第 1 行" in error.where
    assert "iconv" in error.hint.zh


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(SourceUnreadable) as caught:
            read_source(path)
        assert caught.value.code == "missing"


def test_a_word_file_cut_off_anywhere_is_refused(tmp_path: Path, word: bytes) -> None:
    for share in range(1, 20):
        assert unreadable(tmp_path, "表.docx", word[: len(word) * share // 20]).code in ("format", "empty")


def test_a_zip_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert unreadable(tmp_path, "表.docx", data.getvalue()).code == "format"


def test_a_word_file_with_entities_is_refused(tmp_path: Path, word: bytes) -> None:
    def declare(xml: str) -> str:
        head, body = xml.split("\n", 1) if xml.startswith("<?xml") and "\n" in xml[:80] else ("", xml)
        return f'{head}<!DOCTYPE x [<!ENTITY a "aaaa">]>{body}'

    assert unreadable(tmp_path, "表.docx", _rewritten(word, declare)).code == "format"


def test_a_text_file_cut_off_inside_a_row_is_refused(text: bytes) -> None:
    row = text.index("5.初创".encode())
    with pytest.raises(SourceUnreadable) as caught:
        read_text(text[: row + len("5.初创".encode())], "表.txt")
    assert caught.value.code == "truncated"


@pytest.mark.parametrize("damage", range(60))
def test_a_damaged_file_is_read_or_refused_and_never_crashes(
    tmp_path: Path, text: bytes, word: bytes, damage: int
) -> None:
    for name, data in (("表.txt", text), ("表.docx", word)):
        place = len(data) * (damage + 1) // 61
        broken = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 + damage % 7 :]
        path = tmp_path / name
        path.write_bytes(broken)
        assert_read_or_refused(path)


def assert_read_or_refused(path: Path) -> None:
    try:
        rows = read_source(path).rows
    except SourceUnreadable as refused:
        rows = refused.hint.zh
    assert rows
