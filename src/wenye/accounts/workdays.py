"""Working days as the State Council publishes them each year: holidays, and weekends that are worked instead.

Beyond the published years a working day is a weekday, and whoever shows it marks it as provisional.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def is_published(day: date) -> bool:
    """Whether the holidays of this day's year are published; else its working days are provisional."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether offices work on this day."""
    return chinese_calendar.is_workday(day) if is_published(day) else day.weekday() < SATURDAY


def working_days(first: date, last: date) -> Iterator[date]:
    """The working days from ``first`` to ``last``, both included."""
    span = (last - first).days
    return (day for day in (first + timedelta(days=after) for after in range(span + 1)) if is_working_day(day))
