"""The audit trail comes back whole, with its roots, and goes on where it stood."""

import json
from pathlib import Path

import pytest

from tests.backup.test_drill import wenye
from tests.own_database import Made
from wenye.backup import files


def test_the_trail_is_whole_after_a_restore_and_goes_on(new_database: Made, tmp_path: Path) -> None:
    here, there = new_database("here"), new_database("there", empty=True)
    wenye(here, "account", "first", "wang.admin", "--name", "王五")
    wenye(here, "audit", "seal")
    root = wenye(here, "audit", "root").strip()
    told = json.loads(wenye(here, "backup", str(tmp_path / "a.wenye"), "--json"))
    assert told["held"]["audit_root"] == root.partition(":")[2]
    wenye(there, "restore", str(tmp_path / "a.wenye"))
    wenye(there, "audit", "verify", "--root", root)
    wenye(there, "account", "first", "li.audit", "--name", "李六", "--role", "auditor")
    wenye(there, "audit", "seal")
    found = json.loads(wenye(there, "audit", "verify", "--root", root, "--json"))
    assert (found["entries"], found["sealed"], found["whole"]) == (4, 4, True)


def test_an_older_backup_put_over_a_newer_trail_brings_its_own_roots(new_database: Made, tmp_path: Path) -> None:
    here = new_database("here")
    wenye(here, "account", "first", "wang.admin", "--name", "王五")
    wenye(here, "audit", "seal")
    wenye(here, "backup", str(tmp_path / "a.wenye"))
    wenye(here, "account", "first", "li.audit", "--name", "李六", "--role", "auditor")
    wenye(here, "audit", "seal")
    newer = wenye(here, "audit", "root").strip()
    wenye(here, "restore", str(tmp_path / "a.wenye"), "--overwrite")
    wenye(here, "audit", "verify")
    wenye(here, "audit", "verify", "--root", newer, code=1)  # what was kept elsewhere tells that the end is missing


@pytest.mark.parametrize("before", [True, False])
def test_a_root_that_is_kept_while_the_database_is_copied_stays_out(tmp_path: Path, before: bool) -> None:
    data, work = tmp_path / "data", tmp_path / "work"
    (data / "audit").mkdir(parents=True)
    work.mkdir()
    if before:
        (data / "audit" / "2026-11-24.json").write_text("old")
    copies = files.copied_roots(data, work)
    (data / "audit" / "2026-11-24.json").write_text("new")
    assert [(name, path.read_text()) for name, path in copies] == [("audit/2026-11-24.json", "old")] * before
