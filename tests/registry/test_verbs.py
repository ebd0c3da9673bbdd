"""The verbs ``import`` and ``demo`` as somebody types them."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.registry.rosters import csv_file, number, someone
from wenye.cli import main
from wenye.registry.models import ImportJob, Person

pytestmark = pytest.mark.django_db


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return dict(json.loads(capsys.readouterr().out))


def test_registers_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import"]) == 0
    assert "失业登记册" in capsys.readouterr().out


def test_a_roster_is_brought_in_and_its_faulty_rows_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv_file(tmp_path, "people", [someone(1), someone(2, phone="138")])
    assert main(["import", "people", str(path), "--dated", "2019-11-20"]) == 1
    said = capsys.readouterr().out
    assert "读取 2 行，新增 1" in said
    assert "第 3 行 联系电话不是有效的电话号码，请改为 7 至 12 位数字，或留空后重新上传该行。" in said
    assert "问题行已写到" in said
    assert number(1) not in said


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv_file(tmp_path, "people", [someone(1)])
    assert main(["import", "劳动力实名制登记册", str(path), "--dry-run", "--json"]) == 0
    told = answer(capsys)
    assert (told["dry_run"], told["added"], Person.objects.count()) == (True, 1, 0)


def test_an_import_is_undone_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "people", str(csv_file(tmp_path, "people", [someone(1)]))])
    assert main(["import", "--undo", str(ImportJob.objects.get().pk)]) == 0
    assert "已撤销：恢复 0 行，删除 1 行" in capsys.readouterr().out
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nobody", "x.csv"], "没有名为“nobody”的登记册"),
        (["people", "不在.csv"], "找不到文件“不在.csv”"),
        (["people", "不在.csv", "--dated", "昨天"], "“昨天”不是日期"),
        (["people", "不在.csv", "--heading", "姓名"], "应写成 表头=栏目"),
        (["--undo", "99"], "没有编号为 99 的导入"),
    ],
)
def test_a_wrong_question_is_refused_with_what_to_do(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_template_is_written(tmp_path: Path) -> None:
    assert main(["import", "veterans", "--template", str(tmp_path / "模板.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0].title == "退役军人登记册"


def test_demo_rosters_are_written_without_being_brought_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--people", "100", "--rosters", str(tmp_path / "名册"), "--json"]) == 0
    told = answer(capsys)
    assert isinstance(told["rows"], dict)
    assert told["rows"]["people"] > 100
    assert not Person.objects.exists()
