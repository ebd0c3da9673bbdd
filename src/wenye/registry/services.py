"""Writes to the registers: rosters in and out again, headings taught, decisions noted, records merged, the demo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wenye.feel.text import Text
from wenye.registry.catalogue import register, registers
from wenye.registry.headings import tidy
from wenye.registry.imports import faulty, jobs
from wenye.registry.imports.complete import Complete
from wenye.registry.imports.jobs import prepare
from wenye.registry.imports.templates import template
from wenye.registry.imports.undo import undo
from wenye.registry.merging import merge_people, on_merge, undo_merge
from wenye.registry.models import HeadingName, ImportJob, StandingDecision
from wenye.registry.readers import RosterUnreadable
from wenye.work.run import Watch


def import_roster(
    path: Path,
    register_name: str,
    *,
    dated: date,
    department: str = "",
    dry_run: bool = False,
    taught: Mapping[str, str] | None = None,
    actor: str = "",
    complete: Complete | None = None,
    watch: Watch = lambda done, total: None,
) -> ImportJob:
    """Brings a roster in at once. The job tells what became of each row; a file that cannot be used fails it."""
    with transaction.atomic():  # prepared and begun at once: no background worker comes between
        job = prepare(
            path,
            register_name,
            dated=dated,
            department=department,
            dry_run=dry_run,
            taught=dict(taught or {}),
            actor=actor,
            complete=complete,
        )
        held = jobs.begin(job)
    return jobs.run(job, held, watch)


def resume_import(job: ImportJob, watch: Watch = lambda done, total: None) -> ImportJob:
    """Goes on in this process with an import that waits or was interrupted. Raises ImportBusy."""
    return jobs.run(job, jobs.begin(job), watch)


def run_waiting(watch: Watch = lambda done, total: None) -> list[ImportJob]:
    """Does every import that waits, or whose worker was killed, one after the other, in this process."""
    return [resume_import(job, watch) for job in jobs.waiting()]


def undo_import(job: ImportJob, actor: str = "") -> ImportJob:
    """Takes an import back; ``undo_report`` says what was restored, removed, kept, and which decisions it touched."""
    return undo(job, actor)


def write_faulty_rows(job: ImportJob) -> list[Path]:
    """The rejected rows as files that can be corrected and sent again; kept in the data folder, for its owner only."""
    folder = Path(settings.WENYE_DATA) / "imports" / str(job.uid)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return faulty.write(job, folder)


def roster_template(register_name: str) -> tuple[str, bytes]:
    """File name and content of a register's template."""
    found = register(register_name)
    return f"{found.label.zh}-模板.xlsx", template(found)


def teach_heading(department: str, register_name: str, heading: str, column: str) -> HeadingName:
    """Remembers for a department which column a heading of its files stands for."""
    found = register(register_name)
    if column not in found.columns:
        known = "、".join(f"{name}（{item.heading}）" for name, item in found.columns.items())
        raise RosterUnreadable(
            Text(
                f"“{found.label.zh}”没有栏目“{column}”，可用的栏目：{known}。",
                f"“{found.label.en}” has no column “{column}”; it has {', '.join(found.columns)}.",
            )
        )
    taught, _ = HeadingName.objects.update_or_create(
        department=department, register=found.id, heading=tidy(heading), defaults={"column": column}
    )
    return taught


def note_decision(reference: str, entity: str, subject: int, benefit: str) -> StandingDecision:
    """Notes that a decision stands on the facts of a subject, so that an import or its undo can mark it."""
    noted, _ = StandingDecision.objects.update_or_create(
        reference=reference,
        defaults={
            "entity": entity,
            "subject": subject,
            "benefit": benefit,
            "touched_by": None,
            "touched_merge": None,
            "touched_at": None,
        },
    )
    return noted


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What making the demo did: rows written for each register, and the imports that brought them in."""

    written: Mapping[str, int]
    imports: tuple[ImportJob, ...]


def make_demo(
    folder: Path, *, people: int, seed: int, today: date, bring_in: bool = True, say: Callable[[ImportJob], None]
) -> DemoResult:
    """Writes the invented district's rosters into ``folder`` and, if asked, brings them in like any other roster."""
    from wenye.registry.demo import district
    from wenye.registry.demo.rosters import habits

    written = district.write(folder, people=people, seed=seed, today=today)
    broken_off = {job.register: job for job in jobs.waiting() if job.actor == "demo"}
    done = []
    for name in registers() if bring_in else ():
        job = resume_import(broken_off[name]) if name in broken_off else None
        if job is None or job.state == ImportJob.State.FAILED:
            job = import_roster(folder / habits()[name].file, name, dated=today, actor="demo")
        write_faulty_rows(job)
        say(job)
        done.append(job)
    return DemoResult(written, tuple(done))


__all__ = [
    "Complete",
    "DemoResult",
    "import_roster",
    "make_demo",
    "merge_people",
    "note_decision",
    "on_merge",
    "roster_template",
    "run_waiting",
    "teach_heading",
    "undo_import",
    "undo_merge",
    "write_faulty_rows",
]
