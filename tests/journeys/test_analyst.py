"""The story of an analyst: from the district's totals to the reasons of one case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Visit = Callable[..., Any]


def test_an_analyst_goes_from_the_totals_to_one_case(district: Path, visit: Visit) -> None:
    # given the match of the whole district
    page = visit("/analysis/")
    page.check_accessibility()
    # when the analyst opens a benefit, then those that were refused, then the first of them
    page.get_by_role("row", name="一次性创业补贴").get_by_role("link").click()
    page.get_by_label("结果").select_option("no")
    page.get_by_role("button", name="查询").click()
    page.check_accessibility()
    page.locator("#list tbody th a").first.click()
    # then the case says which condition failed, on which fact, from which register
    assert page.locator(".outcomes .mark.no").count() >= 1
    assert "登记册" in page.locator("#facts").inner_text()
    page.check_accessibility()


def test_a_demo_firm_is_asked_less_because_its_record_is_known(district: Path, visit_by_phone: Visit) -> None:
    # given the demo firms on the start page
    page = visit_by_phone("/check/")
    page.check_accessibility()
    # when one is chosen and the result is opened at once
    page.locator("form[action='/check/firm/'] button").first.click()
    page.go("/check/firm/result/")
    # then its record has answered already, and says so
    page.check_accessibility()
    page.get_by_role("link", name="查看和修改全部回答").click()
    assert "来自档案" in page.locator("main").inner_text()
    page.check_accessibility()
