"""Looking at the work: what waits, runs, is over."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from wenye.work.lease import OPEN, is_held
from wenye.work.models import Job


def job(kind: str, key: str) -> Job | None:
    """The job of this kind and key, if it was ever asked for."""
    return Job.objects.filter(kind=kind, key=key).first()


def jobs(kind: str = "", open_only: bool = False) -> "QuerySet[Job]":
    """The latest jobs first."""
    found = Job.objects.filter(kind=kind) if kind else Job.objects.all()
    return (found.filter(state__in=OPEN) if open_only else found).order_by("-pk")


def free(kind: str) -> list[Job]:
    """Open jobs of a kind that nobody holds, in the order they were asked for."""
    return [job for job in jobs(kind, open_only=True).order_by("pk") if not is_held(job)]


def counts() -> Mapping[str, int]:
    """How many jobs are in each state."""
    found = dict(Job.objects.values_list("state").annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in Job.State.values}
