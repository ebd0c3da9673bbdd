"""The navigation at the left of the staff pages."""

from collections.abc import Sequence

from django.urls import reverse

from wenye.web import ui
from wenye.web.language import label

ANALYSIS = {
    "analysis.match": "web:analysis",
    "analysis.review": "web:analysis-review",
    "analysis.open": "web:open",
    "analysis.assumptions": "web:open-assumptions",
    "analysis.style": "web:style",
}


def analysis(here: str) -> Sequence[ui.Group]:
    """The analyst's pages; ``here`` names the open one."""
    links = [ui.Link(label(key), reverse(name), here=key == f"analysis.{here}") for key, name in ANALYSIS.items()]
    return [ui.Group("", links)]
