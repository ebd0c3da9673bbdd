"""Files as they come: workbooks, and tables in the encodings offices write."""

from datetime import date
from pathlib import Path

import pytest

from tests.registry.rosters import xlsx_file
from wenye.registry.readers import RosterUnreadable, sheets
from wenye.registry.xlsx import SheetWriter, column_name


def rows(path: Path) -> list[tuple[int, list[object]]]:
    return [(number, list(cells)) for sheet in sheets(path) for number, cells in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_text('姓名,住址\r\n张三,"许市镇,金盆村"\r\n', encoding)
    assert rows(path) == [(1, ["姓名", "住址"]), (2, ["张三", "许市镇,金盆村"])]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "名册.txt"
    path.write_text(f"姓名{mark}电话\n张三{mark}1\n", "utf-8")
    assert rows(path)[0] == (1, ["姓名", "电话"])


def test_a_foreign_byte_far_down_is_noticed_before_anything_is_brought_in(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes("姓名\n".encode() + b"a\n" * 900_000 + b"\x81\xff\n")
    with pytest.raises(RosterUnreadable, match="文字编码不能识别"):
        rows(path)


@pytest.mark.parametrize(("name", "content", "says"), [("名册.doc", b"x", "格式"), ("名册.xlsx", b"PK\x03\x04broken", "另存"),
                                                       ("名册.xlsx", b"", "另存")])  # fmt: skip
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RosterUnreadable, match=says) as found:
        rows(path)
    assert found.value.text.en


def test_what_the_writer_writes_the_reader_reads(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "名册.xlsx", [["张三 <&>", 12, date(2019, 11, 20), None, " 留空格 "]])
    assert rows(path) == [(1, ["张三 <&>", 12.0, date(2019, 11, 20), "", " 留空格 "])]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    with SheetWriter(tmp_path / "名册.xlsx", "名册") as sheet:
        for values in ([], ["题目"], [], ["张三"]):
            sheet.row(values)
        sheet.merge(2, 0, 3)
    assert [number for number, cells in rows(tmp_path / "名册.xlsx") if any(cells)] == [2, 4]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_name(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
