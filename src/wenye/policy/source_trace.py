"""Whether the figures of the published text act, and whether the rules hold any that it does not have.

The text's ``3-9人`` must be found as 3 and 9 in a rule or part, ``50%`` as 0.5, ``1年`` as ``P1Y`` or ``P12M``,
``2020年`` as its first or last day. Worked examples do not count: they are no rule. The other way round each
number that a rule or part writes must be a figure of the text; 0 and 1 are free, and parameters carry their source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction

from wenye.feel.errors import Position
from wenye.policy.model import (
    Benefit,
    Claim,
    Count,
    Fact,
    Formula,
    Fund,
    Measure,
    Parameter,
    Part,
    Period,
    Place,
)
from wenye.policy.source_figures import Figure, figures, references

_TOKEN = re.compile(
    r'@"(?P<day>\d{4}-\d\d-\d\d)"|@"P(?P<duration>[\dYMD]+)"|"(?P<text>[^"]*)"'
    r"|(?P<places>,\s*\d\s*\))|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"
)
_SPAN = re.compile(r"(\d+)([YMD])")
_COUNTED = frozenset("个家名人次户项档级位期场批")
_LENGTHS = {"年": 12, "岁": 12, "个月": 1}
_DAYS = frozenset(("天", "日", "工作日"))
_FREE = frozenset((Fraction(0), Fraction(1)))


@dataclass(slots=True)
class Holdings:
    """What a measure holds: numbers, small counts (times, places), durations in months and days, dates."""

    numbers: set[Fraction] = field(default_factory=set)
    counts: set[Fraction] = field(default_factory=set)
    months: set[Fraction] = field(default_factory=set)
    days: set[Fraction] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)

    def hold(self, figure: Figure) -> bool:
        """Whether ``figure`` is among them, at both ends if it is a range."""
        if figure.unit == "date":
            year = figure.low in self.numbers and figure.normal.endswith("年")
            return year or any(_is_day(day, figure) for day in self.dates)
        return all(any(self._value(value, figure.unit) for value in ends) for ends in _ends(figure))

    def _value(self, value: Fraction, written: str) -> bool:
        unit = written.split("/")[0]
        if unit in _COUNTED:
            return value in self.counts | self.numbers
        if unit == "%":
            return value / 100 in self.numbers or value in self.numbers
        if unit in _LENGTHS and value * _LENGTHS[unit] in self.months | self.numbers:
            return True
        if unit in ("年", "岁"):
            return False
        return value in self.numbers or (unit in _DAYS and value in self.days)


def _ends(figure: Figure) -> Iterator[tuple[Fraction, ...]]:
    """The values that stand for each end: up to 24 years old is also before the 25th birthday."""
    yield (figure.low,)
    span = figure.unit == "岁" and figure.low != figure.high
    yield (figure.high, figure.high + 1) if span else (figure.high,)


def _is_day(day: date, figure: Figure) -> bool:
    """Whether ``day`` is the figure's day; for a year or month its first or last day, or the eve of the first."""
    parts = [int(part) for part in re.findall(r"\d+", figure.normal)]
    if "年" not in figure.normal:
        return [day.month, day.day] == parts
    first = date(parts[0], *[*parts[1:], 1, 1][:2])
    if len(parts) == 3:
        return day == first
    after = date(first.year + (len(parts) == 1 or first.month == 12), first.month % 12 + 1 if len(parts) == 2 else 1, 1)
    eve = [first - timedelta(1)] if len(parts) == 2 else []
    return day in (first, after - timedelta(1), *eve)


@dataclass(frozen=True, slots=True)
class Loose:
    """A number that a rule or part writes itself; ``kind`` is ``number``, ``months``, ``days`` or ``date``."""

    kind: str
    value: Fraction
    written: str

    def said_by(self, found: Iterable[Figure]) -> bool:
        """Whether one of the figures says it."""
        return any(self._is(figure) for figure in found)

    def _is(self, figure: Figure) -> bool:
        unit = figure.unit.split("/")[0]
        ends = {value for values in _ends(figure) for value in values}
        if self.kind == "date":
            return figure.unit == "date" and _is_day(date.fromisoformat(self.written), figure)
        if self.kind == "months":
            return self.value in {value * _LENGTHS[unit] for value in ends if unit in _LENGTHS}
        if self.kind == "days":
            return self.value in ends and unit in _DAYS
        shares = {value / 100 for value in ends if unit == "%"}
        return self.value in ends | shares | {value * _LENGTHS[unit] for value in ends if unit in _LENGTHS}


@dataclass(frozen=True, slots=True)
class Shelves:
    """What rules and parts name: facts (derived ones hold figures too), parameters, funds."""

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    funds: Mapping[str, Fund]
    valid: Period | None = None


def untraced(measure: Measure, shelves: Shelves) -> tuple[str, ...]:
    """The listed figures that the measure neither holds nor excuses under ``figures_elsewhere``."""
    held = holdings(measure, shelves)
    excused = {item.figure for item in measure.figures_elsewhere}
    return tuple(
        dict.fromkeys(
            written
            for written in measure.figures
            if written not in excused and not references(written) and not all(map(held.hold, figures(written)))
        )
    )


def unfounded(measure: Measure) -> tuple[Loose, ...]:
    """What the measure's rules and parts write that is neither a listed figure nor excused."""
    collector = _Collector(Shelves({}, {}, {}), Holdings(), implied=False)
    collector.measure(measure)
    listed = [*measure.figures, *(item.figure for item in measure.figures_elsewhere)]
    said = [figure for written in listed for figure in figures(written)]
    return tuple(loose for loose in _loose(collector.held) if not loose.said_by(said))


