"""The list of measures: filtered, grouped, and ready to be read."""

from collections.abc import Iterable
from dataclasses import dataclass

from wenye.library import Library
from wenye.policy.model import Measure
from wenye.web.figures import chinese_digit
from wenye.web.language import joined, said, say
from wenye.web.ui import Choice, Filter

KINDS = (
    "benefit",
    "loan",
    "contest",
    "target",
    "duty",
    "service",
    "fund",
    "register",
    "inspection",
    "platform",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for; empty means all."""

    q: str
    plan: str
    unit: str
    kind: str
    by: str

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.q or self.plan or self.unit or self.kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in a list."""

    number: int
    title: str
    summary: str
    lead: str
    benefits: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Measures under one heading."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The list, its groups, and the choices of its filters."""

    total: int
    found: int
    groups: tuple[Group, ...]
    filters: tuple[Filter, ...]


def kinds_of(measure: Measure) -> tuple[str, ...]:
    """The kinds of part that a measure has, benefits first."""
    held = {part.kind for part in measure.parts} | ({"benefit"} if measure.benefits else set())
    held |= {benefit.kind for benefit in measure.benefits.values() if benefit.kind == "loan"}
    return tuple(kind for kind in KINDS if kind in held)


def line(library: Library, measure: Measure) -> Line:
    """``measure`` as a line of a list."""
    lead = joined([library.unit(unit) for unit in measure.lead])
    kinds = tuple(kind for kind in kinds_of(measure) if kind != "benefit")
    return Line(measure.number, said(measure.title), said(measure.summary), lead, len(measure.benefits), kinds)


def _fits(measure: Measure, wanted: Wanted) -> bool:
    units = (*measure.lead, *measure.related)
    return (
        (not wanted.plan or str(measure.plan) == wanted.plan)
        and (not wanted.unit or wanted.unit in units)
        and (not wanted.kind or wanted.kind in kinds_of(measure))
    )


def _groups(library: Library, measures: list[Measure], wanted: Wanted) -> Iterable[Group]:
    if wanted.q:
        yield Group("", tuple(line(library, measure) for measure in measures))
    elif wanted.by == "unit":
        yield from _by_unit(library, measures)
    else:
        for number in library.pack.plans:
            lines = tuple(line(library, measure) for measure in measures if measure.plan == number)
            yield Group(f"{say('home.plan', numeral=chinese_digit(number))} {said(library.plan(number))}", lines)


def _by_unit(library: Library, measures: list[Measure]) -> Iterable[Group]:
    led: dict[str, list[Line]] = {}
    for measure in measures:
        for unit in measure.lead:
            led.setdefault(unit, []).append(line(library, measure))
    for unit, lines in sorted(led.items(), key=lambda item: -len(item[1])):
        yield Group(said(library.unit(unit)), tuple(lines))


def _filters(library: Library, wanted: Wanted) -> tuple[Filter, ...]:
    """What the list can be narrowed by: plans, and the units and kinds that some measure has."""
    units = {unit for measure in library.measures for unit in (*measure.lead, *measure.related)}
    kinds = {kind for measure in library.measures for kind in kinds_of(measure)}
    plans = [Choice(str(number), said(library.plan(number))) for number in library.pack.plans]
    held = [Choice(unit, said(library.unit(unit))) for unit in library.pack.units if unit in units]
    shown = [Choice(kind, say(f"kind.{kind}")) for kind in KINDS if kind in kinds]
    return (
        Filter("plan", say("measures.plan"), wanted.plan, choices=plans),
        Filter("unit", say("measures.unit"), wanted.unit, choices=held),
        Filter("kind", say("measures.kind"), wanted.kind, choices=shown),
    )


def page(library: Library, wanted: Wanted) -> Page:
    """The page for what was asked."""
    measures = [measure for measure in library.found(wanted.q) if _fits(measure, wanted)]
    return Page(
        total=len(library.measures),
        found=len(measures),
        groups=tuple(group for group in _groups(library, measures, wanted) if group.lines),
        filters=_filters(library, wanted),
    )
