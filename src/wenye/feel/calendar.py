"""Months on day numbers (days since 1970-01-01), without date objects.

``MONTH_STARTS[i]`` is the first day of month ``i`` counted from January 1800; the table ends in 2300, well beyond
every domain that a pack may declare.
"""

from datetime import date

from wenye.feel.types import EPOCH

FIRST_YEAR, LAST_YEAR = 1800, 2300
MONTH_STARTS = tuple(date(year, month, 1).toordinal() - EPOCH
                     for year in range(FIRST_YEAR, LAST_YEAR) for month in range(1, 13))

_SHIFT = 15 - MONTH_STARTS[0]
"""Half a month on, months of mean length (4800 in 146097 days) never lag behind the calendar's."""


def add_months(day: int, months: int) -> int:
    """``day`` plus ``months``; a day that the month lacks becomes its last day."""
    month = _month(day)
    moved = MONTH_STARTS[month + months] + day - MONTH_STARTS[month]
    last = MONTH_STARTS[month + months + 1] - 1
    return moved if moved < last else last


def year_of(day: int) -> int:
    """The calendar year of ``day``."""
    return FIRST_YEAR + _month(day) // 12


def _month(day: int) -> int:
    """The month in which ``day`` lies: by mean months it is at most one too many."""
    month = (day + _SHIFT) * 4800 // 146097
    return month - 1 if day < MONTH_STARTS[month] else month
