"""Asking for work, and having it done."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from wenye.feel.errors import WenyeError
from wenye.work.handlers import handler_of, handlers
from wenye.work.lease import new_holder, take
from wenye.work.models import Job
from wenye.work.run import Run, Watch, carry_out


class JobDiffers(WenyeError):
    """A job of this kind and key was asked for before, with another payload."""


class JobBusy(WenyeError):
    """A job cannot run now: another worker holds it or one of its lane, or it is over."""


def enqueue(
    kind: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    *,
    lane: str = "",
    not_before: datetime | None = None,
    asked_by: str = "",
) -> Job:
    """Asks for a job in the caller's transaction: it exists exactly if that commits.

    ``kind`` and ``key`` name it: asked for again, the job that is there is given back, whatever its state. Jobs of
    one ``lane`` run one after the other, in this order. The payload is stored as it is: ids belong into it, never an
    identity number, phone or account. Raises KeyError for a kind that nobody handles, and JobDiffers.
    """
    handler_of(kind)
    asked = json.loads(json.dumps(payload or {}))
    job, made = Job.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "payload": asked,
            "lane": lane,
            "not_before": not_before or timezone.now(),
            "asked_by": asked_by,
        },
    )
    if not made and job.payload != asked:
        raise JobDiffers(
            f"任务 {kind} {key} 已经提出过，内容不同。 / Job {kind} {key} was asked for before, with another payload."
        )
    return job


def hold(job: Job) -> Job:
    """The job, held by this process from now on, due or not. In the transaction that asks for it nobody comes first.

    Raises JobBusy.
    """
    held = take(new_holder(), only=job)
    if held is None:
        raise JobBusy(
            f"任务 {job} 正由另一个进程进行，或已经结束；请稍后查看进度再试。"
            f" / Job {job} is being done by another process, or is over; look at its progress."
        )
    return held


def run_held(job: Job, watch: Watch = lambda done, total: None) -> Job:
    """Does a job that this process holds. An error that ended it is raised after it was written down."""
    error = carry_out(Run(job, watch))
    if error is not None:
        raise error
    return job


def run_waiting(stopping: Callable[[], bool] = lambda: False, tell: Callable[[Job], None] = lambda job: None) -> int:
    """Does all jobs that are due, one after the other; how many. What they run into is written down with them.

    ``tell`` is told of each job after it ran.
    """
    holder, count = new_holder(), 0
    while not stopping() and (job := take(holder)) is not None:
        carry_out(Run(job, stopping=stopping))
        tell(job)
        count += 1
    return count


def retry(job: Job) -> bool:
    """Has a failed job tried again from behind its last step; whether it was one."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    return bool(failed.update(state=Job.State.WAITING, attempts=0, not_before=timezone.now(), finished_at=None))


def forget() -> int:
    """Deletes jobs that are done and whose handler keeps such jobs for a time that is over; how many."""
    count = 0
    for handler in handlers():
        if handler.keep is not None:
            over = Job.objects.filter(kind=handler.kind, state=Job.State.DONE)
            count += over.filter(finished_at__lt=timezone.now() - handler.keep).delete()[1].get("work.Job", 0)
    return count
