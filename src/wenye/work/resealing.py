"""Sealed values brought under a new key, as a job: begun by ``./wenye keys rotate``, finished by any worker."""

from django.db import transaction

from wenye.accounts.resealing import reseal
from wenye.work.models import Job
from wenye.work.run import Run
from wenye.work.services import enqueue

KIND = "keys.reseal"


def ask(key: str) -> Job:
    """The job that brings everything under ``key``: the one that is open, else a new one."""
    with transaction.atomic():
        asked = Job.objects.filter(kind=KIND, payload={"key": key})
        still = asked.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
        return still or enqueue(KIND, f"{key}-{asked.count() + 1}", {"key": key}, lane="keys")


def run(run: Run) -> dict[str, object]:
    """Does it: each chunk is a step, and what is left shows in the rows."""
    done = reseal(run.step)
    with run.step(done.done, done.total):
        pass
    return {"rows": done.done, "broken": done.broken}
