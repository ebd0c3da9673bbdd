"""Everything that the document leaves open, and everything that is assumed, over the whole pack."""

from collections.abc import Iterator
from dataclasses import dataclass

from wenye.library import Library, rules
from wenye.policy.model import Measure
from wenye.web import figures
from wenye.web.language import said, say
from wenye.web.presenters.benefit import assumption
from wenye.web.presenters.values import value_said


@dataclass(frozen=True, slots=True)
class Point:
    """One question or assumption, and the measure it belongs to (None: the whole pack)."""

    text: str
    measure: Measure | None
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Points under one heading."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """An assumed value of a parameter."""

    id: str
    label: str
    value: str
    since: str
    text: str
    wanted: str
    used: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each."""

    questions: int
    assumptions: int


def _questions(library: Library) -> Iterator[tuple[str, Point]]:
    for measure in library.measures:
        for item in measure.open:
            yield item.settled_by, Point(said(item.question), measure)
        for benefit in measure.benefits.values():
            for item in benefit.open:
                yield item.settled_by, Point(said(item.question), measure)
            for stacking in benefit.stacking_open:
                yield stacking.settled_by, Point(said(stacking.question), measure)
            if benefit.awaiting:
                yield (
                    benefit.awaiting.settled_by,
                    Point(say("site.pair", name=benefit.label, value=benefit.awaiting.text), measure),
                )


def questions(library: Library) -> list[PointGroup]:
    """Open questions by the unit that must settle them, the unit with most first."""
    held: dict[str, list[Point]] = {}
    for unit, point in _questions(library):
        held.setdefault(unit, []).append(point)
    ordered = sorted(held.items(), key=lambda item: -len(item[1]))
    return [PointGroup(said(library.unit(unit)), tuple(points)) for unit, points in ordered]


def _assumptions(library: Library) -> Iterator[Point]:
    for item in library.pack.assumptions:
        yield Point(said(item.text), None, said(item.source_wanted) if item.source_wanted else "")
    for measure in library.measures:
        own = [
            *measure.assumptions,
            *(item for benefit in measure.benefits.values() for item in benefit.assumptions),
        ]
        for view in map(assumption, own):
            yield Point(view.text, measure, view.wanted)


def assumptions(library: Library) -> list[PointGroup]:
    """What is assumed about the pack and its measures, in their order."""
    held: dict[str, list[Point]] = {}
    for point in _assumptions(library):
        plan = said(library.plan(point.measure.plan)) if point.measure else say("open.pack")
        held.setdefault(plan, []).append(point)
    return [PointGroup(label, tuple(points)) for label, points in held.items()]


def _used(library: Library) -> dict[str, list[Measure]]:
    used: dict[str, list[Measure]] = {}
    for measure in library.measures:
        for name in dict.fromkeys(
            name for benefit in measure.benefits.values() for name in rules.assumed(benefit)
        ):
            used.setdefault(name, []).append(measure)
    return used


def parameters(library: Library) -> list[ValueRow]:
    """Every assumed value, and the measures whose rules read it."""
    used = _used(library)
    return [
        ValueRow(
            parameter.id,
            said(parameter.label),
            value_said(parameter, value.value),
            figures.day_in_table(value.start),
            said(value.assumption),
            said(value.source_wanted) if value.source_wanted else "",
            tuple(used.get(parameter.id, ())),
        )
        for parameter in library.pack.parameters.values()
        for value in parameter.history
        if value.assumption is not None
    ]


def counts(library: Library) -> Counts:
    """How many questions are open and how many assumptions stand."""
    values = sum(
        value.assumption is not None
        for parameter in library.pack.parameters.values()
        for value in parameter.history
    )
    return Counts(sum(1 for _ in _questions(library)), values + sum(1 for _ in _assumptions(library)))
