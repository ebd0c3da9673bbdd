"""A job is done once, whatever happens: asked for twice, run twice, failed and tried again."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.work import kinds
from wenye.work.handlers import Handler, handle, handlers
from wenye.work.lease import new_holder, take
from wenye.work.models import Job, Step
from wenye.work.run import LeaseLost, Run, Stopping, carry_out
from wenye.work.services import JobBusy, JobDiffers, enqueue, forget, hold, retry, run_held, run_waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _paid() -> Iterator[None]:
    kinds.register()
    with connection.cursor() as cursor:
        cursor.execute(kinds.TABLE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE paid")


def paid() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT job, place FROM paid ORDER BY job, place")
        return cursor.fetchall()


def whole(*jobs: str) -> list[tuple[str, int]]:
    return [(job, place) for job in jobs for place in range(kinds.STEPS)]


def held(key: str = "a", **more: str) -> Job:
    return hold(enqueue("test.pay", key, **more))


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def due(job: Job) -> Job:
    """The job with its pause over."""
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    return again(job)


def test_a_job_is_done_with_its_result() -> None:
    job = enqueue("test.pay", "a", {"why": "tried"}, asked_by="case worker")
    assert run_waiting() == 1
    done = again(job)
    assert (done.state, done.result, done.done, done.total) == ("done", {"sum": 28}, kinds.STEPS, kinds.STEPS)
    assert (done.asked_by, done.lease_by, done.attempts) == ("case worker", "", 0)
    assert paid() == whole("a")


def test_a_job_exists_exactly_if_the_transaction_that_asked_for_it_commits() -> None:
    with transaction.atomic():
        enqueue("test.pay", "a")
        transaction.set_rollback(True)
    assert run_waiting() == 0
    with transaction.atomic():
        enqueue("test.pay", "a")
    assert run_waiting() == 1


def test_asked_for_twice_it_is_done_once() -> None:
    first = enqueue("test.pay", "a", {"x": [1, 2]})
    assert enqueue("test.pay", "a", {"x": (1, 2)}) == first
    run_waiting()
    assert enqueue("test.pay", "a", {"x": [1, 2]}).state == "done"
    assert run_waiting() == 0
    assert paid() == whole("a")


def test_one_name_cannot_stand_for_two_jobs() -> None:
    enqueue("test.pay", "a", {"fen": 1})
    with pytest.raises(JobDiffers, match="内容不同"):
        enqueue("test.pay", "a", {"fen": 2})


def test_a_kind_that_nobody_handles_is_refused_and_left_to_a_newer_worker() -> None:
    with pytest.raises(KeyError):
        enqueue("test.unheard", "a")
    Job.objects.create(kind="test.unheard", key="a")
    assert run_waiting() == 0


def test_a_kind_has_one_handler() -> None:
    (known,) = (handler for handler in handlers() if handler.kind == "test.pay")
    handle(known)
    with pytest.raises(ValueError, match="handled by"):
        handle(Handler("test.pay", "elsewhere:pay", known.label))


def test_run_again_it_goes_on_behind_its_last_step() -> None:
    job = held()
    run = Run(job)
    for place in range(3):
        run.once(f"step-{place}", partial(kinds._paid, "a", place))
    run_held(job)
    assert (again(job).state, again(job).result) == ("done", {"sum": 28})
    assert paid() == whole("a")


def test_an_effect_that_fails_leaves_neither_itself_nor_its_step() -> None:
    def half() -> None:
        kinds._paid("a", 0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Run(held()).once("step-0", half)
    assert (paid(), Step.objects.count()) == ([], 0)


def test_whoever_lost_the_lease_writes_nothing_more() -> None:
    job = held()
    run = Run(job)
    run.once("step-0", partial(kinds._paid, "a", 0))
    Job.objects.update(lease_by="another")
    with pytest.raises(LeaseLost, match="接手"):
        run.once("step-1", partial(kinds._paid, "a", 1))
    assert isinstance(carry_out(run), LeaseLost)
    assert (paid(), again(job).state, job.lease_by) == ([("a", 0)], "running", "another")


def test_a_worker_that_lost_its_job_does_not_end_it_with_its_own_failure() -> None:
    job = hold(enqueue("test.broken", "a"))
    Job.objects.update(lease_by="another")
    assert isinstance(carry_out(Run(job)), ZeroDivisionError)
    assert (again(job).state, job.lease_by, job.note_zh) == ("running", "another", "")


def test_a_held_job_is_left_alone() -> None:
    job = enqueue("test.pay", "a")
    until = timezone.now() + timedelta(seconds=30)
    Job.objects.update(state="running", lease_by="elsewhere:1:x", lease_until=until)
    assert run_waiting() == 0
    with pytest.raises(JobBusy, match="正由另一个进程进行"):
        hold(job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_waiting() == 1
    assert paid() == whole("a")


def test_a_job_whose_process_died_on_this_machine_is_free_at_once() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    enqueue("test.pay", "a")
    until = timezone.now() + timedelta(seconds=30)
    dead = f"{socket.gethostname()[:64]}:{process.pid}:x"
    Job.objects.update(state="running", lease_by=dead, lease_until=until)
    assert run_waiting() == 1
    assert paid() == whole("a")


def test_a_job_that_kills_its_worker_each_time_is_given_up_and_says_so() -> None:
    job = enqueue("test.broken", "a")
    for _ in range(3):
        assert take(new_holder()) is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert take(new_holder()) is None
    assert (again(job).state, job.attempts) == ("failed", 3)
    assert "试了 3 次" in job.note_zh
    assert "3 attempts" in job.note_en


def test_a_foreseen_failure_ends_it_at_once_in_its_own_words_and_whoever_asked_is_told() -> None:
    job = enqueue("test.refused", "a")
    run_waiting()
    assert (again(job).state, job.note_zh, job.note_en) == ("failed", "账号不存在。", "There is no such account.")
    assert Job.objects.get(key="after a").payload == {"why": "账号不存在。"}


def test_an_unforeseen_failure_is_tried_again_after_longer_and_longer_pauses() -> None:
    job, pauses = enqueue("test.broken", "a"), []
    for _ in range(2):
        begun = timezone.now()
        assert run_waiting() == 1
        assert again(job).state == "waiting"
        assert "ZeroDivisionError" in job.note_zh
        pauses.append(round((job.not_before - begun).total_seconds()))
        assert run_waiting() == 0
        due(job)
    assert pauses == [10, 20]
    run_waiting()
    assert (again(job).state, job.attempts, "试了 3 次" in job.note_zh) == ("failed", 3, True)


def test_attempts_count_since_the_last_progress() -> None:
    job = enqueue("test.broken_later", "a")
    for _ in range(2):  # each run gets one step further, so that the count begins anew
        run_waiting()
        assert (due(job).state, job.attempts) == ("waiting", 0)
    for attempts, state in ((1, "waiting"), (2, "failed")):
        run_waiting()
        assert (due(job).state, job.attempts) == (state, attempts)


def test_a_job_can_be_postponed_to_a_moment() -> None:
    at = timezone.now().replace(microsecond=0) + timedelta(hours=9)
    job = enqueue("test.postponed", "a", {"at": at.isoformat()})
    run_waiting()
    assert (again(job).state, job.not_before, job.note_zh) == ("waiting", at, "银行未开门")


def test_a_failed_job_can_be_tried_again_and_no_other() -> None:
    job = enqueue("test.refused", "a")
    assert not retry(job)
    run_waiting()
    assert retry(job)
    assert (again(job).state, job.attempts) == ("waiting", 0)


def test_a_job_waits_for_its_day() -> None:
    job = enqueue("test.pay", "a", not_before=timezone.now() + timedelta(minutes=1))
    assert run_waiting() == 0
    due(job)
    assert run_waiting() == 1


def test_jobs_of_a_lane_run_one_after_the_other_in_the_order_they_were_asked_for() -> None:
    first, second, other = (
        enqueue("test.pay", "a", lane="fund"), enqueue("test.pay", "b", lane="fund"), enqueue("test.pay", "c"),
    )  # fmt: skip
    assert take("one") == first
    assert take("two") == other
    assert take("three") is None
    with pytest.raises(JobBusy):
        hold(second)
    Job.objects.filter(pk=first.pk).update(state="waiting", not_before=timezone.now() + timedelta(hours=1))
    assert take("four") is None


def test_no_two_jobs_of_a_lane_can_be_running_whatever_a_worker_thinks() -> None:
    from django.db import IntegrityError

    enqueue("test.pay", "a", lane="fund")
    enqueue("test.pay", "b", lane="fund")
    with pytest.raises(IntegrityError):
        Job.objects.update(state="running")


def test_a_worker_told_to_stop_ends_behind_the_current_step_and_that_is_no_failure() -> None:
    told: list[int] = []
    job = enqueue("test.pay", "a")
    run = Run(hold(job), watch=lambda done, total: told.append(done), stopping=lambda: len(told) == 2)
    assert carry_out(run) is None
    assert (again(job).state, job.done, job.attempts) == ("waiting", 2, 0)
    run_waiting()
    assert paid() == whole("a")


def test_a_stop_is_never_taken_for_an_error_by_a_handler() -> None:
    assert not issubclass(Stopping, Exception)


def test_jobs_are_forgotten_only_where_their_handler_says_so_and_when_their_time_is_over() -> None:
    for kind in ("test.pay", "test.minutely"):
        enqueue(kind, "old")
        enqueue(kind, "new")
    run_waiting()
    long_ago = timezone.now() - timedelta(days=2)
    Job.objects.filter(key="old").update(finished_at=long_ago)
    assert forget() == 1
    left = Job.objects.order_by("kind", "key").values_list("kind", "key")
    assert list(left) == [("test.minutely", "new"), ("test.pay", "new"), ("test.pay", "old")]


def test_every_registered_handler_is_there() -> None:
    import importlib

    for handler in handlers():
        for place in filter(None, (handler.place, handler.failed)):
            module, function = place.split(":")
            assert callable(getattr(importlib.import_module(module), function)), place


def test_a_holder_is_named_by_its_process() -> None:
    assert new_holder().split(":")[1] == str(os.getpid())
    assert new_holder() != new_holder()
