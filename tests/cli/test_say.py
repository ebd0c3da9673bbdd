"""``say``: a benefit in words, in either language, from its rule alone."""

import json
from pathlib import Path

import pytest

from tests.policy.broken_packs import GOOD
from wenye import cli

TOLD = Path(__file__).parents[1] / "policy" / "told.txt"


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_PACK", str(TOLD.parent / "tiny"))


def test_a_benefit_is_said_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["say", "tier-grant"]) == 0
    said = capsys.readouterr()
    assert said.out == TOLD.read_text("utf-8").split("\n\n")[0] + "\n"
    assert said.err == ""


def test_and_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["say", "--en", "tier-grant"]) == 0
    assert capsys.readouterr().out == TOLD.read_text("utf-8").split("\n\n")[1] + "\n"


def test_all_benefits_are_said_where_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["say"]) == 0
    assert capsys.readouterr().out.split("\n\n") == [
        text.rstrip("\n") + ("\n" if index == 2 else "")
        for index, text in enumerate(TOLD.read_text("utf-8").split("\n\n")[::2])
    ]


def test_as_json_both_languages_stand_side_by_side(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENYE_PACK", str(GOOD))
    assert cli.main(["say", "start-up-grant", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["benefit"], told["measure"]) == ("start-up-grant", 1)
    assert told["title"] == {"zh": "创业补贴（第 1 条）", "en": "Start-up grant (measure 1)"}
    assert told["amounts"][0] == {
        "when": {"zh": "带动就业人数为 3 至 9 人，并且投入规模不低于 50,000 元",
                 "en": "jobs provided: 3 to 9 people, and investment: at least 50,000 yuan"},
        "much": {"zh": "10,000 元", "en": "10,000 yuan"},
    }  # fmt: skip
    assert told["papers"][0]["zh"] == "营业执照（证明：单位类型、登记日期）"
    assert told["assumed"][0]["en"] == "the fund is assumed"
    assert {"who", "conditions", "terms", "steps", "open"} <= set(told)


def test_a_wrong_name_is_refused_with_the_nearest_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["say", "tier-grnt"]) == 2
    said = capsys.readouterr()
    assert "tier-grant" in said.err
    assert said.out == ""
