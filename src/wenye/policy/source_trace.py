"""Whether a figure of the published text acts: what a measure's rules, parts and parameters hold.

The text's ``3-9人`` must be found as 3 and 9 in a rule or part, ``50%`` as 0.5, ``1年`` as ``P1Y`` or ``P12M``,
``2020年`` as a day or a year of that year. Worked examples do not count: they are no rule.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction

from wenye.feel.errors import Position
from wenye.policy.model import Benefit, Claim, Count, Fact, Formula, Fund, Measure, Parameter, Part, Period, Place
from wenye.policy.source_figures import Figure, figures, references

_TOKEN = re.compile(
    r'@"(?P<day>\d{4}-\d\d-\d\d)"|@"P(?P<duration>[\dYMD]+)"|"(?P<text>[^"]*)"'
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"
)
_SPAN = re.compile(r"(\d+)([YMD])")
_COUNTED = frozenset("个家名人次户项档级位期场批")
_LENGTHS = {"年": 12, "岁": 12, "个月": 1}


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
            return self._date(figure)
        return self._value(figure.low, figure.unit) and (
            self._value(figure.high, figure.unit) or self._value(figure.high + 1, figure.unit)
        )

    def _value(self, value: Fraction, written: str) -> bool:
        unit = written.split("/")[0]
        if unit in _COUNTED:
            return value in self.counts | self.numbers
        if unit == "%":
            return value / 100 in self.numbers or value in self.numbers
        if unit in _LENGTHS and value * _LENGTHS[unit] in self.months | self.numbers:
            return True
        return value in self.numbers or (unit in ("天", "日") and value in self.days)

    def _date(self, figure: Figure) -> bool:
        parts = [int(part) for part in re.findall(r"\d+", figure.normal)]
        if "年" not in figure.normal:
            return any([day.month, day.day] == parts for day in self.dates)
        if len(parts) == 1:
            return Fraction(parts[0]) in self.numbers or any(day.year == parts[0] for day in self.dates)
        return any(_within(day, parts) or _within(day + timedelta(1), parts) for day in self.dates)


def _within(day: date, parts: list[int]) -> bool:
    return [day.year, day.month, day.day][: len(parts)] == parts


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


def holdings(measure: Measure, shelves: Shelves) -> Holdings:
    """Everything that the measure's parts, benefits and their parameters hold."""
    collector = _Collector(shelves, Holdings())
    collector.period(measure.valid or shelves.valid)
    for part in measure.parts:
        collector.anything(part)
        collector.fund(part.fund)
    for benefit in measure.benefits.values():
        collector.benefit(benefit)
    return collector.held


class _Collector:
    """Walks what a measure says and follows the names in its formulas."""

    def __init__(self, shelves: Shelves, held: Holdings) -> None:
        self.shelves, self.held = shelves, held
        self.followed: set[str] = set()

    def benefit(self, benefit: Benefit) -> None:
        """The rule of a benefit; its examples are left out."""
        self.period(benefit.valid)
        self.fund(benefit.fund)
        for item in (
            benefit.claim,
            benefit.slots,
            benefit.amount,
            benefit.counts,
            *benefit.conditions.values(),
        ):
            self.anything(item)

    def anything(self, item: object) -> None:
        """Every number, day and formula inside of ``item``."""
        if isinstance(item, Formula):
            self.formula(item.text)
        elif isinstance(item, bool) or item is None:
            return
        elif isinstance(item, date):
            self.held.dates.add(item)
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
        if period:
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
                self.held.counts.update(map(Fraction, re.findall(r"_(\d+)$", token["text"])))
            elif token["number"]:
                self.held.numbers.add(Fraction(token["number"]))
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
