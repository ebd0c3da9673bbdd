"""Everything that the document leaves open, and everything that is assumed, over the whole pack."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wenye.feel.text import Text
from wenye.library import Library, rules
from wenye.policy.model import Benefit, Measure
from wenye.web import figures
from wenye.web.language import joined, said, say
from wenye.web.presenters.values import value_said


@dataclass(frozen=True, slots=True)
class Point:
    """One question or assumption. ``about`` names the benefits it belongs to, where a measure has several."""

    text: str
    wanted: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The points of one measure (None: of the whole pack)."""

    measure: Measure | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Measures with their points, under one heading."""

    label: str
    held: tuple[Held, ...]

    @property
    def count(self) -> int:
        """How many points there are."""
        return sum(len(held.points) for held in self.held)


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


Raised = tuple[Text, Text | None, Benefit | None]
"""What is said, what would settle it, and the benefit it was said of (None: the measure)."""


def _points(measure: Measure, raised: Iterable[Raised]) -> tuple[Point, ...]:
    """What is said of several benefits in the same words is one point."""
    about: dict[tuple[Text, Text | None], list[str]] = {}
    for text, wanted, benefit in raised:
        labels = about.setdefault((text, wanted), [])
        if benefit is not None and len(measure.benefits) > 1:
            labels.append(said(benefit.label))
    return tuple(_point(text, wanted, labels) for (text, wanted), labels in about.items())


def _point(text: Text, wanted: Text | None, about: Sequence[str] = ()) -> Point:
    return Point(said(text), said(wanted) if wanted else "", joined(about))


def _questions(measure: Measure) -> Iterator[tuple[str, Raised]]:
    """Each open question with the unit that must settle it."""
    for item in measure.open:
        yield item.settled_by, (item.question, None, None)
    for benefit in measure.benefits.values():
        for item in benefit.open:
            yield item.settled_by, (item.question, None, benefit)
        for pair in benefit.stacking_open:
            yield pair.settled_by, (pair.question, None, benefit)
        if benefit.awaiting:
            yield benefit.awaiting.settled_by, (benefit.awaiting.text, None, benefit)


def questions(library: Library) -> list[PointGroup]:
    """Open questions by the unit that must settle them, the unit with most first."""
    units: dict[str, list[Held]] = {}
    for measure in library.measures:
        raised: dict[str, list[Raised]] = {}
        for unit, question in _questions(measure):
            raised.setdefault(unit, []).append(question)
        for unit, asked in raised.items():
            units.setdefault(unit, []).append(Held(measure, _points(measure, asked)))
    groups = [PointGroup(said(library.unit(unit)), tuple(held)) for unit, held in units.items()]
    return sorted(groups, key=lambda group: -group.count)


def _assumed(measure: Measure) -> Iterator[Raised]:
    for item in measure.assumptions:
        yield item.text, item.source_wanted, None
    for benefit in measure.benefits.values():
        for item in benefit.assumptions:
            yield item.text, item.source_wanted, benefit


def assumptions(library: Library) -> list[PointGroup]:
    """What is assumed about the pack and its measures, in their order."""
    own = [_point(item.text, item.source_wanted) for item in library.pack.assumptions]
    groups = [PointGroup(say("open.pack"), (Held(None, tuple(own)),))] if own else []
    for plan in library.pack.plans:
        held = [
            Held(measure, points)
            for measure in library.measures
            if measure.plan == plan and (points := _points(measure, _assumed(measure)))
        ]
        if held:
            groups.append(PointGroup(said(library.plan(plan)), tuple(held)))
    return groups


def _used(library: Library) -> dict[str, list[Measure]]:
    used: dict[str, list[Measure]] = {}
    for measure in library.measures:
        for name in dict.fromkeys(name for benefit in measure.benefits.values() for name in rules.assumed(benefit)):
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
        for value in parameter.known()
        if value.assumption is not None
    ]


def counts(library: Library) -> tuple[int, int]:
    """How many questions are open and how many assumptions stand."""
    assumed = len(parameters(library)) + sum(group.count for group in assumptions(library))
    return sum(group.count for group in questions(library)), assumed
