"""Every component once, for those who build pages; the figures are samples and say so."""

import re
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wenye.accounts.needs import public
from wenye.library import library
from wenye.web import charts, figures, icons, ui
from wenye.web.language import label, say
from wenye.web.presenters import samples

SHEET = Path(__file__).parents[1] / "static" / "wenye" / "wenye.css"
TABS = {
    "style.tab_basic": "style",
    "style.tab_apply": "style-apply",
    "style.tab_desk": "style-desk",
    "style.tab_case": "style-case",
}
ALERTS = {
    "alert-red": "style.alert_red",
    "alert-orange": "style.alert_orange",
    "alert-yellow": "style.alert_yellow",
    "alert-blue": "style.alert_blue",
}


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


def _frame(here: str) -> dict[str, object]:
    """What all style pages share: the tabs, the navigation of the staff pages, who is signed in."""
    work = [ui.Link(label("style.nav_queue"), "#main", here=True, count=4), ui.Link(label("style.nav_mine"), "#main")]
    money = [ui.Link(label("style.nav_batches"), "#main"), ui.Link(label("style.nav_funds"), "#main")]
    return {
        "tabs": [ui.Link(label(tab), reverse(f"web:{name}"), here=name == here) for tab, name in TABS.items()],
        "staff_nav": [ui.Group(label("style.work_group"), work), ui.Group(label("style.money_group"), money)],
        "signed_in": samples.samples()["signed_in"],
        "samples": samples.samples(),
    }


@public
@require_safe
def basic(request: HttpRequest) -> HttpResponse:
    """Type, colour, buttons, fields, boxes, tables, charts, icons."""
    context = {
        "swatches": swatches(),
        "charts": _charts(),
        "icons": sorted(icons.PATHS),
        "sum": figures.yuan(1_650_000),
    }
    return render(request, "wenye/style/basic.html", _frame("style") | context)


@public
@require_safe
def apply(request: HttpRequest) -> HttpResponse:
    """What an applicant meets: banner, errors, tasks, papers, summary, timeline, receipt."""
    errors = [("identity", label("style.error_one")), ("licence", label("style.error_two"))]
    return render(request, "wenye/style/apply.html", _frame("style-apply") | {"errors": errors})


@public
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What staff work with: totals, query bar, dense table, batch bar, drawer, pages."""
    opened = request.GET.get("open", "")
    context = {
        "alerts": [ui.State(style, label(word)) for style, word in ALERTS.items()],
        "agree": ui.State("yes", label("style.totals_agree")),
        "differ": ui.State("no", label("style.totals_off")),
        "queues": [
            ui.Link(label("style.queue_all"), "#table", here=True, count=4),
            ui.Link(label("style.queue_late"), "#table", count=1),
        ],
        "table": samples.table(library().pack.benefits, opened),
        "actions": [
            ui.Action(label("style.batch_pass"), "do", "pass", main=True),
            ui.Action(label("style.batch_back"), "do", "back"),
        ],
        "pages": ui.pages(187, request.GET.get("page", "")),
        "opened": opened if opened in {case.number for case in samples.samples()["cases"]} else "",
        "case_url": reverse("web:style-case"),
    }
    return render(request, "wenye/style/desk.html", _frame("style-desk") | context)


@public
@require_safe
def case(request: HttpRequest) -> HttpResponse:
    """A case in three columns."""
    context = {
        "title": label("style.case_title"),
        "totals": [ui.Total(label("style.amount"), figures.yuan(2_000_000))],
        "clock": ui.State("near", label("style.days_3")),
    }
    return render(request, "wenye/style/case.html", _frame("style-case") | context)