def _loose(held: Holdings) -> Iterator[Loose]:
    yield from (Loose("number", value, _decimal(value)) for value in sorted((held.numbers | held.counts) - _FREE))
    yield from (Loose("months", value, f"{value}个月") for value in sorted(held.months))
    yield from (Loose("days", value, f"{value}天") for value in sorted(held.days))
    yield from (Loose("date", Fraction(day.year), day.isoformat()) for day in sorted(held.dates))


def _decimal(value: Fraction) -> str:
    """``value`` as a rule writes it: at most six decimals."""
    digits = f"{int(value)}.{int(value % 1 * 1_000_000):06}"
    return digits.rstrip("0").rstrip(".")


def holdings(measure: Measure, shelves: Shelves) -> Holdings:
    """Everything that the measure's parts, benefits and their parameters hold."""
    collector = _Collector(shelves, Holdings())
    collector.period(measure.valid or shelves.valid)
    collector.measure(measure)
    return collector.held


def held_by(shelves: Shelves, *items: object) -> Holdings:
    """Everything that single conditions, rows or parts hold."""
    collector = _Collector(shelves, Holdings())
    for item in items:
        collector.period(item) if isinstance(item, Period) else collector.anything(item)
    return collector.held


class _Collector:
    """Walks what a measure says and follows the names in its formulas.

    ``implied``: periods of validity and the numbers in names of values (``level_3``) count too.
    """

    def __init__(self, shelves: Shelves, held: Holdings, implied: bool = True) -> None:
        self.shelves, self.held, self.implied = shelves, held, implied
        self.followed: set[str] = set()

    def measure(self, measure: Measure) -> None:
        """Every part and every rule."""
        for part in measure.parts:
            self.anything(part)
            self.fund(part.fund)
        for benefit in measure.benefits.values():
            self.benefit(benefit)

    def benefit(self, benefit: Benefit) -> None:
        """The rule of a benefit; its examples are left out."""
        self.period(benefit.valid)
        self.fund(benefit.fund)
        for item in (benefit.claim, benefit.slots, benefit.amount, benefit.counts, *benefit.conditions.values()):
            self.anything(item)

    def anything(self, item: object) -> None:
        """Every number, day and formula inside of ``item``."""
        if isinstance(item, Formula):
            self.formula(item.text)
        elif isinstance(item, bool) or item is None:
            return
        elif isinstance(item, date):
            self.held.dates.update([item] if self.implied else [])
        elif isinstance(item, int | Fraction):
            self.held.numbers.add(Fraction(item))
        elif isinstance(item, tuple):
            for below in item:
                self.anything(below)
        else:
            self.record(item)

    def record(self, item: object) -> None:
        """The fields of a record; what only counts is kept apart from what measures."""
        if isinstance(item, Position):
            return
        if isinstance(item, Claim):
            self.count(item.times, item.quota.count if item.quota else None)
        elif isinstance(item, Count | Place):
            self.count(item.count)
            self.anything(item.prize if isinstance(item, Place) else None)
        elif is_dataclass(item):
            self.formula((item.on or "") if isinstance(item, Part) else "")
            for entry in fields(item):
                self.anything(getattr(item, entry.name))

    def count(self, *numbers: int | None) -> None:
        """Numbers that only count."""
        self.held.counts.update(Fraction(number) for number in numbers if number is not None)

    def period(self, period: Period | None) -> None:
        """The ends of a period."""
        if period and self.implied:
            self.held.dates.update(day for day in (period.start, period.end) if day)

    def fund(self, name: str | None) -> None:
        """The floor of a fund."""
        found = self.shelves.funds.get(name or "")
        if found and found.floor is not None:
            self.held.numbers.add(found.floor)

    def formula(self, text: str) -> None:
        """The literals of a formula, and what the parameters and derived facts in it hold."""
        for token in _TOKEN.finditer(text):
            if token["day"]:
                self.held.dates.add(date.fromisoformat(token["day"]))
            elif token["duration"]:
                self.duration(token["duration"])
            elif token["text"]:
                self.count(*map(int, re.findall(r"_(\d+)$", token["text"]) if self.implied else []))
            elif token["number"]:
                self.held.numbers.add(Fraction(token["number"]))
            elif token["places"] and "round " not in text:
                self.held.numbers.update(map(Fraction, re.findall(r"\d", token["places"])))
            elif token["name"]:
                self.name(token["name"])

    def duration(self, text: str) -> None:
        """A duration such as ``1Y6M``."""
        spans: Iterable[tuple[str, str]] = _SPAN.findall(text)
        lengths = {letter: int(number) for number, letter in spans}
        if "D" in lengths:
            self.held.days.add(Fraction(lengths["D"]))
        else:
            self.held.months.add(Fraction(12 * lengths.get("Y", 0) + lengths.get("M", 0)))

    def name(self, name: str) -> None:
        """What a parameter or a derived fact holds; each is followed once."""
        if name in self.followed:
            return
        self.followed.add(name)
        parameter, fact = self.shelves.parameters.get(name), self.shelves.facts.get(name)
        for value in parameter.history if parameter else ():
            self.anything(value.value)
        if fact and fact.derived:
            self.formula(fact.derived.text)
