"""The command line: every verb is there and says what it is for, and one that must be quick loads nothing heavy."""

import os
import subprocess
import sys

import pytest

from wenye import cli

HEAVY = {"django", "polars", "pyarrow", "z3", "rich", "pydantic", "typer", "ninja", "openpyxl", "docx", "cryptography"}


@pytest.mark.parametrize("name", cli.VERBS)
def test_every_verb_can_be_loaded(name: str) -> None:
    assert callable(cli.VERBS[name].load())


@pytest.mark.parametrize("name", [name for name in cli.VERBS if name not in cli.PLAIN])
def test_every_verb_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    said = capsys.readouterr()
    assert cli.VERBS[name].zh in said.out
    assert said.err == ""


def test_the_overview_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert [name for name in cli.VERBS if name not in said] == []


def test_an_unknown_verb_is_refused_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["decid"]) == 2
    said = capsys.readouterr()
    assert "decide" in said.err
    assert said.out == ""


def test_an_option_that_is_not_there_is_a_wrong_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["measures", "--no-such-option"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["decide", "measures", "facts", "say"])
def test_a_quick_verb_loads_nothing_heavy(name: str) -> None:
    program = (
        "import sys; from wenye import cli\n"
        f"try: cli.main([{name!r}, '--help'])\n"
        "finally: print(','.join(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert HEAVY.intersection(done.stderr.strip().split(",")) == set()


def test_a_missing_package_is_mended_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script is asked to look at the environment; if that did not help, the error is shown."""
    asked: list[tuple[list[str], dict[str, str]]] = []

    def execve(path: object, arguments: list[str], environment: dict[str, str]) -> None:
        asked.append((arguments, environment))
        raise SystemExit(0)

    def missing(name: str, arguments: list[str]) -> int:
        raise ModuleNotFoundError("No module named 'lark'", name="lark")

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(cli, "call", missing)
    monkeypatch.delenv("WENYE_CHECK", raising=False)
    with pytest.raises(SystemExit):
        cli.main(["measures", "--json"])
    assert asked[0][0][1:] == ["measures", "--json"]
    assert asked[0][1]["WENYE_CHECK"] == "1"
    monkeypatch.setenv("WENYE_CHECK", "1")
    with pytest.raises(ModuleNotFoundError):
        cli.main(["measures", "--json"])


def test_a_module_of_our_own_that_is_missing_is_no_matter_for_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, arguments: list[str]) -> int:
        raise ModuleNotFoundError("No module named 'wenye.nothing'", name="wenye.nothing")

    monkeypatch.setattr(cli, "call", missing)
    monkeypatch.delenv("WENYE_CHECK", raising=False)
    with pytest.raises(ModuleNotFoundError, match=r"wenye\.nothing"):
        cli.main(["measures"])
