"""The verb ``match`` over a small district: what it counts, and the shares that this leads to."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.registry.small import small_district
from wenye.cli import main
from wenye.cli.match import _share
from wenye.library import library


@pytest.mark.django_db(transaction=True)
def test_every_benefit_has_subjects_and_its_shares(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WENYE_DATA = tmp_path / "data"
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    small_district(tmp_path)
    assert main(["match", "--date", "2019-11-20", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["benefit"] for row in told["shares"]} == {row["benefit"] for row in told["summary"]}
    assert {row["benefit"] for row in told["shares"]} == set(library().pack.benefits)
    assert all(row["subjects"] for row in told["summary"])
    stable = next(row for row in told["shares"] if row["benefit"] == "stable-jobs-refund")
    assert stable == {"benefit": "stable-jobs-refund", "yes": "0.00%", "no": "0.00%", "unknown": "100.00%"}
    assert main(["match", "--date", "2019-11-20", "--shares"]) == 0
    said = capsys.readouterr().out
    assert "可享受 yes" in said
    assert "100.00%" in said


@pytest.mark.parametrize(
    ("count", "whole", "said"),
    [
        (0, 7, "0.00%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 20001, "<0.01%"),
        (20000, 20001, ">99.99%"),
        (7, 7, "100.00%"),
    ],
)
def test_some_never_look_like_none_nor_most_like_all(count: int, whole: int, said: str) -> None:
    assert _share(count, whole) == said
