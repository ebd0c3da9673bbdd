"""What the documents tell people to type is there: verbs, options, variables, files; and what there is, is told."""

import io
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wenye.cli import PLAIN, VERBS, main
from wenye.cli.arguments import parser_of

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"\./wenye +((?:[^\s`()（）；。，,·|&>#\\]+(?: |$)?)+)")
VARIABLE = re.compile(r"\bWENYE_[A-Z_]+\b")
OURS_ALONE = {"WENYE_CHECK"}
"""Set by the program for itself."""


def typed() -> Iterator[tuple[str, list[str]]]:
    """Every command line of every page, and where it stands; what is said of it is cut off."""
    for page in PAGES:
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for found in COMMAND.finditer("" if line.startswith("<!--") else line):
                words = shlex.split(found[1].split("   ")[0].replace("'", ""))
                yield f"{page.name}:{number}", [word for word in words if word not in ("…", "VERB")]


def lines(code: bool) -> list[tuple[str, list[str]]]:
    return [(where, words) for where, words in typed() if words and (words[0] in VERBS) is code]


def test_every_command_that_is_told_is_a_verb() -> None:
    others = {words[0] for _, words in lines(code=False)}
    assert others <= {"test", "--help", "VERB"}, others
    assert len(lines(code=True)) > 40


@pytest.mark.parametrize(("where", "words"), lines(code=True), ids=lambda told: told if isinstance(told, str) else "")
def test_every_option_that_is_told_is_there(where: str, words: list[str]) -> None:
    verb, given = words[0], words[1:]
    if verb in PLAIN:
        return
    parser = parser_of(VERBS[verb].load(), f"./wenye {verb}", "")
    known = {name for action in parser._actions for name in action.option_strings}
    assert {word.split("=")[0] for word in given if word.startswith("--")} <= known, where


def test_every_variable_that_is_told_is_read_and_every_one_that_is_read_is_told() -> None:
    told = set(VARIABLE.findall((ROOT / "docs" / "operating.md").read_text(encoding="utf-8")))
    code = [ROOT / "wenye", *(ROOT / "tools").iterdir(), *(ROOT / "src").rglob("*.py")]
    code.append(ROOT / "tests" / "policy" / "test_source_junshan.py")
    read = {name for file in code if file.is_file() for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}
    assert {name for name in told if not any(name == one or name.startswith(f"{one}_") for one in read)} == set()
    assert {name for name in read if not any(one.startswith(name) for one in told)} == OURS_ALONE & read


def test_every_page_that_is_linked_is_there() -> None:
    pages = [*PAGES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    missing = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_first_decision_of_the_readme_comes_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    facts = re.search(r"printf '(\{.*?\})'", readme, re.DOTALL)
    asked = re.search(r"\./wenye (decide start-up-grant --facts - --date \S+)\n", readme)
    assert facts and asked
    assert json.loads(facts[1])["jobs"] == 3
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(facts[1].encode())))
    assert main(asked[1].split()) == 0
    assert "可以享受：10,000 元" in capsys.readouterr().out
