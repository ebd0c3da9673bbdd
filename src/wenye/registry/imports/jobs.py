"""An import as a job: taken under a lease, done in chunks, each committed with its place in the file.

Killed at any moment it goes on behind the last committed chunk; two workers cannot write the same chunk, since a
chunk is only committed by the worker that holds the lease and only from the row the job stands at.
"""

import csv
import gc
import hashlib
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from uuid import uuid4

from django.db import transaction
from django.db.models import F
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
from wenye.registry.imports.undo import mark_decisions
from wenye.registry.models import HeadingName, ImportJob, ImportReject
from wenye.registry.normalise import Cell
from wenye.registry.readers import RosterUnreadable
from wenye.registry.rows import Row, RowReader, is_blank

CHUNK = 2000
LEASE = timedelta(seconds=60)
Watch = Callable[[ImportJob], None]


class ImportBusy(WenyeError):
    """Another worker holds this import, or another import into the same register is running."""


class LeaseLost(WenyeError):
    """Another worker took the import over; this one stops without writing."""


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


def run(job: ImportJob, watch: Watch = lambda job: None) -> ImportJob:
    """Does the import, or goes on with one that was interrupted. A file that cannot be used ends it as failed."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    job = _claim(job, worker)
    try:
        with _fewer_collections():
            _do(job, worker, watch)
    except (RosterUnreadable, csv.Error) as fault:
        _fail(job, str(fault))
    return job


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Rows come and go by the thousand and hold no cycles: looking for some so often takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def waiting() -> list[ImportJob]:
    """Imports that wait for a worker, and those whose worker is gone."""
    open_ = ImportJob.objects.filter(state__in=(ImportJob.State.WAITING, ImportJob.State.RUNNING)).order_by("id")
    return [job for job in open_ if job.state == ImportJob.State.WAITING or not _held(job)]


def _held(job: ImportJob) -> bool:
    """Whether a worker holds the import: its lease runs, and it is not a dead process of this very machine."""
    if job.lease_until is None or job.lease_until < timezone.now():
        return False
    host, _, rest = job.lease_by.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname() or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _claim(job: ImportJob, worker: str) -> ImportJob:
    with transaction.atomic():
        stands = ImportJob.objects.select_for_update().get(pk=job.pk)
        running = ImportJob.objects.filter(register=job.register, state=ImportJob.State.RUNNING)
        over = stands.state not in (ImportJob.State.WAITING, ImportJob.State.RUNNING)
        busy = over or any(_held(other) for other in running)
        if not busy:
            stands.state, stands.lease_by = ImportJob.State.RUNNING, worker
            stands.lease_until = timezone.now() + LEASE
            stands.save()
    if busy:
        label = register(job.register).label
        raise ImportBusy(
            f"“{label.zh}”正在由另一个任务导入，或这次导入已经结束；请稍后查看进度再试。"
            f" / “{label.en}” is being imported by another job, or this import has ended; look at its progress."
        )
    return stands


def _do(job: ImportJob, worker: str, watch: Watch) -> None:
    path, target = Path(job.path), register(job.register)
    if not path.is_file() or _sha256(path) != job.sha256:
        raise RosterUnreadable(
            Text(
                f"文件“{job.file_name}”已不在原处或内容已变，请重新上传后再导入。",
                f"“{job.file_name}” is no longer there or has changed; send it again.",
            )
        )
    work = _Work(job, worker, target, keyring(), watch)
    if job.dry_run:
        _rehearse(work, path)
    else:
        work.whole(path)
    _finish(job, work)


def _rehearse(work: "_Work", path: Path) -> None:
    """The very import, rolled back at the end: what a dry run says is what will happen."""
    try:
        with transaction.atomic():
            work.whole(path)
            work.end()
            raise _Rehearsed
    except _Rehearsed:
        rejects, work.rejects = work.rejects, []
        for start in range(0, len(rejects), CHUNK):
            ImportReject.objects.bulk_create(rejects[start : start + CHUNK])


def _finish(job: ImportJob, work: "_Work") -> None:
    with transaction.atomic():
        if not job.dry_run:
            work.end()
        job.state, job.finished_at, job.lease_until = ImportJob.State.DONE, timezone.now(), None
        job.save()
        if not job.dry_run:
            _learn(job)
            if job.added or job.changed or job.ended:
                mark_decisions(job)
    if not job.keep_file:
        Path(job.path).unlink(missing_ok=True)
    work.watch(job)


def _learn(job: ImportJob) -> None:
    """Headings told for this import are remembered for the department."""
    for heading, column in job.headings.items():
        HeadingName.objects.update_or_create(
            department=job.department,
            register=job.register,
            heading=headings.tidy(heading),
            defaults={"column": column},
        )


def _fail(job: ImportJob, reason: str) -> None:
    job.state, job.failure, job.lease_until = ImportJob.State.FAILED, reason, None
    job.finished_at = timezone.now()
    job.save()


class _Work:
    """One worker's pass over the file of a job."""

    def __init__(self, job: ImportJob, worker: str, target: Register, keys: Keyring, watch: Watch) -> None:
        self.job, self.worker, self.register, self.keys, self.watch = job, worker, target, keys, watch
        self.table = Table(target, keys, job.dated)
        self.rejects: list[ImportReject] = []
        self._readers: dict[str, RowReader] = {}

    def whole(self, path: Path) -> None:
        """Every sheet from the row the job stands at."""
        rows = self._rows(path)
        self._skip(rows, self.job.done_rows)
        while chunk := list(islice(rows, CHUNK)):
            self._commit(chunk)
            self.watch(self.job)

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
        with transaction.atomic():
            self._advance(len(chunk))
            outcome = self.table.write(good, self.job.pk)
            faulty = [*bad, *outcome.rejected]
            self._count(outcome, len(good) + len(bad), noted)
            self._reject(faulty)
            if self.job.complete:
                ending.note(self.job, self.table.model, self.register, outcome.untouched, faulty, self.keys)
            self.job.lease_until = timezone.now() + LEASE
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

    def _advance(self, rows: int) -> None:
        """The step key: only the holder of the lease commits, and only from the row the job stands at."""
        stands = ImportJob.objects.filter(pk=self.job.pk, lease_by=self.worker, done_rows=self.job.done_rows)
        if not stands.update(done_rows=F("done_rows") + rows):
            raise LeaseLost(f"导入 {self.job.pk} 已由另一个任务接手。 / Import {self.job.pk} was taken over.")
        self.job.done_rows += rows

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
