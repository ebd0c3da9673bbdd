"""An import as a background job (``wenye.work``), done in chunks, each committed with its place in the file.

Killed at any moment it goes on behind the last committed chunk; a chunk is a step of the job, so that only the worker
that holds the job commits it.
"""

import csv
import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from wenye.accounts.crypto import Keyring, keyring
from wenye.feel.errors import WenyeError
from wenye.feel.text import Text
from wenye.registry import headings, readers
from wenye.registry.catalogue import Register, register
from wenye.registry.headings import Layout
from wenye.registry.imports import complete as ending
from wenye.registry.imports.complete import Complete
from wenye.registry.imports.faulty import sealed_cells
from wenye.registry.imports.store import Outcome, Table
from wenye.registry.imports.touched import mark_decisions
from wenye.registry.models import HeadingName, ImportJob, ImportReject
from wenye.registry.normalise import Cell
from wenye.registry.readers import RosterUnreadable
from wenye.registry.rows import Row, RowReader, is_blank
from wenye.work import selectors as work
from wenye.work.models import Job
from wenye.work.run import Run, Watch
from wenye.work.services import JobBusy, enqueue, hold, run_held

CHUNK = 2000
KIND = "registry.import"


class ImportBusy(WenyeError):
    """Another worker holds this import, or another import into the same register is running."""


class _Rehearsed(Exception):
    """Rolls a dry run back."""


def prepare(
    path: Path,
    register_name: str,
    *,
    dated: date,
    department: str = "",
    dry_run: bool = False,
    taught: dict[str, str] | None = None,
    actor: str = "",
    keep_file: bool = True,
    complete: Complete | None = None,
) -> ImportJob:
    """A waiting import of a file. ``taught`` maps headings to columns; ``complete``: what is not in it has ended.

    Raises UnknownRegister, RosterUnreadable, CannotBeComplete.
    """
    target = register(register_name)
    if complete is not None:
        ending.refuse(target, dated)
    if not path.is_file():
        raise RosterUnreadable(
            Text(f"找不到文件“{path}”，请核对路径后重试。", f"There is no file “{path}”; check the path and try again.")
        )
    return ImportJob.objects.create(
        register=target.id,
        file_name=path.name,
        path=str(path.resolve()),
        sha256=_sha256(path),
        department=department or target.keeper,
        dated=dated,
        dry_run=dry_run,
        headings=taught or {},
        actor=actor,
        keep_file=keep_file,
        complete=complete is not None,
        may_end=complete.may_end if complete else 0,
        despite_faults=complete is not None and complete.despite_faults,
    )


def queue(job: ImportJob) -> Job:
    """Asks for a prepared import in the caller's transaction. Imports into one register run one after the other."""
    lane = f"{KIND}:{job.register}"
    return enqueue(KIND, str(job.uid), {"import": job.pk}, lane=lane, asked_by=job.actor)


def begin(job: ImportJob) -> Job:
    """The background job of a prepared or interrupted import, held by this process. Raises ImportBusy."""
    try:
        with transaction.atomic():
            return hold(queue(job))
    except JobBusy:
        label = register(job.register).label
        raise ImportBusy(
            f"“{label.zh}”正在由另一个任务导入，或这次导入已经结束；请稍后查看进度再试。"
            f" / “{label.en}” is being imported by another job, or this import has ended; look at its progress."
        ) from None


def run(job: ImportJob, held: Job, watch: Watch = lambda done, total: None) -> ImportJob:
    """Does an import that this process has begun. A file that cannot be used ends it as failed."""
    try:
        run_held(held, watch)
    except RosterUnreadable:
        pass  # written down with the import
    finally:
        job.refresh_from_db()
    return job


def perform(run: Run) -> dict[str, int]:
    """The handler: the import that the job names, from the row where it stands."""
    job = ImportJob.objects.get(pk=run.payload["import"])
    if job.state == ImportJob.State.WAITING:
        with run.step():
            job.state = ImportJob.State.RUNNING
            job.save()
    if job.state == ImportJob.State.RUNNING:
        with _fewer_collections():
            _do(job, run)
    if not job.keep_file:
        Path(job.path).unlink(missing_ok=True)
    return {"read": job.read, "added": job.added, "changed": job.changed, "rejected": job.rejected}


