"""Stories of people who read the policy: finding, reading, printing, in their own language and size."""

import re
from collections.abc import Callable
from typing import Any

Visit = Callable[..., Any]


def test_a_measure_is_found_by_the_initials_of_its_pinyin(visit: Visit) -> None:
    # given the home page
    page = visit("/")
    # when somebody types the first letters of 创业补贴 at the top of it
    page.get_by_role("search").get_by_label("搜索政策").fill("cybt")
    page.keyboard.press("Enter")
    # then measure 21 is there, and its page tells the rule beside its table
    page.get_by_role("link", name="第 21 项").click()
    assert page.locator("#start-up-grant-row-2").inner_text().split("\t")[-1].strip() == "20,000 元"
    assert "并且" in page.locator("#start-up-grant-operating").inner_text()


def test_the_list_follows_while_one_types(visit: Visit) -> None:
    # given the list of measures, with scripts
    page = visit("/measures/")
    # when a word is typed
    page.locator("#q").fill("退役军人")
    # then the list narrows without a button, and the address can be kept
    page.wait_for_url(re.compile("q="))
    page.wait_for_function("document.querySelectorAll('.rows > li').length < 10")
    assert page.get_by_role("link", name="第 69 项").is_visible()


def test_the_same_search_works_without_scripts(visit: Visit) -> None:
    page = visit("/measures/", java_script_enabled=False)
    page.locator("#q").fill("退役军人")
    page.get_by_role("button", name="查询").click()
    assert page.get_by_role("link", name="第 69 项").is_visible()


def test_an_elder_makes_the_text_large_and_it_stays(visit_by_phone: Visit) -> None:
    # given the standard size
    page = visit_by_phone("/")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    # when 长辈版 is chosen and another page is opened
    page.get_by_role("link", name="长辈版").click()
    page.go("/measures/34/")
    # then the text is a quarter larger, and nothing has to be scrolled sideways
    assert page.evaluate(size) == before * 1.25
    page.check_accessibility()


def test_a_reader_switches_to_english_and_back(visit: Visit) -> None:
    page = visit("/measures/21/")
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "One-off start-up grant"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.locator("h1").inner_text() == "一次性创业补贴"


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    # given a page and no mouse
    page = visit("/measures/21/")
    # when the first stop of the tab key is followed
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    # then the content has the focus
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_guide_prints_without_the_site_around_it(visit: Visit) -> None:
    # given the guide to a benefit
    page = visit("/benefits/start-up-grant/")
    # when it is printed
    page.emulate_media(media="print")
    # then menus and buttons are gone and the conditions are there
    for name in (".nav", ".find", ".prefs", ".foot", ".demo", ".button.main"):
        assert not page.locator(name).first.is_visible(), name
    assert page.locator("#conditions").is_visible()
    assert page.locator("#facts").is_visible()


def test_printing_a_measure_shows_what_is_folded_on_screen(visit: Visit) -> None:
    page = visit("/measures/21/")
    folded = page.locator("details .examples li").last
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
