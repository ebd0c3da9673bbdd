"""A browser for the stories, and the accessibility check that every page of every story passes.

def test_a_starter_sees_the_grant(visit):
    page = visit("/")
    page.get_by_role("link", name="我能享受什么").click()
    page.check_accessibility()
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings

from wenye.library import library
from wenye.policy import match_store
from wenye.policy.match import match
from wenye.registry import facts, services

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb",
]  # fmt: skip
ON = date(2019, 11, 20)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def accessibility_faults(page: Page) -> list[str]:
    """One line for each fault on the page as it stands: the rule, what it wants, and where."""
    results = AXE.run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    return [
        f"{fault['id']}: {fault['help']} at {', '.join(str(node['target']) for node in fault['nodes'])}"
        for fault in results.response["violations"]
    ]


def wider_than_the_screen(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways; 0 on a good page."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


CUT = """() => [...document.body.querySelectorAll("*")].filter((element) => {
  const hides = ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const seen = element.clientWidth > 2 && !element.closest(".hidden") && !element.matches("input, select, textarea");
  return hides && seen && element.scrollWidth > element.clientWidth + 1;
}).map((element) => element.tagName.toLowerCase() + "." + element.className)"""


def cut_off(page: Page) -> list[str]:
    """What hides a part of its content at this width and lets nobody scroll to it."""
    return [f"{element}: a part of it cannot be seen" for element in page.evaluate(CUT)]


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with a page as it stands: for everybody, and at this width."""
    wide = wider_than_the_screen(page)
    return [*accessibility_faults(page), *cut_off(page), *([f"{wide} pixels wider than the screen"] if wide else [])]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the sandbox is off because it cannot start as root."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, which Django takes for an async view.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """A page whose mistakes are collected: what the console says, and requests that leave the host."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page = context.new_page()
        self.address = address
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self._leaves(request.url))

    def _leaves(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:", "blob:")):
            self.said.append(f"request to {url}")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def go(self, path: str) -> "Visitor":
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self

    def check_accessibility(self) -> "Visitor":
        assert faults_of(self.page) == []
        return self


@pytest.fixture
def open_site(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """``open_site("/", viewport=PHONE, java_script_enabled=False)``: a fresh visitor at the served site."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def open_(path: str = "/", **options: Any) -> Visitor:
        usual = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(10_000)
        visitor = Visitor(context, live_server.url)
        opened.append((context, visitor))
        return visitor.go(path)

    yield open_
    for context, _ in opened:
        context.close()
    assert [said for _, visitor in opened for said in visitor.said] == []


@pytest.fixture
def visit(open_site: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A visitor at a desk."""
    return open_site


@pytest.fixture
def visit_by_phone(open_site: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A visitor with a phone of 360 pixels."""

    def open_(path: str = "/", **options: Any) -> Visitor:
        return open_site(path, **{"viewport": PHONE, "is_mobile": True, "has_touch": True, **options})

    return open_


@pytest.fixture
def district(tmp_path: Path, settings: Settings, transactional_db: None) -> Path:
    """A small invented district, brought in and matched."""
    settings.WENYE_DATA = tmp_path
    services.make_demo(tmp_path / "rosters", people=300, seed=1, today=ON, bring_in=True, say=lambda job: None)
    pack = library().pack
    frames = facts.frames([entity for entity in facts.entities() if entity in pack.entities], ON)
    match_store.keep(match(pack, frames, ON), pack.hash, tmp_path / "match")
    return tmp_path


@pytest.fixture
def reviewed(district: Path) -> Path:
    """The district, and a review of its pack with one finding of two kinds each."""
    text = {"zh": "其他条件都符合，但没有一档适用。", "en": "All conditions hold, but no row fits."}
    case = {"zh": "带动就业人数为 0 人", "en": "jobs: 0 people"}
    found = [
        {"kind": kind, "benefits": ["start-up-grant"], "text": text, "cases": [case], "proved": proved}
        for kind, proved in (("gap", True), ("cliff", False))
    ]
    place = district / "review" / f"{library().pack.hash}.json"
    place.parent.mkdir()
    place.write_text(json.dumps(found), encoding="utf-8")
    return district