def failed(work: Job) -> None:
    """The import of a job that has failed is over too."""
    waiting = ImportJob.objects.filter(pk=work.payload["import"], state__in=OPEN)
    waiting.update(state=ImportJob.State.FAILED, failure=work.note_zh, finished_at=timezone.now())


OPEN = (ImportJob.State.WAITING, ImportJob.State.RUNNING)


def waiting() -> list[ImportJob]:
    """Imports that wait for a worker, and those whose worker is gone."""
    numbers = [job.payload["import"] for job in work.free(KIND)]
    return list(ImportJob.objects.filter(pk__in=numbers).order_by("pk"))


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Rows come and go by the thousand and hold no cycles: looking for some so often takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _do(job: ImportJob, run: Run) -> None:
    path, target = Path(job.path), register(job.register)
    if not path.is_file() or _sha256(path) != job.sha256:
        raise RosterUnreadable(
            Text(
                f"文件“{job.file_name}”已不在原处或内容已变，请重新上传后再导入。",
                f"“{job.file_name}” is no longer there or has changed; send it again.",
            )
        )
    work = _Work(job, run, target, keyring())
    try:
        if job.dry_run:
            _rehearse(work, path)
        else:
            work.whole(path)
    except csv.Error as fault:
        raise RosterUnreadable(Text(f"文件读不下去：{fault}。", f"The file cannot be read on: {fault}.")) from fault
    with run.step(job.done_rows, job.total_rows):
        _finish(job, work)


def _rehearse(work: "_Work", path: Path) -> None:
    """The very import, rolled back at the end: what a dry run says is what will happen."""
    try:
        with transaction.atomic():
            work.whole(path)
            work.end()
            raise _Rehearsed
    except _Rehearsed:
        pass


def _finish(job: ImportJob, work: "_Work") -> None:
    job.state, job.finished_at = ImportJob.State.DONE, timezone.now()
    if job.dry_run:
        for start in range(0, len(work.rejects), CHUNK):
            ImportReject.objects.bulk_create(work.rejects[start : start + CHUNK])
        job.save()
        return
    work.end()
    job.save()
    _learn(job)
    if job.added or job.changed or job.ended:
        mark_decisions(job)


def _learn(job: ImportJob) -> None:
    """Headings told for this import are remembered for the department."""
    for heading, column in job.headings.items():
        HeadingName.objects.update_or_create(
            department=job.department,
            register=job.register,
            heading=headings.tidy(heading),
            defaults={"column": column},
        )


