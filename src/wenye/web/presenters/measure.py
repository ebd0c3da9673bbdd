"""A measure as its page shows it: plain words, fact box, rules, parts, and everything that is open or assumed."""

from collections.abc import Iterator
from dataclasses import dataclass

from wenye.library import Library
from wenye.policy.model import Benefit, Measure
from wenye.policy.rules import validity as valid_period
from wenye.policy.screen import Who
from wenye.web import official
from wenye.web.language import joined, said, say
from wenye.web.presenters import benefit as benefits
from wenye.web.presenters import parts
from wenye.web.presenters.benefit import BenefitView, PointView
from wenye.web.presenters.measures import kinds_of


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of the fact box."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the page."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Everything the page of a measure shows."""

    number: int
    title: str
    summary: str
    plan: int
    plan_label: str
    facts: tuple[FactRow, ...]
    benefits: tuple[BenefitView, ...]
    parts: tuple[parts.PartView, ...]
    open: tuple[PointView, ...]
    assumptions: tuple[PointView, ...]
    interpretations: tuple[PointView, ...]
    faults: tuple[str, ...]
    official: tuple[official.Piece, ...]
    before: Measure | None
    after: Measure | None
    screened_as: Who | None

    @property
    def contents(self) -> list[Link]:
        """The places that the page has."""
        rules = [Link(item.id, item.label) for item in self.benefits]
        named = (
            ("parts", self.parts),
            ("open", self.open),
            ("assumptions", self.assumptions),
            ("interpretations", self.interpretations),
        )
        rest = [Link(name, say(f"measure.{name}")) for name, held in named if held]
        return [*rules, *rest, Link("official", say("measure.official"))]


def _funds(library: Library, measure: Measure) -> str:
    said_once: dict[str, None] = {}
    for item in measure.benefits.values():
        if item.fund and item.fund in library.pack.funds:
            assumed = say("measure.fund_assumed") if item.fund_assumed else ""
            said_once[said(library.pack.funds[item.fund].label) + assumed] = None
    return joined(said_once)


def fact_box(library: Library, measure: Measure) -> Iterator[FactRow]:
    """Plan, units, validity, money and content of a measure."""
    related = dict.fromkeys(measure.related)
    towns = library.pack.rules.get("towns")
    towns_apply = towns is not None and towns.unit not in measure.lead
    yield FactRow(say("measure.plan"), said(library.plan(measure.plan)))
    yield FactRow(say("measure.lead"), joined([library.unit(unit) for unit in measure.lead]))
    yield FactRow(
        say("measure.related"),
        joined([library.unit(unit) for unit in related]) or say("site.none"),
        say("measure.towns", text=said(towns.text)) if towns_apply and towns else "",
    )
    yield from _valid(library, measure)
    yield FactRow(say("measure.kinds"), joined([say(f"kind.{kind}") for kind in kinds_of(measure)]))
    if any(item.fund for item in measure.benefits.values()):
        yield FactRow(say("measure.fund"), _funds(library, measure))


def _only(measure: Measure) -> Benefit | None:
    """The benefit of a measure that has one alone."""
    return next(iter(measure.benefits.values())) if len(measure.benefits) == 1 else None


def _valid(library: Library, measure: Measure) -> Iterator[FactRow]:
    """The validity of a measure; where that of its benefits differs, each is told with its benefit."""
    periods = {item.id: valid_period(library.pack, item) for item in measure.benefits.values()}
    if len({(period.start, period.end) if period else None for period in periods.values()}) > 1:
        yield FactRow(say("measure.valid"), say("measure.valid_each"))
        return
    period = next(iter(periods.values()), None) or measure.valid or library.pack.valid
    yield FactRow(say("measure.valid"), benefits.validity(period), benefits.validity_note(library, period))


def _neighbours(library: Library, measure: Measure) -> tuple[Measure | None, Measure | None]:
    place = library.measures.index(measure)
    before = library.measures[place - 1] if place else None
    return before, library.measures[place + 1] if place + 1 < len(library.measures) else None


def _open(library: Library, measure: Measure) -> Iterator[PointView]:
    own = [benefits.open_point(library, measure.number, item) for item in measure.open]
    asked = [point for benefit in measure.benefits.values() for point in benefits.open_points(library, benefit)]
    seen: set[str] = set()
    for point in (*own, *asked):
        if point.text not in seen:
            seen.add(point.text)
            yield point


def _assumptions(library: Library, measure: Measure) -> Iterator[PointView]:
    seen: set[str] = set()
    own = map(benefits.assumption, measure.assumptions)
    for item in (
        *own,
        *(point for benefit in measure.benefits.values() for point in benefits.assumptions(library, benefit)),
    ):
        if item.text not in seen:
            seen.add(item.text)
            yield item


def _interpretations(measure: Measure) -> Iterator[PointView]:
    """How the text is read; where the measure has several benefits, with the ones that a reading is about."""
    for item in measure.interpretations:
        yield PointView(item.id, said(item.text), "")
    about: dict[str, list[str]] = {}
    for benefit in measure.benefits.values():
        for item in benefit.interpretations:
            about.setdefault(said(item.text), []).append(said(benefit.label))
    for text, labels in about.items():
        yield PointView("", text, joined(labels) if len(measure.benefits) > 1 else "")


def view(library: Library, measure: Measure) -> MeasureView:
    """What the page of ``measure`` shows."""
    before, after = _neighbours(library, measure)
    return MeasureView(
        number=measure.number,
        title=said(measure.title),
        summary=said(measure.summary),
        plan=measure.plan,
        plan_label=said(library.plan(measure.plan)),
        facts=tuple(fact_box(library, measure)),
        benefits=tuple(benefits.view(library, item) for item in measure.benefits.values()),
        parts=tuple(parts.view(library, part) for part in measure.parts),
        open=tuple(_open(library, measure)),
        assumptions=tuple(_assumptions(library, measure)),
        interpretations=tuple(_interpretations(measure)),
        faults=tuple(said(fault) for fault in measure.document_faults),
        official=official.pieces(library, measure),
        before=before,
        after=after,
        screened_as=benefits.screened_as(library, only) if (only := _only(measure)) else None,
    )
