"""The official text is attached to this installation and nowhere else."""

from pathlib import Path

import pytest

from wenye.policy.source_store import attach, official


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    return tmp_path


def attached(home: Path, texts: dict[int, str]) -> Path:
    source = home / "表.txt"
    source.write_text("原文", encoding="utf-8")
    return attach("junshan", texts, "措施", source)


def test_nothing_is_attached_at_first(home: Path) -> None:
    assert official(1) is None


def test_what_was_attached_is_read_back(home: Path) -> None:
    place = attached(home, {1: "第一条", 28: "第二十八条"})
    assert place == home / "data" / "official" / "junshan.json"
    assert (official(1), official(28), official(2)) == ("第一条", "第二十八条", None)
    assert official(1, "another") is None


def test_a_new_text_takes_the_place_of_the_old_one(home: Path) -> None:
    attached(home, {1: "旧文"})
    assert official(1) == "旧文"
    attached(home, {1: "新的一条文字", 2: "第二条"})
    assert (official(1), official(2)) == ("新的一条文字", "第二条")
    assert [path.name for path in (home / "data" / "official").iterdir()] == ["junshan.json"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"measures": 3}', '{"measures": {"x": "y"}}'])
def test_a_damaged_store_reads_as_nothing(home: Path, damage: str) -> None:
    attached(home, {1: "第一条"}).write_text(damage, encoding="utf-8")
    assert official(1) is None
