"""``wenye source FILE``: its answer, its exit codes, and what it keeps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.source_render import as_docx, as_text, line_of, publish
from wenye.cli import main, paths
from wenye.policy.pack import load
from wenye.policy.source_pack import pack_side
from wenye.policy.source_store import official

PACK = paths.ROOT / "packs" / "junshan"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of the test's own, but for the pack that others have checked already."""
    checked = Path(os.environ["WENYE_DATA"]) / "cache"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(checked)
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENYE_PACK", str(PACK))


@pytest.fixture(scope="module")
def text() -> bytes:
    return as_text(publish(pack_side(load(PACK))))


@pytest.fixture
def file(tmp_path: Path, text: bytes) -> Path:
    path = tmp_path / "措施.txt"
    path.write_bytes(text)
    return path


def test_a_document_with_misprints_alone_passes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["source", str(file), "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {entry["fault_of"] for entry in entries} == {"document"}
    assert {28, 34, 68, 80} <= {entry["measure"] for entry in entries}


def test_a_difference_of_the_pack_fails(file: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(text.replace("49课时".encode(), "50课时".encode()))
    assert main(["source", str(file), "--json"]) == 1
    entries = [entry for entry in json.loads(capsys.readouterr().out) if entry["fault_of"] == "pack"]
    assert entries == [{"measure": 38, "kind": "figure", "published": "50课时", "pack": "49课时", "fault_of": "pack"}]


def test_a_word_file_is_read_whatever_it_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "措施"
    path.write_bytes(as_docx(publish(pack_side(load(PACK)))))
    assert main(["source", str(path)]) == 0
    assert "政策包 0 处" in capsys.readouterr().out


def test_the_table_is_aligned_and_says_what_to_do(file: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(text.replace("49课时".encode(), "50课时".encode()))
    assert main(["source", str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    (row,) = [line for line in lines if "50课时" in line]
    assert row.split() == ["38", "数字", "50课时", "49课时", "政策包"]
    assert "请按上表更正政策包" in lines[-1]


def test_the_official_text_is_kept_for_the_pages(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["source", str(file)]) == 0
    kept = official(28)
    assert kept
    assert kept[:4] in file.read_text(encoding="utf-8")
    assert "100 条" in capsys.readouterr().err


def test_no_attach_keeps_nothing(file: Path) -> None:
    assert main(["source", str(file), "--no-attach"]) == 0
    assert official(1) is None


def test_a_data_folder_that_cannot_be_written_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENYE_DATA", str(file))
    assert main(["source", str(file)]) == 2
    answer = capsys.readouterr()
    assert "WENYE_DATA" in answer.err
    assert "差异" in answer.out


def test_a_file_that_cannot_be_read_is_an_error_with_a_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["source", str(tmp_path / "没有.txt")], ["source", str(tmp_path / "没有.txt"), "--json"]):
        assert main(arguments) == 2
        answer = capsys.readouterr()
        assert answer.out == ""
        assert "没有.txt" in answer.err
        assert "请核对路径" in answer.err


def test_a_text_in_another_encoding_is_an_error(file: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(text.decode().encode("gb18030"))
    assert main(["source", str(file)]) == 2
    assert "GB18030" in capsys.readouterr().err


def test_a_text_cut_off_anywhere_is_refused_or_differs(file: Path, text: bytes) -> None:
    for share in (3, 30, 55, 80, 97):
        file.write_bytes(text[: len(text) * share // 100].decode(errors="ignore").encode())
        assert main(["source", str(file), "--no-attach"]) == 2


def test_a_broken_pack_is_an_error(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "pack"
    empty.mkdir()
    assert main(["source", str(file), "--pack", str(empty)]) == 2
    assert capsys.readouterr().out == ""


def test_it_starts_without_django(file: Path) -> None:
    asks = f"import sys; from wenye.cli import main; main(['source', {str(file)!r}]); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks], capture_output=True, check=False).returncode == 0


def test_a_line_of_the_table_shows_each_difference(file: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    pages = publish(pack_side(load(PACK)))
    line_of(pages, 50).lead = ["区妇联"]
    file.write_bytes(as_text(pages))
    assert main(["source", str(file)]) == 1
    assert "牵头：区妇联" in capsys.readouterr().out
