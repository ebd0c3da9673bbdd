"""Rows that could not be taken, given back in a file: as they were, with what is wrong and what to do about it.

The file can be corrected and sent again as it is: the columns added to it are ignored by the next import.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from wenye.accounts.crypto import Keyring, keyring
from wenye.registry.models import ImportJob, ImportReject
from wenye.registry.normalise import Cell, plain
from wenye.registry.problems import Problem
from wenye.registry.xlsx import SheetWriter

PLACE = "registry_importreject.cells"
ADDED = ("原文件行号", "问题", "处理办法")


def sealed_cells(cells: Sequence[Cell], uid: UUID, keys: Keyring) -> bytes:
    """The cells of a row, sealed: a rejected row holds numbers that could not even be told apart."""
    texts = [cell if isinstance(cell, str) else plain(cell) for cell in cells]
    return keys.seal(json.dumps(texts, ensure_ascii=False), PLACE, uid)


def cells_of(reject: ImportReject) -> list[str]:
    """The cells of a rejected row as they were."""
    return list(json.loads(keyring().open(bytes(reject.cells), PLACE, reject.uid)))


def problems_of(reject: ImportReject) -> list[Problem]:
    """What is wrong with a rejected row."""
    return [Problem.from_json(data) for data in reject.problems]


def messages(job: ImportJob, limit: int = 20) -> Iterator[str]:
    """The first messages of an import, in Chinese."""
    for reject in job.rejects.order_by("id")[:limit]:
        for problem in problems_of(reject):
            yield problem.said(reject.row).zh


def write(job: ImportJob, folder: Path) -> list[Path]:
    """Writes the rejected rows of an import, one file for each set of headings; the files, none without rejects."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (headings, sheets) in enumerate(_by_headings(job).items(), 1):
        rejects = job.rejects.filter(sheet__in=sheets).order_by("id")
        if rejects.exists():
            tail = f"-{number}" if number > 1 else ""
            path = folder / f"{Path(job.file_name).stem}-问题行{tail}.xlsx"
            _write(path, headings, rejects.iterator(chunk_size=1000))
            path.chmod(0o600)
            written.append(path)
    return written


def _by_headings(job: ImportJob) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for layout in job.layouts:
        found.setdefault(tuple(layout["headings"]), []).append(layout["sheet"][:60])
    return found


def _write(path: Path, headings: Sequence[str], rejects: Iterator[ImportReject]) -> None:
    known = [place for place, heading in enumerate(headings) if heading not in ADDED]
    with SheetWriter(path, "问题行", [18] * len(known) + [10, 48, 48]) as sheet:
        sheet.row([*[headings[place] for place in known], *ADDED], heading=True)
        for reject in rejects:
            cells = cells_of(reject)
            kept = [cells[place] if place < len(cells) else "" for place in known]
            found = problems_of(reject)
            what = "；".join(problem.what().zh for problem in found)
            remedy = "；".join(dict.fromkeys(problem.remedy().zh for problem in found))
            sheet.row([*kept, str(reject.row), f"第 {reject.row} 行 {what}", f"{remedy}。"])
