"""Small rosters for tests: invented people and firms, written as a department would send them."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from wenye.registry.catalogue import register
from wenye.registry.demo.firms import credit_code
from wenye.registry.demo.people import identity
from wenye.registry.models import ImportJob
from wenye.registry.services import import_roster
from wenye.registry.xlsx import SheetWriter

DAY = date(2019, 11, 20)
Row = Mapping[str, str]


def number(place: int, born: date = date(1985, 3, 12), female: bool = False) -> str:
    """The identity number of test person ``place``."""
    return identity(place, born, female)


def firm_code(place: int) -> str:
    """The credit code of test firm ``place``."""
    return credit_code(place, "enterprise")


def who(place: int, **more: str) -> dict[str, str]:
    """How other registers name test person ``place``."""
    return {"person": number(place), "person_name": f"张例{place}", **more}


def someone(place: int, **more: str) -> dict[str, str]:
    """A row of the people's register for test person ``place``."""
    return {"id_no": number(place), "name": f"张例{place}", "town": "许市镇", "labour_state": "就业", **more}


def a_firm(place: int, **more: str) -> dict[str, str]:
    """A row of the register of firms for test firm ``place``."""
    return {"uscc": firm_code(place), "name": f"君山例{place}公司", "firm_kind": "企业", "status": "存续",
            "registered_on": "2015-01-01", **more}  # fmt: skip


def headings(name: str, rows: Sequence[Row]) -> list[str]:
    """The columns that the rows use, in the register's order."""
    return [column for column in register(name).columns if any(column in row for row in rows)]


def csv_file(folder: Path, name: str, rows: Sequence[Row], encoding: str = "utf-8-sig", file: str = "") -> Path:
    """A roster of the register as .csv."""
    path = folder / (file or f"{name}.csv")
    columns = headings(name, rows)
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out)
        writer.writerow([register(name).columns[column].heading for column in columns])
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return path


def xlsx_file(path: Path, rows: Sequence[Sequence[str | int | date | None]]) -> Path:
    """A workbook holding just these rows."""
    with SheetWriter(path, "名册") as sheet:
        for row in rows:
            sheet.row(row)
    return path


def bring_in(folder: Path, name: str, *rows: Row, dry_run: bool = False, day: date = DAY, file: str = "") -> ImportJob:
    """Imports rows into a register."""
    return import_roster(csv_file(folder, name, rows, file=file), name, dated=day, dry_run=dry_run)


def fates(job: ImportJob) -> tuple[int, int, int, int, int]:
    """Added, changed, same, repeated, rejected."""
    return job.added, job.changed, job.same, job.repeated, job.rejected
