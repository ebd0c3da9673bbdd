"""Every component once, for those who build pages; its figures are samples and say so."""

import re
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wenye.web import charts, figures, icons
from wenye.web.language import say

SHEET = Path(__file__).parents[1] / "static" / "wenye" / "wenye.css"


@lru_cache(maxsize=1)
def swatches() -> tuple[tuple[str, str], ...]:
    """The colours of the style sheet by their names."""
    return tuple(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", SHEET.read_text(encoding="utf-8")))


def _charts() -> list[charts.Chart]:
    words = [say("kind.grant"), say("kind.loan"), say("kind.service")]
    data = [charts.Datum(word, (size,), (str(size),)) for word, size in zip(words, (12, 7, 3), strict=True)]
    parts = [
        charts.Datum(word, sizes, tuple(map(str, sizes)))
        for word, sizes in zip(words, ((60, 30, 10), (5, 80, 15), (33, 33, 34)), strict=True)
    ]
    series = [charts.Series(say(f"state.{name}"), f"bar-{name}") for name in ("yes", "unknown", "no")]
    sample, note = say("style.sample_chart"), say("style.sample_note")
    one = charts.Series(say("review.count"), "bar")
    return [
        charts.bars("sample-bars", sample, note, note, say("review.kind"), one, data),
        charts.shares("sample-shares", sample, note, note, say("review.kind"), series, parts),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The living style page."""
    context = {"here": "style", "swatches": swatches(), "charts": _charts(), "icons": sorted(icons.PATHS)}
    context["sum"] = figures.yuan(1_650_000)
    return render(request, "wenye/style.html", context)
