"""The findings of the review, by kind, with the case that shows each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wenye.library import Library
from wenye.policy.model import Benefit
from wenye.policy.review_case import KINDS
from wenye.web import charts
from wenye.web.language import capital, said, say
from wenye.web.reviews import Found
from wenye.web.ui import Link


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding."""

    benefits: tuple[Benefit, ...]
    text: str
    cases: tuple[str, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page: a tab for each kind, what that kind means, its findings, and the counts as a chart."""

    total: int
    tabs: tuple[Link, ...]
    label: str
    about: str
    findings: tuple[FindingView, ...]
    chart: charts.Chart


def _finding(library: Library, found: Found) -> FindingView:
    benefits = tuple(library.pack.benefits[name] for name in found.benefits if name in library.pack.benefits)
    return FindingView(benefits, said(found.text), tuple(said(case) for case in found.cases), found.proved)


def _chart(counts: Counter[str], reviewed: str) -> charts.Chart:
    data = [charts.Datum(capital(KINDS[kind]), (counts[kind],), (str(counts[kind]),)) for kind in KINDS if counts[kind]]
    most = max(KINDS, key=lambda kind: counts[kind])
    title = say("review.chart", kind=KINDS[most], n=counts[most])
    series = charts.Series(say("review.count"), "bar")
    return charts.bars(
        "kinds", title, say("review.chart_note"), reviewed, say("review.kind"), series, data, say("review.unit")
    )


def view(library: Library, found: Sequence[Found], wanted: str) -> ReviewView:
    """The page for the kind ``wanted``; the first kind with findings where it has none."""
    counts = Counter(item.kind for item in found)
    present = [kind for kind in KINDS if counts[kind]]
    here = wanted if wanted in present else next(iter(present), "gap")
    return ReviewView(
        total=len(found),
        tabs=tuple(
            Link(KINDS[kind], f"?kind={kind}#findings", here=kind == here, count=counts[kind]) for kind in present
        ),
        label=capital(KINDS[here]),
        about=say(f"review.about_{here}"),
        findings=tuple(_finding(library, item) for item in found if item.kind == here),
        chart=_chart(counts, say("review.source", hash=library.pack.hash[:12])),
    )
