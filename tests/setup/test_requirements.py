"""The locks install the same packages everywhere, from wherever the machine takes its packages."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"
NAMES = ("run", "test", "bench")
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(.*)$", re.MULTILINE)


def name_of(line: str) -> str:
    return re.split(r"[\[<>=! ;]", line, maxsplit=1)[0].lower()


def asked(name: str) -> set[str]:
    lines = (FOLDER / f"{name}.in").read_text().splitlines()
    return {name_of(line) for line in lines if line and not line.startswith(("-", "#"))}


def locked(name: str) -> set[tuple[str, str]]:
    return {(package, version) for package, version, _ in PIN.findall((FOLDER / f"{name}.txt").read_text())}


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_names_no_address(name: str) -> None:
    assert "//" not in (FOLDER / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_hashes(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text()
    pins = re.split(r"\n(?=[a-z])", text.strip())
    assert len(pins) == len(PIN.findall(text))
    assert all("--hash=sha256:" in pin for pin in pins)


@pytest.mark.parametrize("name", NAMES)
def test_every_package_that_is_asked_for_is_locked(name: str) -> None:
    assert asked(name) - {package for package, _ in locked(name)} == set()


def test_the_sets_agree_on_every_version() -> None:
    run, test, bench = (locked(name) for name in NAMES)
    assert run <= test
    assert run <= bench
    shared = {package for package, _ in test} & {package for package, _ in bench}
    assert {pin for pin in test if pin[0] in shared} == {pin for pin in bench if pin[0] in shared}
