"""A rule that is too long or too deep is a fault of the pack, never a crash of a reading."""

import shutil
from pathlib import Path

import pytest

from tests.policy.broken_packs import GOOD
from wenye.feel.errors import Faults
from wenye.policy.pack import load

TEST = 'test: firm_kind = "start_up"'


def codes(test: str, folder: Path) -> set[str]:
    pack = folder / "pack"
    shutil.copytree(GOOD, pack)
    file = pack / "measures" / "003-address.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(TEST, f"test: '{test}'"), encoding="utf-8")
    try:
        load(pack)
    except Faults as error:
        return {fault.code for fault in error.faults}
    return set()


@pytest.mark.parametrize(
    "test",
    [
        " + ".join(["jobs"] * 80) + " > 3",
        "-" * 1900 + "jobs > 1",
        "not(" * 300 + "jobs > 1" + ")" * 300,
        "if jobs > 1 then true else " * 60 + "false",
    ],
    ids=["sum", "minus", "not", "if"],
)
def test_a_rule_nested_too_deeply_is_refused(test: str, tmp_path: Path) -> None:
    assert codes(test, tmp_path) == {"rule.depth"}


@pytest.mark.parametrize(
    "test", ["jobs > " + "9" * 5000, "(" * 3000 + "jobs > 1" + ")" * 3000], ids=["digits", "brackets"]
)
def test_a_rule_of_senseless_length_is_refused(test: str, tmp_path: Path) -> None:
    assert codes(test, tmp_path) == {"rule.length"}


@pytest.mark.parametrize(
    "test", [" and ".join(["jobs > 1"] * 150), "(" * 400 + "jobs > 1" + ")" * 400], ids=["and", "brackets"]
)
def test_a_long_but_flat_rule_is_accepted(test: str, tmp_path: Path) -> None:
    assert codes(test, tmp_path) == set()
