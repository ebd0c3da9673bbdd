"""``./wenye work``: the background jobs done, listed, tried again."""

from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import BadParameter, Exit, Option

if TYPE_CHECKING:
    from wenye.work.models import Job

SHOWN = 50


def run(
    once: Annotated[bool, Option("--once", help="做完到期的任务就结束 · do what is due, then end")] = False,
    scheduler: Annotated[bool, Option("--scheduler", help="只按时提出定期任务 · only ask for what is due")] = False,
    list_jobs: Annotated[bool, Option("--list", help="列出最近的任务 · list the latest jobs")] = False,
    retry: Annotated[int | None, Option(help="重试未完成的任务（编号） · try a failed job again", min=1)] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """不带选项时一直做下去，直到收到停止信号；./wenye up 已经带着它，一般不必另开。

    Without an option it goes on until it is told to stop; ./wenye up runs it already.
    """
    from wenye.backup.occupied import in_use
    from wenye.cli.paths import data
    from wenye.cli.ready import ready

    with in_use(data()):
        ready()
        if retry is not None:
            _retry(retry)
        elif list_jobs:
            _list(as_json)
        elif once:
            _once(as_json)
        else:
            _loop(scheduler)


def _loop(scheduler: bool) -> None:
    from wenye.work import worker

    (worker.scheduler if scheduler else worker.worker)()


def _once(as_json: bool) -> None:
    from wenye.cli.answers import print_json
    from wenye.work import services
    from wenye.work.models import Job

    ran: list[Job] = []
    services.run_waiting(tell=ran.append)
    if as_json:
        print_json([described(job) for job in ran])
    else:
        _show(ran)
    raise Exit(1 if any(job.state == Job.State.FAILED for job in ran) else 0)


def _retry(number: int) -> None:
    from wenye.work import services
    from wenye.work.models import Job

    job = Job.objects.filter(pk=number).first()
    if job is None or not services.retry(job):
        raise BadParameter(
            f"没有编号为 {number} 的未完成任务，用 ./wenye work --list 查看。 / There is no failed job {number}."
        )
    print(f"任务 {number} 已重新排队。 / Job {number} waits again.")


def _list(as_json: bool) -> None:
    from wenye.cli.answers import print_json
    from wenye.work import selectors

    found = list(selectors.jobs()[:SHOWN])
    if as_json:
        print_json([described(job) for job in found])
    else:
        _show(found)


def _show(jobs: list["Job"]) -> None:
    from wenye.cli.answers import print_table

    if jobs:
        print_table([_row(job) for job in jobs], ["编号", "任务 job", "状态", "进度 done", "提出 asked", "说明 note"])
    else:
        print("没有任务。 / There are no jobs.")


def described(job: "Job") -> dict[str, object]:
    """A job as JSON."""
    return {
        "id": job.pk, "kind": job.kind, "key": job.key, "state": str(job.state), "done": job.done, "total": job.total,
        "attempts": job.attempts, "note": {"zh": job.note_zh, "en": job.note_en}, "result": job.result,
        "asked_by": job.asked_by, "asked_at": job.asked_at.isoformat(),
        "finished_at": job.finished_at and job.finished_at.isoformat(),
    }  # fmt: skip


def _row(job: "Job") -> list[str]:
    from django.utils import timezone

    from wenye.work.handlers import handlers

    done = f"{job.done:,}/{job.total:,}" if job.total is not None else f"{job.done:,}" if job.done else ""
    name = {handler.kind: handler.label.zh for handler in handlers()}.get(job.kind, job.kind)
    asked = f"{timezone.localtime(job.asked_at):%m-%d %H:%M}"
    return [str(job.pk), f"{name} {job.key[:16]}", job.get_state_display(), done, asked, job.note_zh]
