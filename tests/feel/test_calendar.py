"""Months on day numbers are those of the calendar."""

from calendar import monthrange
from datetime import date

import pytest

from wenye.feel.calendar import FIRST_YEAR, LAST_YEAR, add_months, year_of
from wenye.feel.types import EPOCH

DAYS = range(date(FIRST_YEAR, 1, 1).toordinal() - EPOCH, date(LAST_YEAR - 1, 11, 30).toordinal() - EPOCH)


def test_every_day_lies_in_its_year() -> None:
    assert all(year_of(day) == date.fromordinal(day + EPOCH).year for day in DAYS)


@pytest.mark.parametrize("months", [1, 6, 12, 13, 36, 192])
def test_a_day_moves_by_whole_months_to_the_same_day_or_the_last(months: int) -> None:
    for day in range(date(1901, 1, 1).toordinal() - EPOCH, date(2099, 12, 31).toordinal() - EPOCH):
        start = date.fromordinal(day + EPOCH)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        reached = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        assert add_months(day, months) == reached.toordinal() - EPOCH
