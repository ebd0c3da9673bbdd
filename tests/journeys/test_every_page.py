"""Every named page is sound for everyone: at a desk, on a phone, in large text, in both languages, without scripts."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.journeys.conftest import accessibility_faults, wider_than_the_screen
from tests.web.conftest import PAGES
from wenye.library import library

Visit = Callable[..., Any]
MOST_MOVING = [
    "/",
    "/measures/21/",
    "/measures/34/",
    "/benefits/start-up-grant/",
    "/check/firm/",
    "/open/assumptions/",
    "/style/",
]


def faults(visitor: Any, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong on each page, for the visitor's screen, language and size."""
    found: dict[str, list[str]] = {}
    for path in paths:
        page = visitor.go(path).page
        wrong = accessibility_faults(page)
        if wide := wider_than_the_screen(page):
            wrong.append(f"{wide} pixels wider than the screen")
        if wrong:
            found[path] = wrong
    return found


@pytest.mark.slow
def test_every_page_is_sound_at_a_desk(visit: Visit) -> None:
    assert faults(visit(), PAGES) == {}


@pytest.mark.slow
def test_every_page_is_sound_on_a_phone(visit_by_phone: Visit) -> None:
    assert faults(visit_by_phone(), PAGES) == {}


@pytest.mark.slow
def test_every_page_is_sound_on_a_phone_in_large_text(visit_by_phone: Visit) -> None:
    assert faults(visit_by_phone("/?size=large"), PAGES) == {}


def test_the_moving_pages_are_sound_in_english_and_large_text(visit_by_phone: Visit) -> None:
    page = visit_by_phone("/?size=large")
    page.go("/?lang=en")
    assert faults(page, MOST_MOVING) == {}


def test_the_moving_pages_are_sound_at_twice_the_size(visit: Visit) -> None:
    assert faults(visit(viewport={"width": 640, "height": 450}, device_scale_factor=2), MOST_MOVING) == {}


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
