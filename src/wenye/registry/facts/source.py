"""What a source of facts is: one SQL statement over one register, its columns, and what absence from it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "boolean", "integer", "money", "share4", "date", "enum"]
"""How a column comes out: key and integer as Int64, money as Int64 fen, share4 as Int64 in ten-thousandths,
boolean as Boolean, date as Date (date32), enum as String holding the pack's literal."""

Absent = bool | int | str


@dataclass(frozen=True, slots=True)
class Source:
    """Facts of ``entity`` that one register holds.

    ``sql`` yields the subject's id first and then the columns in order; ``{as_of}`` stands for the day of the question,
    ``{only}`` for the filter on one subject (``AND <id> = …``), for which ``id`` names the column inside the statement.
    ``month_no(<date>)`` numbers months. ``absent`` gives the value for subjects the statement does not yield: only
    where the register is complete, else they stay unknown. The first source of an entity yields every subject.
    ``months``: the statement yields spans ``from_month``/``to_month`` that come out as one row for each ``month``.
    """

    entity: str
    register: str
    id: str
    sql: str
    columns: Mapping[str, Kind]
    absent: Mapping[str, Absent] = field(default_factory=dict)
    months: bool = False

    @property
    def key(self) -> str:
        """The name of the key column."""
        return f"{self.entity}_id"


_MONTH = re.compile(r"month_no\(([^()]*)\)")


def spelled(sql: str) -> str:
    """``month_no(<date>)`` written out for both databases: a number that counts months without gaps."""
    return _MONTH.sub(_month_number, sql)


def _month_number(found: re.Match[str]) -> str:
    text = f"CAST({found[1]} AS TEXT)"
    return f"(CAST(substr({text}, 1, 4) AS INTEGER) * 12 + CAST(substr({text}, 6, 2) AS INTEGER))"
