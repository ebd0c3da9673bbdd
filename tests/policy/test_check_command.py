"""``python -m wenye.policy`` prints every fault of a pack, one below the other."""

import shutil
from pathlib import Path

import pytest

from tests.policy.broken_packs import GOOD
from wenye.policy.__main__ import main


def test_a_good_pack_is_said_to_have_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(GOOD)]) == 0
    out = capsys.readouterr().out
    assert "3 measures, 4 benefits" in out
    assert "tiny " in out


def test_a_broken_pack_is_listed_with_places_and_hints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(GOOD, pack)
    for name, old, new in (
        ("units.yaml", "zh: 区财政局", "zn: 区财政局"),
        ("funds.yaml", "level: district", "level: county"),
    ):
        file = pack / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert main([str(pack)]) == 1
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()[::2]] == [
        "funds.yaml:4:12",
        "units.yaml:3:3",
        "units.yaml:3:13",
    ]
    assert "是不是“zh”？" in said.out
    assert "3 faults" in said.err


def test_without_a_folder_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "packs/junshan" in capsys.readouterr().err
