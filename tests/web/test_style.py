"""The style sheet: small, one set, every pair of colours readable."""

import re
from pathlib import Path

import pytest

from wenye.web import views

SHEET = Path(views.__file__).parents[1] / "static" / "wenye" / "wenye.css"
CSS = SHEET.read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))
TEXT = [
    ("ink", "ground"), ("ink", "surface"), ("soft", "ground"), ("soft", "surface"), ("soft", "unknown-ground"),
    ("primary", "ground"), ("primary", "surface"), ("primary", "tint"), ("ink", "tint"), ("surface", "primary"),
    ("surface", "primary-deep"), ("surface", "accent"), ("surface", "accent-deep"),
    ("yes", "yes-ground"), ("yes", "surface"),
    ("near", "near-ground"), ("no", "no-ground"), ("no", "surface"), ("run", "run-ground"),
    ("unknown", "unknown-ground"), ("near-deep", "near-ground"), ("pale", "primary"), ("pale", "primary-deep"),
    ("ink", "hover"), ("primary", "hover"), ("ink", "warm"), ("surface", "no"), ("surface", "run"), ("surface", "yes"),
    ("ink", "bar-near"), ("ink", "bar-unknown"), ("ink", "bar-no"),
]  # fmt: skip


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(TOKENS[one]), light(TOKENS[other])))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("edge", ["edge", "focus", "primary"])
def test_the_edge_of_a_field_is_seen(edge: str) -> None:
    assert contrast(edge, "surface") >= 3


def test_the_sheet_is_small_and_fetches_nothing_from_outside() -> None:
    assert SHEET.stat().st_size <= 60_000
    assert all(not url.startswith(("http", "//", "data:")) for url in re.findall(r"url\(\"?([^\")]+)", CSS))


def test_every_colour_is_a_token() -> None:
    """White on the primary ground and what is printed in black apart."""
    rules = CSS.split("/* Ground */", 1)[1].split("@media print", 1)[0]
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) <= {"#fff"}


def test_every_class_of_the_sheet_is_used() -> None:
    folders = [SHEET.parents[2], SHEET.parents[3] / "api"]
    text = "".join(path.read_text(encoding="utf-8") for folder in folders
                   for path in folder.rglob("*") if path.suffix in (".html", ".py"))  # fmt: skip
    named = set(re.findall(r"[a-z][a-z0-9-]*", text))
    drawn = {f"bar-{name}" for name in ("yes", "near", "unknown", "no")}
    assert set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS)) - named - drawn == set()


def test_large_text_is_one_property() -> None:
    assert re.search(r'html\[data-size="large"\] \{ --scale: 1\.25; \}', CSS)
    assert not re.findall(r"font-size: \d+px", CSS)


def test_every_class_that_a_template_uses_is_known_to_the_sheet() -> None:
    used: set[str] = set()
    for path in (SHEET.parents[2] / "templates").rglob("*.html"):
        for attribute in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            used |= set(re.sub(r"{[{%].*?[%}]}", " ", attribute).split())
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS))
    unstyled = {"question", "decision", "records", "outcomes", "more", "wide", "stack"}
    assert used - known - unstyled == set()
