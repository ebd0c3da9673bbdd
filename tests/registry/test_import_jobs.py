"""An import as a job: it resumes after a kill where it was, and two workers never write the same rows."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.registry.rosters import DAY, bring_in, csv_file, fates, someone
from wenye.registry.imports import jobs
from wenye.registry.models import ImportJob, Person
from wenye.registry.services import run_waiting

CHUNK = jobs.CHUNK


class Killed(Exception):
    """Stands for the end of the process."""


def dying_after(chunks: int) -> Callable[[ImportJob], None]:
    def watch(job: ImportJob) -> None:
        if job.done_rows >= chunks * CHUNK:
            raise Killed

    return watch


def roster(folder: Path, people: int) -> Path:
    rows = [someone(place) for place in range(people)]
    return csv_file(folder, "people", [*rows, someone(0), someone(1, town="柳林洲街道"), someone(people, phone="1")])


def broken_off(folder: Path) -> ImportJob:
    """An import whose worker died after one chunk, its lease run out."""
    job = jobs.prepare(roster(folder, 2 * CHUNK), "people", dated=DAY)
    with pytest.raises(Killed):
        jobs.run(job, dying_after(1))
    ImportJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return ImportJob.objects.get(pk=job.pk)


@pytest.mark.django_db(transaction=True)
def test_a_broken_off_import_goes_on_behind_the_last_committed_chunk(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    assert (job.state, job.done_rows, Person.objects.count()) == (ImportJob.State.RUNNING, CHUNK, CHUNK)
    (done,) = run_waiting()
    assert (done.pk, done.state, fates(done)) == (job.pk, ImportJob.State.DONE, (2 * CHUNK, 0, 0, 1, 2))
    assert Person.objects.count() == 2 * CHUNK


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_held_is_not_taken_over(tmp_path: Path) -> None:
    job = jobs.prepare(roster(tmp_path, 10), "people", dated=DAY)
    later = timezone.now() + timedelta(seconds=30)
    ImportJob.objects.filter(pk=job.pk).update(state=ImportJob.State.RUNNING, lease_by="another", lease_until=later)
    assert run_waiting() == []
    with pytest.raises(jobs.ImportBusy, match="正在由另一个任务导入"):
        jobs.run(job)


@pytest.mark.django_db(transaction=True)
def test_an_import_held_by_a_process_of_this_machine_that_died_is_free_at_once(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    job = jobs.prepare(roster(tmp_path, 10), "people", dated=DAY)
    later = timezone.now() + timedelta(seconds=30)
    dead = f"{socket.gethostname()}:{process.pid}:0"
    ImportJob.objects.filter(pk=job.pk).update(state=ImportJob.State.RUNNING, lease_by=dead, lease_until=later)
    (done,) = run_waiting()
    assert (done.state, done.added) == (ImportJob.State.DONE, 10)


@pytest.mark.django_db(transaction=True)
def test_two_imports_into_one_register_do_not_run_at_once(tmp_path: Path) -> None:
    held = jobs.prepare(roster(tmp_path, 10), "people", dated=DAY)
    later = timezone.now() + timedelta(seconds=30)
    ImportJob.objects.filter(pk=held.pk).update(state=ImportJob.State.RUNNING, lease_by="another", lease_until=later)
    with pytest.raises(jobs.ImportBusy):
        jobs.run(jobs.prepare(roster(tmp_path, 10), "people", dated=DAY))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lease_writes_nothing_more(tmp_path: Path) -> None:
    job = jobs.prepare(roster(tmp_path, 2 * CHUNK), "people", dated=DAY)

    def taken_over(running: ImportJob) -> None:
        ImportJob.objects.filter(pk=running.pk).update(lease_by="another")

    with pytest.raises(jobs.LeaseLost):
        jobs.run(job, taken_over)
    assert (Person.objects.count(), ImportJob.objects.get().done_rows) == (CHUNK, CHUNK)


@pytest.mark.django_db
def test_a_finished_import_does_not_run_again(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "people", someone(1))
    with pytest.raises(jobs.ImportBusy):
        jobs.run(job)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_changed_meanwhile_is_not_taken_on(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    csv_file(tmp_path, "people", [someone(1)])
    done = jobs.run(job)
    assert (done.state, "请重新上传" in done.failure) == (ImportJob.State.FAILED, True)


WORK = """
import django, sys
django.setup()
from datetime import date
from pathlib import Path
from django.core.management import call_command
from wenye.registry.imports import jobs
from wenye.registry.models import ImportJob
call_command("migrate", verbosity=0)
job = ImportJob.objects.first() or jobs.prepare(Path(sys.argv[1]), "people", dated=date(2019, 11, 20))
jobs.run(job)
"""


@pytest.mark.slow
def test_kill_9_in_the_middle_loses_no_row_and_doubles_none(tmp_path: Path) -> None:
    """In processes of their own on a real SQLite file: killed as soon as a chunk is committed, then started again."""
    people = 6 * CHUNK
    path, database = roster(tmp_path, people), tmp_path / "wenye.sqlite3"
    outside = {
        name: value
        for name, value in os.environ.items()
        if name not in ("WENYE_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment = {**outside, "WENYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "wenye.settings"}
    command = [sys.executable, "-c", WORK, str(path)]
    with subprocess.Popen(command, env=environment) as worker:
        while not committed(database) and worker.poll() is None:
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
    before = committed(database)
    assert CHUNK <= before < people
    with closing(sqlite3.connect(database)) as live, live:
        live.execute("UPDATE registry_importjob SET lease_until = '2000-01-01 00:00:00'")
    subprocess.run(command, env=environment, check=True)
    with closing(sqlite3.connect(database)) as live:
        told = live.execute("SELECT state, read, added, repeated, rejected FROM registry_importjob").fetchall()
        held = live.execute("SELECT COUNT(*), COUNT(DISTINCT id_no_index) FROM registry_person").fetchone()
    assert told == [("done", people + 3, people, 1, 2)]
    assert held == (people, people)


def committed(database: Path) -> int:
    """Rows that the import has committed so far."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database, timeout=5)) as live:
        try:
            return int(live.execute("SELECT COALESCE(MAX(done_rows), 0) FROM registry_importjob").fetchone()[0])
        except sqlite3.OperationalError:
            return 0
