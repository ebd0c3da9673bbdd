"""The official text, where it is attached: whole, and each figure leads to the rule that uses it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wenye.library import library
from wenye.policy import source_store
from wenye.web import official

TEXT = "限额 50个，满1年、3年内；3至9人、5万元给1万元，20人以上、30万元给3万元；另见77户"


@pytest.fixture
def attached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path))
    source = tmp_path / "source.txt"
    source.write_text(TEXT, encoding="utf-8")
    source_store.attach(library().pack.id, {21: TEXT}, "text", source)


def pieces() -> dict[str, str]:
    found = official.pieces(library(), library().pack.measures[21])
    assert "".join(piece.text for piece in found) == TEXT
    return {piece.text: piece.href for piece in found if piece.href}


def test_a_figure_leads_to_what_uses_it(attached: None) -> None:
    links = pieces()
    assert links["3至9人"] == "#start-up-grant-row-1"
    assert links["30万元"] == "#start-up-grant-row-3"
    assert links["50个"] == "#start-up-grant-terms"
    assert links["1年"] == "#start-up-grant-operating"
    assert links["3年"] == "#start-up-grant-young"


def test_a_figure_that_no_rule_uses_leads_nowhere(attached: None) -> None:
    assert "77户" not in pieces()


def test_every_link_of_the_text_has_its_place_on_the_page(attached: None, read: Callable[..., str]) -> None:
    page = read("/measures/21/")
    assert all(f'id="{href.removeprefix("#")}"' in page for href in pieces().values())


def test_without_a_text_the_page_says_what_counts(read: Callable[..., str]) -> None:
    assert "请以公布的文件为准" in read("/measures/21/")
