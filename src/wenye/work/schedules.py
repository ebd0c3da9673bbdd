"""Jobs that the clock asks for: each minute of system time, or each working day of the business calendar.

What was asked for last is read from the jobs themselves, so a scheduler may be killed, started twice or be away for a
week: each working day is asked for once, in order, and minutes that passed are not made up for.
"""

from datetime import date, datetime, timedelta

from django.db.models import Max

from wenye.accounts import clock
from wenye.accounts.audit import seal
from wenye.accounts.workdays import working_days
from wenye.work.handlers import Handler, handlers
from wenye.work.lease import OPEN
from wenye.work.models import Job
from wenye.work.run import Run
from wenye.work.services import enqueue, forget


def tick() -> list[Job]:
    """Asks for everything that is due now; the jobs that this made."""
    made: list[Job] = []
    for handler in handlers():
        if handler.every == "minute":
            made += _this_minute(handler, clock.now())
        elif handler.every == "working day":
            made += _days(handler, clock.today())
    return made


def _this_minute(handler: Handler, now: datetime) -> list[Job]:
    minute = now.strftime("%Y-%m-%dT%H:%M")
    there = Job.objects.filter(kind=handler.kind)
    if there.filter(state__in=OPEN).exists() or there.filter(key=minute).exists():
        return []
    return [enqueue(handler.kind, minute, {"at": minute})]


def _days(handler: Handler, today: date) -> list[Job]:
    """A job for each working day since the last one that was asked for; the first time for today only."""
    last = Job.objects.filter(kind=handler.kind).aggregate(last=Max("key"))["last"]
    first = date.fromisoformat(last) + timedelta(days=1) if last else today
    days = [day.isoformat() for day in working_days(first, today)]
    return [enqueue(handler.kind, day, {"date": day}, lane=handler.kind) for day in days]


def forget_old(run: Run) -> dict[str, int]:
    """The job that deletes jobs whose time is over."""
    return {"forgotten": forget()}


def seal_trail(run: Run) -> dict[str, int]:
    """The job that chains the audit entries of the last minute."""
    return {"sealed": seal()}
