"""An import as a job: it resumes after a kill where it was, and two workers never write the same rows."""

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.nursery import Nursery
from tests.own_database import Environment, rows
from tests.registry.rosters import DAY, bring_in, csv_file, fates, someone
from wenye.registry.imports import jobs
from wenye.registry.models import ImportJob, ImportReject, Person
from wenye.registry.services import import_roster, resume_import, run_waiting
from wenye.work.models import Job
from wenye.work.run import LeaseLost, Watch
from wenye.work.services import run_waiting as run_worker

CHUNK = jobs.CHUNK


class Killed(BaseException):
    """Stands for the end of the process: nothing is tidied up."""


def dying_after(chunks: int) -> Watch:
    def watch(done: int, total: int | None) -> None:
        if done >= chunks * CHUNK:
            raise Killed

    return watch


def roster(folder: Path, people: int) -> Path:
    rows = [someone(place) for place in range(people)]
    return csv_file(folder, "people", [*rows, someone(0), someone(1, town="柳林洲街道"), someone(people, phone="1")])


def held_elsewhere(job: ImportJob) -> None:
    """Another machine's worker has begun the import."""
    jobs.queue(job)
    later = timezone.now() + timedelta(seconds=30)
    Job.objects.filter(key=str(job.uid)).update(state="running", lease_by="elsewhere:1:x", lease_until=later)
    ImportJob.objects.filter(pk=job.pk).update(state=ImportJob.State.RUNNING)


def broken_off(folder: Path) -> ImportJob:
    """An import whose worker died after one chunk, its lease run out."""
    with pytest.raises(Killed):
        import_roster(roster(folder, 2 * CHUNK), "people", dated=DAY, watch=dying_after(1))
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    return ImportJob.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_broken_off_import_goes_on_behind_the_last_committed_chunk(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    assert (job.state, job.done_rows, Person.objects.count()) == (ImportJob.State.RUNNING, CHUNK, CHUNK)
    (done,) = run_waiting()
    assert (done.pk, done.state, fates(done)) == (job.pk, ImportJob.State.DONE, (2 * CHUNK, 0, 0, 1, 2))
    assert Person.objects.count() == 2 * CHUNK


@pytest.mark.django_db(transaction=True)
def test_the_background_worker_goes_on_with_it_too(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    assert run_worker() == 1
    job.refresh_from_db()
    assert (job.state, fates(job)) == (ImportJob.State.DONE, (2 * CHUNK, 0, 0, 1, 2))
    work = Job.objects.get()
    assert (work.state, work.done, work.result["added"]) == ("done", 2 * CHUNK + 3, 2 * CHUNK)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_held_is_not_taken_over(tmp_path: Path) -> None:
    job = jobs.prepare(roster(tmp_path, 10), "people", dated=DAY)
    held_elsewhere(job)
    assert run_waiting() == []
    with pytest.raises(jobs.ImportBusy, match="正在由另一个任务导入"):
        resume_import(job)


@pytest.mark.django_db(transaction=True)
def test_two_imports_into_one_register_do_not_run_at_once_and_the_refused_one_leaves_no_trace(tmp_path: Path) -> None:
    held = jobs.prepare(roster(tmp_path, 10), "people", dated=DAY)
    held_elsewhere(held)
    with pytest.raises(jobs.ImportBusy):
        import_roster(roster(tmp_path, 10), "people", dated=DAY)
    assert ImportJob.objects.get() == held


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lease_writes_nothing_more(tmp_path: Path) -> None:
    def taken_over(done: int, total: int | None) -> None:
        if done:
            Job.objects.update(lease_by="another")

    with pytest.raises(LeaseLost):
        import_roster(roster(tmp_path, 2 * CHUNK), "people", dated=DAY, watch=taken_over)
    assert (Person.objects.count(), ImportJob.objects.get().done_rows) == (CHUNK, CHUNK)


@pytest.mark.django_db
def test_a_finished_import_does_not_run_again(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "people", someone(1))
    with pytest.raises(jobs.ImportBusy):
        resume_import(job)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_changed_meanwhile_is_not_taken_on(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    csv_file(tmp_path, "people", [someone(1)])
    done = resume_import(job)
    assert (done.state, "请重新上传" in done.failure) == (ImportJob.State.FAILED, True)
    assert Job.objects.get().note_en.startswith("“people.csv” is no longer there")


@pytest.mark.django_db(transaction=True)
def test_an_import_that_the_worker_gives_up_is_failed_and_can_be_undone(tmp_path: Path) -> None:
    job = broken_off(tmp_path)
    Job.objects.update(attempts=10)
    assert run_worker() == 0
    job.refresh_from_db()
    assert (job.state, "没有进展" in job.failure) == (ImportJob.State.FAILED, True)


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_that_died_is_tried_again_whole(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        import_roster(roster(tmp_path, 2 * CHUNK), "people", dated=DAY, dry_run=True, watch=dying_after(1))
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    (done,) = run_waiting()
    assert (done.state, done.added, Person.objects.count()) == (ImportJob.State.DONE, 2 * CHUNK, 0)
    assert ImportReject.objects.count() == done.rejected == 2


def import_everything() -> None:
    """An import's life in a process of its own: begun, or gone on with."""
    from django.conf import settings

    if ImportJob.objects.exists():
        run_waiting()
    else:
        import_roster(Path(settings.WENYE_DATA) / "people.csv", "people", dated=DAY)
    connection.close()


def committed(surroundings: Environment) -> int:
    """Rows that the import has committed so far."""
    return int(rows(surroundings, "SELECT COALESCE(MAX(done_rows), 0) FROM registry_importjob")[0][0])


@pytest.mark.slow
def test_kill_9_in_the_middle_loses_no_row_and_doubles_none(own_database: Environment) -> None:
    """Killed at a random moment behind a committed chunk, and started again each time, until all is in."""
    people, moment, kills = 8 * CHUNK, random.Random(1), 0
    roster(Path(own_database["WENYE_DATA"]), people)
    with Nursery("tests.registry.test_import_jobs:import_everything", own_database) as nursery:
        for _ in range(4):
            before, child = committed(own_database), nursery.spawn()
            while committed(own_database) == before < people:
                time.sleep(0.01)
            time.sleep(moment.random() / 5)
            kills += nursery.kill(child)
        assert nursery.end(nursery.spawn()) == 0
    told = rows(own_database, "SELECT state, read, added, repeated, rejected FROM registry_importjob")
    held = rows(own_database, "SELECT COUNT(*), COUNT(DISTINCT id_no_index) FROM registry_person")
    assert told == [("done", people + 3, people, 1, 2)]
    assert held == [(people, people)]
    assert kills > 1
