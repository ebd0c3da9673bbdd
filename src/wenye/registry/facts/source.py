"""What a source of facts is: one SQL statement over one register, its columns, and what absence from it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "boolean", "integer", "money", "share4", "date", "enum", "text"]
"""How a column comes out: key and integer as Int64, money as Int64 fen, share4 as Int64 in ten-thousandths,
boolean as Boolean, date as Date (date32), enum as String holding the pack's literal, text as the String that the
register holds (it may tell holders apart, and no rule reads it)."""

Absent = bool | int | str


@dataclass(frozen=True, slots=True)
class Source:
    """Facts of ``entity`` that one register holds.

    ``sql`` yields the subject's id first and then the columns in order; ``{as_of}`` stands for the day of the question,
    ``{only}`` for the filter on some subjects (``AND <id> IN …``), for which ``id`` names the column inside the
    statement. ``month_no(<date>)`` numbers months; ``held(<row>)`` says that no complete roster has dropped a row,
    ``until(<row>.<date>)`` is when it ended, by itself or by such a roster; ``open(<firm>)`` whether a firm operates.
    ``absent`` gives the value for subjects the statement does not yield: only
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
_SHORT = {
    re.compile(r"\bheld\((\w+)\)"): r"(\1.left_on IS NULL OR \1.left_on > {as_of})",
    re.compile(r"\buntil\((\w+)\.(\w+)\)"): r"(CASE WHEN \1.left_on IS NOT NULL AND (\1.\2 IS NULL"
    r" OR \1.left_on < \1.\2) THEN \1.left_on ELSE \1.\2 END)",
    re.compile(r"\bopen\((\w+)\)"): r"(CASE WHEN \1.left_on <= {as_of} OR EXISTS (SELECT 1 FROM"
    r" registry_deregistration gone WHERE gone.firm_id = \1.id AND gone.dissolved_on <= {as_of}"
    r" AND (gone.left_on IS NULL OR gone.left_on > {as_of})) THEN FALSE"
    r" WHEN \1.status IS NOT NULL THEN \1.status = 'open' END)",
}


def spelled(sql: str) -> str:
    """The short forms written out for both databases; ``{as_of}`` and the other marks stay."""
    for short, whole in _SHORT.items():
        sql = short.sub(whole, sql)
    return _MONTH.sub(_month_number, sql)


def _month_number(found: re.Match[str]) -> str:
    """A number that counts months without gaps."""
    text = f"CAST({found[1]} AS TEXT)"
    return f"(CAST(substr({text}, 1, 4) AS INTEGER) * 12 + CAST(substr({text}, 6, 2) AS INTEGER))"
