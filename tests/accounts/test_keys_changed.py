"""Changing the sealing key as somebody does it: by the verb, as a job, killed on the way, with an import beside it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.registry.rosters import DAY, bring_in, csv_file, someone
from wenye.accounts import resealing
from wenye.accounts.crypto import KEY_FILE
from wenye.accounts.keys import begin_rotation, listed
from wenye.cli import main
from wenye.registry.imports import jobs
from wenye.registry.services import import_roster
from wenye.work.models import Job
from wenye.work.resealing import ask
from wenye.work.services import hold, run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Settings) -> None:
    """An installation with keys of its own, so that no other test's rows are sealed with them."""
    settings.WENYE_DATA = tmp_path / "data"


def people(folder: Path, count: int = 3) -> None:
    rows = [someone(place, phone=f"1000000{place:04d}", bank_account=f"00001234{place:04d}") for place in range(count)]
    bring_in(folder, "people", *rows, someone(count, phone="1"))


def sealed_by() -> dict[str, int]:
    return {key.id: key.rows for key in listed()}


def test_the_verb_lists_rotates_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people(tmp_path)
    assert main(["keys"]) == 0
    assert "正在使用" in capsys.readouterr().out
    assert main(["keys", "rotate", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert [(key["id"], key["current"], key["values"]) for key in told["keys"]] == [
        ("k001", False, 0),
        ("k002", True, 10),
    ]
    assert "keys/ 文件夹有备份" in said.err
    assert main(["keys", "drop", "k001"]) == 2
    assert "不到一小时" in capsys.readouterr().err


def test_a_rotation_is_a_job_with_its_progress_and_another_worker_finishes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(tmp_path, 7)
    monkeypatch.setattr(resealing, "CHUNK", 2)
    whole = resealing._renew

    def dying(table: object, rows: list[object], ring: object, state: resealing.Resealed) -> None:
        if state.done >= 3:
            raise KeyboardInterrupt
        whole(table, rows, ring, state)  # type: ignore[arg-type]

    monkeypatch.setattr(resealing, "_renew", dying)
    with pytest.raises(KeyboardInterrupt):
        main(["keys", "rotate"])
    job = Job.objects.get(kind="keys.reseal")
    assert (job.kind, job.payload, job.state, job.total) == ("keys.reseal", {"key": "k002"}, "running", 8)
    assert 0 < job.done <= 3
    monkeypatch.setattr(resealing, "_renew", whole)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == ("done", 5, 5, {"rows": 5, "broken": []})
    assert sealed_by()["k001"] == 0


def test_while_a_worker_does_it_the_verb_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people(tmp_path)
    name, _ = begin_rotation()
    hold(ask(name))
    assert main(["keys", "rotate"]) == 2
    assert "正由另一个进程进行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["burn"], "应是 list、rotate 或 drop"),
        (["drop"], "只有 drop 需要写明密钥"),
        (["rotate", "k001"], "只有 drop 需要"),
    ],
)
def test_a_wrong_question_is_refused(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", *arguments]) == 2
    assert says in capsys.readouterr().err


ROTATE = """
import django
django.setup()
from wenye.accounts import keys, resealing
resealing.CHUNK = 20
keys.begin_rotation()
resealing.reseal()
"""
MAKE = """
import django, sys
django.setup()
from datetime import date
from pathlib import Path
from django.core.management import call_command
from wenye.registry.services import import_roster
call_command("migrate", verbosity=0)
import_roster(Path(sys.argv[1]), "people", dated=date(2019, 11, 20))
"""
READ = """
import django
django.setup()
from wenye.registry.models import Person
print(sum(person.reveal("phone") == f"1{person.pk:010d}" for person in Person.objects.all()))
"""


@pytest.mark.slow
def test_kill_9_in_the_middle_loses_nothing_and_the_next_call_finishes(tmp_path: Path) -> None:
    """In processes of their own on a real SQLite file."""
    count, home = 2000, tmp_path / "home"
    path = csv_file(tmp_path, "people", [someone(place, phone=f"1{place + 1:010d}") for place in range(count)])
    outside = {name: value for name, value in os.environ.items()
               if name not in ("WENYE_DATABASE_URL", "DJANGO_SETTINGS_MODULE")}  # fmt: skip
    environment = {**outside, "WENYE_DATA": str(home), "DJANGO_SETTINGS_MODULE": "wenye.settings"}

    def python(code: str, *more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *more], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def renewed() -> int:
        with closing(sqlite3.connect(home / "wenye.sqlite3", timeout=30)) as live:
            sql = "SELECT COUNT(*) FROM registry_person WHERE substr(phone, 1, 4) = CAST('k002' AS BLOB)"
            return int(live.execute(sql).fetchone()[0])

    python(MAKE, str(path))
    with subprocess.Popen([sys.executable, "-c", ROTATE], env=environment) as worker:
        while not renewed() and worker.poll() is None:
            time.sleep(0.005)
        worker.send_signal(signal.SIGKILL)
    assert 0 < renewed() < count
    assert python(READ).strip() == str(count)
    python(ROTATE)
    assert (renewed(), python(READ).strip()) == (count, str(count))
    stored = json.loads((home / KEY_FILE).read_text())
    assert (stored["current"], set(stored["sealing"])) == ("k002", {"k001", "k002"})


def test_an_import_that_runs_meanwhile_goes_on_with_the_new_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CHUNK", 2)

    def rotate(done: int, total: int | None) -> None:
        if done == 2:
            begin_rotation()

    rows = [someone(place, phone=f"1000000{place:04d}") for place in range(4)]
    import_roster(csv_file(tmp_path, "people", rows), "people", dated=DAY, watch=rotate)
    assert sealed_by() == {"k001": 4, "k002": 4}
