"""The parts of a measure say what is to be done, how much of it and when, with or without a figure."""

import pytest

from wenye.library import library
from wenye.web.presenters.parts import view

pytestmark = pytest.mark.usefixtures("in_chinese")


def rows(measure: int, part: str) -> dict[str, str]:
    (found,) = (item for item in library().pack.measures[measure].parts if item.id == part)
    return dict(view(library(), found).rows)


def test_a_target_with_a_figure_shows_it_under_its_indicator() -> None:
    assert rows(18, "new-entities") == {"全区当年新登记的市场主体数": "每年不少于 1,200 个"}


def test_an_indicator_without_a_figure_is_shown_with_its_period() -> None:
    shown = rows(10, "renewals")
    assert (shown["指标"], shown["周期"]) == ("各银行办理无还本续贷的笔数和金额", "每季度")


def test_a_duty_says_on_which_day_of_the_month_or_the_year() -> None:
    assert rows(26, "activity-day")["频次"] == "每月 17 日"
    assert rows(55, "publish")["频次"] == "每年 1 月 31 日"
