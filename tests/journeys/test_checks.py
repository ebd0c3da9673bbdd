"""The checks of the journeys find what they are for: a check that cannot fail protects nobody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE, accessibility_faults, wider_than_the_screen

SOUND = """<!doctype html><html lang="zh-CN"><head><title>措施</title></head>
<body><main><h1>一百项措施</h1>{}</main></body></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_sound_page_passes(page: Page) -> None:
    page.set_content(SOUND.format("<p>您可能享受以下待遇。</p>"))
    assert accessibility_faults(page) == []
    assert wider_than_the_screen(page) == 0


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ('<p style="color:#ccc;background:#fff">看不清</p>', "color-contrast"),
        ('<img src="x.svg">', "image-alt"),
        ("<input>", "label"),
        ("<h4>跳级</h4>", "heading-order"),
    ],
)
def test_a_planted_fault_is_found(page: Page, planted: str, rule: str) -> None:
    page.set_content(SOUND.format(planted))
    assert [fault.split(":")[0] for fault in accessibility_faults(page)] == [rule]


def test_a_page_wider_than_a_phone_is_found(page: Page) -> None:
    page.set_content(SOUND.format('<p style="width:500px">太宽</p>'))
    assert wider_than_the_screen(page) > 0


def test_chinese_is_drawn_with_a_chinese_font(page: Page) -> None:
    """Without one every character is the same box: two different characters would look alike."""
    page.set_content('<p style="font:40px sans-serif"><span id="a">稳</span><br><span id="b">业</span></p>')
    assert page.locator("#a").screenshot() != page.locator("#b").screenshot()
