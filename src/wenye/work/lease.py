"""Who holds a job. The one lease of the house: taken in a transaction, checked by every step, let go or run out.

Time only says when somebody else may try. What keeps two workers from doing the same is that each step begins by
renewing the lease it was given, and that fails once another has taken the job over.
"""

import os
import socket
from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wenye.feel.text import Text
from wenye.work.handlers import handler_of, handlers
from wenye.work.models import Job

OPEN = (Job.State.WAITING, Job.State.RUNNING)


def new_holder() -> str:
    """A name for whoever is about to hold jobs: machine, process, and a token of its own."""
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{token_hex(8)}"


def is_held(job: Job) -> bool:
    """Whether a worker holds the job: its lease runs, and it is not a dead process of this very machine."""
    if job.state != Job.State.RUNNING or job.lease_until is None or job.lease_until < timezone.now():
        return False
    host, _, rest = job.lease_by.partition(":")
    number = rest.partition(":")[0]
    return host != socket.gethostname()[:64] or not number.isdigit() or _lives(int(number))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def take(holder: str, only: Job | None = None) -> Job | None:
    """The next job that is due, or ``only`` that one, due or not, held by ``holder`` from now on; None if not free."""
    if only is None and not _anything_to_do():
        return None
    with transaction.atomic():
        _let_go_of_the_dead()
        return _hold(holder, only)


def renew(job: Job, holder: str, **changes: object) -> bool:
    """Renews the lease and writes ``changes`` with it; whether ``holder`` still held the job."""
    until = timezone.now() + handler_of(job.kind).lease
    held = Job.objects.filter(pk=job.pk, lease_by=holder, state=Job.State.RUNNING)
    return bool(held.update(lease_until=until, **changes))


def _anything_to_do() -> bool:
    """Whether a job is due or a worker gone. Asked outside of a transaction: looking must not keep writers waiting."""
    ours = Job.objects.filter(kind__in=_kinds())
    if ours.filter(state=Job.State.WAITING, not_before__lte=timezone.now()).exists():
        return True
    return any(not is_held(job) for job in ours.filter(state=Job.State.RUNNING))


def _kinds() -> Iterable[str]:
    """The kinds that this process can do: a newer one may have asked for others."""
    return [handler.kind for handler in handlers()]


def _let_go_of_the_dead() -> None:
    """Jobs whose worker is gone wait again; one that was begun too often without progress has failed."""
    for job in Job.objects.select_for_update(skip_locked=True).filter(state=Job.State.RUNNING, kind__in=_kinds()):
        if not is_held(job):
            put_back(job, Text("上次运行中断，将继续", "interrupted; goes on"))


def put_back(job: Job, note: Text, not_before: datetime | None = None) -> None:
    """A job that is no longer held waits again, or fails if that happened too often without progress."""
    handler = handler_of(job.kind)
    if job.attempts >= handler.attempts:
        told = Text(f"试了 {job.attempts} 次，没有进展：{note.zh}", f"no progress in {job.attempts} attempts: {note.en}")
        end_as_failed(job, told)
        return
    job.state, job.lease_by, job.lease_until = Job.State.WAITING, "", None
    job.not_before, job.note = not_before or timezone.now(), note
    job.save()


def end_as_failed(job: Job, note: Text) -> None:
    """Ends a job that nobody else holds as failed, and tells its handler in the same transaction."""
    with transaction.atomic():
        job.state, job.lease_by, job.lease_until = Job.State.FAILED, "", None
        job.note, job.finished_at = note, timezone.now()
        job.save()
        handler_of(job.kind).tell_failed(job)


def _hold(holder: str, only: Job | None) -> Job | None:
    job = _choice(only).select_for_update(skip_locked=True).order_by("not_before", "pk").first()
    if job is None:
        return None
    job.state, job.lease_by, job.attempts = Job.State.RUNNING, holder, job.attempts + 1
    job.lease_until = timezone.now() + handler_of(job.kind).lease
    job.started_at = job.started_at or timezone.now()
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # at this very moment another worker took a job of the same lane
        return None
    return job


def _choice(only: Job | None) -> "QuerySet[Job]":
    """Jobs that may be taken: of each lane the oldest that waits, where none is running; or one that was asked for."""
    waiting = Job.objects.filter(state=Job.State.WAITING, kind__in=_kinds())
    same_lane = Job.objects.filter(lane=OuterRef("lane"))
    free = waiting.filter(Q(lane="") | ~Exists(same_lane.filter(state=Job.State.RUNNING)))
    if only is not None:
        return free.filter(pk=only.pk)
    earlier = same_lane.filter(state=Job.State.WAITING, pk__lt=OuterRef("pk"))
    return free.filter(Q(lane="") | ~Exists(earlier), not_before__lte=timezone.now())
