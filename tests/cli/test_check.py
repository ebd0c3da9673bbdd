"""``check``: every fault of a pack, each with its place and what to do; and what the pack holds."""

import json
import shutil
from pathlib import Path

import pytest

from tests.policy.broken_packs import GOOD
from wenye import cli
from wenye.policy.pack import load


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the good pack to be broken."""
    shutil.copytree(GOOD, tmp_path / "tiny")
    return tmp_path / "tiny"


def change(pack: Path, name: str, old: str, new: str) -> None:
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_good_pack_has_no_faults_and_says_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(GOOD)]) == 0
    said = capsys.readouterr()
    assert "没有错误，示例全部相符" in said.out
    assert "措施 3，待遇 4" in said.out and "3 measures, 4 benefits" in said.out
    assert load(GOOD).hash in said.out
    assert said.err == ""


def test_all_faults_are_listed_with_places_paths_and_hints(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(pack, "units.yaml", "zh: 区财政局", "zn: 区财政局")
    change(pack, "funds.yaml", "level: district", "level: county")
    assert cli.main(["check", str(pack)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:-1:3]] == [
        ["funds.yaml:4:12", "schema.choice", "funds.employment.level"],
        ["units.yaml:3:3", "schema.missing", "units.finance"],
        ["units.yaml:3:13", "schema.unknown-key", "units.finance"],
    ]
    assert lines[1].startswith("    这里不能写“county”。") and lines[2].startswith("    county is not possible here.")
    assert lines[-1] == "共 3 处错误。 / 3 faults."


def test_an_example_that_comes_out_otherwise_is_a_fault(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(pack, "measures/002-hire-grant.yaml", "expect: yes, amount: 1000.50", "expect: yes, amount: 1000")
    assert cli.main(["check", str(pack)]) == 1
    said = capsys.readouterr().out
    assert "example.outcome  benefits.hire-grant.examples" in said
    assert "示例“正好四分之一”：金额应为 1000 元，得出 1000.5 元。" in said
    assert "The example 'exactly a quarter' comes out otherwise: 1000.5 yuan instead of 1000." in said
    assert "没有错误" not in said and "待遇 4" in said


def test_as_json(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(pack), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["pack"], whole["hash"], whole["faults"]) == ("tiny", load(GOOD).hash, [])
    assert whole["holds"]["benefits"] == 4
    change(pack, "funds.yaml", "level: district", "level: county")
    assert cli.main(["check", str(pack), "--json"]) == 1
    broken = json.loads(capsys.readouterr().out)
    assert (broken["pack"], broken["hash"], broken["holds"]) == (None, None, None)
    (fault,) = broken["faults"]
    assert {name: fault[name] for name in ("code", "file", "line", "column", "path")} == {
        "code": "schema.choice", "file": "funds.yaml", "line": 4, "column": 12, "path": "funds.employment.level"
    }  # fmt: skip
    assert fault["message"]["zh"] and fault["message"]["en"] and fault["hint"]["zh"] and fault["hint"]["en"]


def test_the_pack_in_use_is_checked_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENYE_PACK", str(GOOD))
    assert cli.main(["check"]) == 0
    assert "tiny：" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_a_wrong_question(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(pack.parent / "tny")]) == 2
    said = capsys.readouterr()
    assert "是不是“tiny”？" in said.err and "Did you mean tiny?" in said.err
    assert said.out == ""
    assert cli.main(["check", str(pack / "pack.yaml")]) == 2
    assert cli.main(["check", str(pack / "nowhere" / "at-all")]) == 2


def test_a_folder_without_a_pack_has_every_file_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("file.missing") == 4