class _Work:
    """One worker's pass over the file of a job."""

    def __init__(self, job: ImportJob, run: Run, target: Register, keys: Keyring) -> None:
        self.job, self.run, self.register, self.keys = job, run, target, keys
        self.table = Table(target, keys, job.dated)
        self.rejects: list[ImportReject] = []
        self._readers: dict[str, RowReader] = {}

    def whole(self, path: Path) -> None:
        """Every sheet from the row the job stands at."""
        rows = self._rows(path)
        self._skip(rows, self.job.done_rows)
        while chunk := list(islice(rows, CHUNK)):
            self._commit(chunk)

    def end(self) -> None:
        """What a complete roster no longer holds."""
        if self.job.complete:
            ending.end_absent(self.job, self.table.model, self.register)

    def _skip(self, rows: "Iterator[tuple[Layout, int, list[Cell]]]", count: int) -> None:
        """Passes over rows that are committed already, remembering what they were about."""
        if not count:
            return
        rejected = set(self.job.rejects.values_list("sheet", "row"))
        while count > 0 and (chunk := list(islice(rows, min(CHUNK, count)))):
            count -= len(chunk)
            for row in self._checked(chunk)[0]:
                if (row.sheet[:60], row.number) not in rejected:
                    self.table.seen.setdefault(self.table.mark(row), (row.sheet, row.number))

    def _rows(self, path: Path) -> "Iterator[tuple[Layout, int, list[Cell]]]":
        """The rows below the headings of each sheet that has some."""
        layouts: list[Layout] = []
        seen: list[str] = []
        taught = self._taught()
        ignored: list[str] = []
        for sheet in readers.sheets(path):
            head = list(islice(sheet.rows, headings.SEARCHED_ROWS))
            layout = headings.find(self.register, sheet.name, head, taught)
            if layout is None:
                seen += [headings.tidy(cell) for _, cells in head[:4] for cell in cells]
                left = sum(1 for _, cells in chain(head, sheet.rows) if not is_blank(cells))
                if left:
                    ignored.append(f"工作表“{sheet.name}”没有识别出表头，{left} 行未导入")
                continue
            layouts.append(layout)
            self._note(layouts, ignored, sheet.total)
            for number, cells in chain(head, sheet.rows):
                if number >= layout.data_from:
                    yield layout, number, cells
        headings.required_or_explain(self.register, layouts, seen)
        self._note(layouts, ignored, None)

    def _taught(self) -> dict[str, str]:
        learnt = HeadingName.objects.filter(department=self.job.department, register=self.job.register)
        return {**dict(learnt.values_list("heading", "column")), **self.job.headings}

    def _note(self, layouts: Sequence[Layout], ignored: Sequence[str], total: int | None) -> None:
        self.job.layouts = [layout.as_json() for layout in layouts]
        unknown = [f"没有对应栏目的表头：{heading}" for layout in layouts for heading in layout.unknown]
        self.job.ignored = list(dict.fromkeys([*unknown, *ignored]))
        if total is not None:
            self.job.total_rows = (self.job.total_rows or 0) + max(0, total - layouts[-1].data_from + 1)

    def _commit(self, chunk: "Sequence[tuple[Layout, int, list[Cell]]]") -> None:
        good, bad, noted = self._checked(chunk)
        self.keys = self.table.keys = keyring()  # the keys may have been changed since the last chunk
        self.job.done_rows += len(chunk)
        with self.run.step(self.job.done_rows, self.job.total_rows):
            outcome = self.table.write(good, self.job.pk)
            faulty = [*bad, *outcome.rejected]
            self._count(outcome, len(good) + len(bad), noted)
            self._reject(faulty)
            if self.job.complete:
                ending.note(self.job, self.table.model, self.register, outcome.untouched, faulty, self.keys)
            self.job.save()

    def _checked(self, chunk: "Sequence[tuple[Layout, int, list[Cell]]]") -> tuple[list[Row], list[Row], int]:
        """Rows without fault, rows with one, and how many lines are no records."""
        good: list[Row] = []
        bad: list[Row] = []
        noted = 0
        for layout, number, cells in chunk:
            if is_blank(cells):
                continue
            if headings.is_note(cells, layout, self.register):
                noted += 1
                continue
            row = self._reader(layout).read(number, cells)
            (bad if row.problems else good).append(row)
        return good, bad, noted

    def _reader(self, layout: Layout) -> RowReader:
        reader = self._readers.get(layout.sheet)
        if reader is None:
            reader = self._readers[layout.sheet] = RowReader(self.register, layout.places, layout.sheet)
        return reader

    def _count(self, outcome: Outcome, read: int, noted: int) -> None:
        self.job.read += read
        self.job.noted += noted
        self.job.added += outcome.added
        self.job.changed += outcome.changed
        self.job.same += outcome.same
        self.job.repeated += outcome.repeated

    def _reject(self, rows: Sequence[Row]) -> None:
        self.job.rejected += len(rows)
        found = []
        for row in rows:
            uid = uuid4()
            cells = sealed_cells(row.cells, uid, self.keys)
            problems = [problem.as_json() for problem in row.problems]
            found.append(
                ImportReject(
                    job=self.job, uid=uid, sheet=row.sheet[:60], row=row.number, cells=cells, problems=problems
                )
            )
        ImportReject.objects.bulk_create(found)
        if self.job.dry_run:
            self.rejects += found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
