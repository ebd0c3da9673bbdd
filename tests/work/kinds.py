"""Kinds of jobs for tests. What they do can be counted: rows of a table without any constraint."""

import random
import time
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text
from wenye.work.handlers import Handler, handle
from wenye.work.models import Job
from wenye.work.run import Postponed, Run
from wenye.work.services import enqueue, run_waiting

HERE = "tests.work.kinds"
STEPS = 8
JOBS = 6
TABLE = "CREATE TABLE paid (job VARCHAR(40), place INTEGER, began DOUBLE PRECISION, ended DOUBLE PRECISION)"


class Refused(WenyeError):
    """A failure that its handler foresaw."""


def register() -> None:
    """Makes the kinds known to this process."""
    for name, more in {
        "pay": {}, "refused": {"failed": f"{HERE}:tell"}, "broken": {"attempts": 3}, "broken_later": {"attempts": 2},
        "postponed": {}, "minutely": {"every": "minute", "keep": timedelta(days=1)}, "daily": {"every": "working day"},
    }.items():  # fmt: skip
        handle(Handler(f"test.{name}", f"{HERE}:{name}", Text(name, name), **more))  # type: ignore[arg-type]


def pay(run: Run) -> dict[str, int]:
    """Pays in steps; the sum of what the steps gave, those of earlier runs included."""
    places = [run.once(f"step-{place}", partial(_paid, run.job.key, place), place + 1, STEPS) for place in range(STEPS)]
    return {"sum": sum(places)}


def _paid(job: str, place: int) -> int:
    """The effect, with moments before and after in which a process may be killed."""
    began = time.monotonic()
    time.sleep(random.random() / 500)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO paid VALUES (%s, %s, %s, %s)", [job, place, began, time.monotonic()])
    time.sleep(random.random() / 500)
    return place


def refused(run: Run) -> None:
    raise Refused("账号不存在。 / There is no such account.")


def tell(job: Job) -> None:
    """Told in the transaction that ends the job: asks for another one, which shows whether it was told."""
    enqueue("test.pay", f"after {job.key}", {"why": job.note_zh})


def broken(run: Run) -> None:
    raise ZeroDivisionError("nobody foresaw this")


def broken_later(run: Run) -> None:
    """Gets one step further each time it is tried, twice; then no more."""
    for place in range(2):
        fresh: list[int] = []
        run.once(f"step-{place}", partial(fresh.append, place))
        if fresh:
            break
    raise ZeroDivisionError("nobody foresaw this")


def postponed(run: Run) -> None:
    at = run.payload.get("at")
    raise Postponed(Text("银行未开门", "the bank is closed"), at and datetime.fromisoformat(at))


def minutely(run: Run) -> str:
    return str(timezone.now())


def daily(run: Run) -> str:
    return str(run.payload["date"])


def work() -> None:
    """A worker's life in a process of its own: asks for the same jobs as every other and does what is due."""
    register()
    for number in range(JOBS):
        enqueue("test.pay", f"job-{number}", lane=f"lane-{number % 2}")
    while Job.objects.exclude(state=Job.State.DONE).exists():
        run_waiting()
        time.sleep(0.01)


def loop() -> None:
    """The worker as it is run by ``./wenye up``, with the kinds of the tests and something to do."""
    from wenye.work.worker import worker

    register()
    for number in range(JOBS):
        enqueue("test.pay", f"job-{number}")
    worker()
