"""``wenye audit`` and ``wenye account`` on a data folder of their own."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def wenye(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "WENYE_DATA": str(data), **more}
    command = [sys.executable, "-P", "-m", "wenye.cli", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def test_from_the_first_administrator_to_a_tampered_trail(tmp_path: Path) -> None:
    # an administrator is made, once
    made = wenye(tmp_path, "account", "first", "wang.admin", "--name", "王五")
    login, password = made.stdout.split()
    assert (made.returncode, login) == (0, "wang.admin")
    assert password not in (tmp_path / "wenye.sqlite3").read_bytes().decode("latin-1")
    again = wenye(tmp_path, "account", "first", "li.admin", "--name", "李六")
    assert (again.returncode, "已经有人是安全管理员" in again.stderr) == (2, True)
    # what was done is listed, sealed and whole
    assert wenye(tmp_path, "audit", "root").returncode == 1
    assert json.loads(wenye(tmp_path, "audit", "seal", "--json").stdout) == {"sealed": 2}
    acts = [entry["act"] for entry in json.loads(wenye(tmp_path, "audit", "list", "--json").stdout)]
    assert acts == ["roles.grant", "users.manage"]
    assert "roles.grant" in wenye(tmp_path, "audit", "list", "-n", "1").stdout
    root = wenye(tmp_path, "audit", "root").stdout.strip()
    assert wenye(tmp_path, "audit", "verify", "--root", root).returncode == 0
    # somebody with the database in hand changes an entry
    with closing(sqlite3.connect(tmp_path / "wenye.sqlite3")) as database, database:
        database.execute("DROP TRIGGER append_only_accounts_auditentry_update")
        database.execute("UPDATE accounts_auditentry SET reason = '别的' WHERE act = 'roles.grant'")
    told = wenye(tmp_path, "audit")
    assert told.returncode == 1
    assert "第 2 环" in told.stdout
    assert "内容被改动" in told.stdout
    found = json.loads(wenye(tmp_path, "audit", "verify", "--json").stdout)
    assert [(item["kind"], item["link"]) for item in found["findings"]] == [("edited", 2)]


def test_a_wrong_question_is_refused_with_what_to_write(tmp_path: Path) -> None:
    for arguments, said in (
        (("audit", "look"), "verify、root、list 或 seal"), (("audit", "verify", "--root", "12"), "环数:链值"),
        (("account", "make"), "first 或 demo"), (("account", "demo"), "WENYE_DEMO=1"),
        (("account", "first", "13800138000", "--name", "王五"), "不要用电话"), (("account", "first", "wang"), "姓名"),
    ):  # fmt: skip
        done = wenye(tmp_path, *arguments)
        assert (done.returncode, said in done.stderr) == (2, True), (arguments, done.stderr)


def test_the_table_of_access_is_told_to_programs_too(tmp_path: Path) -> None:
    rows = json.loads(wenye(tmp_path, "access", "--json").stdout)
    assert next(row for row in rows if row["address"] == "/staff/audit/")["auditor"] == "200"
