"""Months on day numbers (days since 1970-01-01), without date objects.

``MONTH_STARTS[i]`` is the first day of month ``i`` counted from January 1800; the table ends in 2300, well beyond
every domain that a pack may declare.
"""

from bisect import bisect_right
from datetime import date

from wenye.feel.types import EPOCH

FIRST_YEAR, LAST_YEAR = 1800, 2300
MONTH_STARTS = tuple(date(year, month, 1).toordinal() - EPOCH
                     for year in range(FIRST_YEAR, LAST_YEAR) for month in range(1, 13))


def add_months(day: int, months: int) -> int:
    """``day`` plus ``months``; a day that the month lacks becomes its last day."""
    month = bisect_right(MONTH_STARTS, day) - 1
    moved = MONTH_STARTS[month + months] + day - MONTH_STARTS[month]
    last = MONTH_STARTS[month + months + 1] - 1
    return moved if moved < last else last


def year_of(day: int) -> int:
    """The calendar year of ``day``."""
    return FIRST_YEAR + (bisect_right(MONTH_STARTS, day) - 1) // 12
