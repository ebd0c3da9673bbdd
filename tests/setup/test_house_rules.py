"""Rules of the house that no linter knows. What is checked is what git would commit."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LINE, LONGEST_MODULE = 120, 400
MACHINE = ("/" + "work/", "/" + "root/", "/" + "home/")
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")


@cache
def committed() -> list[Path]:
    """Every text file of the repository, those included that are new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def modules() -> list[Path]:
    """Every module that somebody wrote: migrations are written by Django."""
    return [path for path in committed() if path.suffix == ".py" and path.parent.name != "migrations"]


@pytest.fixture(scope="module", autouse=True)
def _a_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git work tree")


def test_no_line_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == [], "\n".join(long)


def test_a_module_is_read_in_one_sitting() -> None:
    long = [str(path.relative_to(ROOT)) for path in modules() if path.read_bytes().count(b"\n") > LONGEST_MODULE]
    assert long == []


def test_no_file_names_a_folder_of_some_machine_or_a_package_host() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in committed()
        for word in MACHINE + HOSTS
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert named == []


def test_no_file_was_left_by_a_merge() -> None:
    mark = "<" * 7 + " "
    assert [path for path in committed() if mark in path.read_text(encoding="utf-8", errors="replace")] == []
