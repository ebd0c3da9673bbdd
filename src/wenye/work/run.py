"""One run of a job: what its handler is given, and what becomes of the job in the end."""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text
from wenye.work.handlers import handler_of
from wenye.work.lease import end_as_failed, put_back, renew
from wenye.work.models import Job, Step

log = logging.getLogger("wenye.work")
Watch = Callable[[int, int | None], None]
"""Told after each step how much is done, and of how much where that is known."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)


class Postponed(WenyeError):
    """Raised by a handler that cannot go on now: the job is tried again later, at ``at`` or after a pause."""

    def __init__(self, why: Text, at: datetime | None = None) -> None:
        super().__init__(f"{why.zh} / {why.en}")
        self.why, self.at = why, at


class LeaseLost(WenyeError):
    """Another worker took the job over; this one stops without writing."""


class Stopping(BaseException):
    """The worker was told to end: the job goes back behind its last step."""


class Run:
    """A run of a job by one worker. Effects belong into steps; whatever else a handler does may happen twice."""

    def __init__(
        self, job: Job, watch: Watch = lambda done, total: None, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self.job, self.watch, self._stopping = job, watch, stopping
        self._holder = job.lease_by
        self._old_note = True

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the job was asked with."""
        found: Mapping[str, Any] = self.job.payload
        return found

    @contextmanager
    def step(self, done: int | None = None, total: int | None = None) -> Iterator[None]:
        """A transaction that commits only while this worker holds the job; ``done`` of ``total`` is its progress.

        For a handler that keeps its own place in what it writes. Raises LeaseLost.
        """
        if self._stopping():
            raise Stopping
        with transaction.atomic():
            self._progress(done, total)
            yield
        self.watch(self.job.done, self.job.total)

    def once(
        self, key: str, effect: Callable[[], Any] = lambda: None, done: int | None = None, total: int | None = None
    ) -> Any:
        """Does ``effect`` in one transaction with the step ``key``, at most once for this job, ever.

        The result (JSON) of the effect: of this time, or of the time when it was done. Raises LeaseLost.
        """
        found = Step.objects.filter(job=self.job, key=key).first()
        if found is not None:
            return found.result
        with self.step(done, total):
            result = effect()
            Step.objects.create(job=self.job, key=key, result=result)
        return result

    def say(self, zh: str, en: str) -> None:
        """Notes what is going on, for whoever looks at the job. No progress: a job may say so and fail again."""
        self.job.note, self._old_note = Text(zh, en), False
        self._renew("note_zh", "note_en")

    def _progress(self, done: int | None, total: int | None) -> None:
        job = self.job
        job.attempts = 0
        job.done = job.done if done is None else done
        job.total = job.total if total is None else total
        if self._old_note:  # why it failed or waited before is over with the first progress
            job.note, self._old_note = Text("", ""), False
        self._renew("attempts", "done", "total", "note_zh", "note_en")

    def _renew(self, *names: str) -> None:
        job = self.job
        if not renew(job, self._holder, **{name: getattr(job, name) for name in names}):
            raise LeaseLost(f"任务 {job.pk} 已由另一个进程接手。 / Job {job.pk} was taken over.")


def carry_out(run: Run) -> Exception | None:
    """Runs a job that is held, and writes down what became of it; the error that ended it, if one did."""
    job = run.job
    try:
        result = handler_of(job.kind).do(run)
        with run.step():
            job.state, job.result, job.finished_at = Job.State.DONE, result, timezone.now()
            job.lease_by, job.lease_until, job.attempts = "", None, 0
            job.save()
    except LeaseLost as lost:
        log.warning("%s", lost)
        return lost
    except Stopping as told:
        _ended(job, told)
    except Exception as error:
        _ended(job, error)
        return error
    return None


def _ended(job: Job, error: Exception | Stopping) -> None:
    """A job that ended before its end fails or waits; unless another worker holds it meanwhile."""
    with transaction.atomic():
        stands = Job.objects.select_for_update().get(pk=job.pk)
        if (stands.state, stands.lease_by) != (Job.State.RUNNING, job.lease_by):
            return
        if isinstance(error, Stopping):
            stands.attempts = max(stands.attempts - 1, 0)  # being stopped is no failure
            put_back(stands, Text("已暂停，将继续", "stopped; goes on"))
        elif isinstance(error, Postponed):
            put_back(stands, error.why, error.at or _after_a_pause(stands.attempts))
        elif isinstance(error, WenyeError):
            end_as_failed(stands, _said(error))
        else:
            log.error("%s", job, exc_info=error)
            put_back(stands, _unforeseen(error), _after_a_pause(stands.attempts))
    job.refresh_from_db()


def _after_a_pause(attempts: int) -> datetime:
    """Each attempt without progress doubles the pause before the next one."""
    doublings = min(max(attempts - 1, 0), 12)
    return timezone.now() + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _said(error: WenyeError) -> Text:
    """What an error says, in two languages: it carries a text, or is one (``中文 / English``)."""
    text = next((part for part in vars(error).values() if isinstance(part, Text)), None)
    if text is not None:
        return text
    zh, _, en = str(error).partition(" / ")
    return Text(zh, en or zh)


def _unforeseen(error: Exception) -> Text:
    """Kind and place of the error, never its message: that may quote what is sealed everywhere else."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}，{Path(last.filename).name}:{last.lineno}"
    return Text(
        f"程序遇到没有料到的问题，稍后自动再试；反复出现请把这一行交给系统管理员：{what}",
        f"an unforeseen problem, tried again by itself; if it comes again, show the administrator this line: {what}",
    )
