"""Every page is sound for everyone: at a desk, on a phone, in large text, in both languages, without scripts."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern

from tests.journeys import test_accounts as accounts
from tests.journeys.conftest import faults_of, wider_than_the_screen
from tests.web.conftest import PAGES
from wenye.library import library
from wenye.web.urls import urlpatterns

Visit = Callable[..., Any]
IN_A_VISIT = [
    "/check/person/question/",
    "/check/firm/question/?fact=firm_kind",
    "/check/firm/question/?fact=registered_on",
    "/check/firm/question/?fact=jobs",
    "/check/firm/answers/",
    "/check/firm/result/",
    "/check/person/?ended=1",
]
"""What is there only once a screening was begun."""
CASE = "/analysis/case/start-up-grant/1/"
"""Stands for the first case of the list, whose number is the database's to choose."""
OF_A_DISTRICT = [
    "/analysis/",
    "/analysis/?benefit=start-up-grant",
    "/analysis/?benefit=start-up-grant&town=xushi&outcome=no",
    "/analysis/?benefit=no-such-benefit&page=9999999",
    CASE,
    "/analysis/review/?kind=gap",
    "/analysis/review/?kind=cliff",
    "/check/",
]
"""What has something to show only with registers, a match and a review."""
NO_PAGE = {
    "check-save", "check-clear", "logout", "account-end", "users-unlock", "sso", "sso-link", "sso-back",
}  # fmt: skip
"""Downloads, buttons and ways to another site; stories and the tests of accounts use them."""
BEHIND_THE_DOOR = [*accounts.DOORS, *accounts.EVERYBODY, *(path for paths in accounts.PAGES.values() for path in paths)]
"""What is looked at signed in (``test_accounts``); any number stands for the one that a page shows."""
MOST_MOVING = [
    "/",
    "/measures/21/",
    "/measures/34/",
    "/benefits/start-up-grant/",
    "/check/firm/",
    "/open/assumptions/",
    "/style/",
    "/style/apply/",
    "/style/desk/?open=JS-2019-000203",
    "/style/case/",
    "/api/",
]


def faults(visitor: Any, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong on each page, for the visitor's screen, language and size."""
    found = {path: faults_of(visitor.go(path).page) for path in paths}
    return {path: wrong for path, wrong in found.items() if wrong}


def begun(visitor: Any) -> Any:
    """The visitor with both screenings begun and one question answered with a mistake, then well."""
    for who in ("person", "firm"):
        visitor.go(f"/check/{who}/").locator("main form button").first.click()
    visitor.go("/check/firm/question/?fact=jobs")
    for typed in ("?", "12"):
        visitor.locator("#jobs").fill(typed)
        visitor.locator("main form button").first.click()
        if typed == "?":
            assert faults_of(visitor.page) == []
    return visitor


def test_every_address_is_looked_at() -> None:
    signed_in = [path.format(user=1, grant=1, person=1) for path in BEHIND_THE_DOOR]
    seen = [*PAGES, *IN_A_VISIT, *OF_A_DISTRICT, *signed_in]
    patterns = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    looked_at = {p.name for p in patterns for path in seen if p.resolve(path.split("?")[0].lstrip("/"))}
    assert {pattern.name for pattern in patterns} - looked_at == NO_PAGE


@pytest.mark.slow
def test_every_page_is_sound_at_a_desk(visit: Visit) -> None:
    assert faults(begun(visit()), [*PAGES, *IN_A_VISIT]) == {}


@pytest.mark.slow
def test_every_page_is_sound_on_a_phone(visit_by_phone: Visit) -> None:
    assert faults(begun(visit_by_phone()), [*PAGES, *IN_A_VISIT]) == {}


@pytest.mark.slow
def test_every_page_is_sound_on_a_phone_in_large_text(visit_by_phone: Visit) -> None:
    assert faults(begun(visit_by_phone("/?size=large")), [*PAGES, *IN_A_VISIT]) == {}


@pytest.mark.slow
def test_every_page_is_sound_on_a_phone_in_english(visit_by_phone: Visit) -> None:
    assert faults(begun(visit_by_phone("/?lang=en")), [*PAGES, *IN_A_VISIT]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["desk", "phone", "phone in English"])
def test_the_pages_of_a_district_are_sound(reviewed: Path, visit: Visit, visit_by_phone: Visit, reader: str) -> None:
    visitor = visit() if reader == "desk" else visit_by_phone("/?lang=en" if "English" in reader else "/")
    listed = visitor.go("/analysis/?benefit=start-up-grant").locator("#list tbody th a")
    first = listed.first.get_attribute("href")
    assert faults(visitor, [first if path == CASE else path for path in OF_A_DISTRICT]) == {}


def test_the_moving_pages_are_sound_in_english_and_large_text(visit_by_phone: Visit) -> None:
    page = visit_by_phone("/?size=large")
    page.go("/?lang=en")
    assert faults(page, MOST_MOVING) == {}


def test_the_moving_pages_are_sound_at_twice_the_size(visit: Visit) -> None:
    assert faults(visit(viewport={"width": 640, "height": 450}, device_scale_factor=2), MOST_MOVING) == {}


def test_what_is_not_there_is_said_soundly(visit_by_phone: Visit) -> None:
    page = visit_by_phone()
    page.page.goto(f"{page.address}/nowhere/")
    assert page.locator("h1").inner_text() == "没有找到这个页面"
    assert faults_of(page.page) == []
    page.said.clear()  # the browser itself reports the 404


def test_every_page_shows_itself_without_scripts(visit_by_phone: Visit) -> None:
    page = visit_by_phone(java_script_enabled=False)
    for path in PAGES:
        page.go(path)
        assert page.locator("h1").is_visible(), path


@pytest.mark.slow
def test_no_measure_is_wider_than_a_phone(visit_by_phone: Visit) -> None:
    page = visit_by_phone()
    wide = {}
    for measure in library().measures:
        page.go(f"/measures/{measure.number}/")
        wide[measure.number] = wider_than_the_screen(page.page)
    assert {number: width for number, width in wide.items() if width} == {}
