"""What a pack says, as frozen values. Every part of it knows its place (``at``) in the pack's files.

Money is an exact number of yuan (``Fraction``), dates are ``datetime.date``; a rule is still text here
(``Formula``): ``rules.Rules`` turns it into a typed tree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.policy.model_benefits import (
    AmountTable,
    Awaiting,
    Benefit,
    Claim,
    Condition,
    Example,
    Exclusion,
    Quota,
    Settled,
    Slot,
    StackingOpen,
    TableRow,
    Together,
)
from wenye.policy.model_common import (
    Assumption,
    Count,
    Evidence,
    Formula,
    Interpretation,
    Named,
    OpenQuestion,
    Period,
)
from wenye.policy.model_facts import Aggregate, Entity, Fact, Parameter, ParameterValue, Says

__all__ = [
    "Aggregate",
    "AmountTable",
    "Assumption",
    "Awaiting",
    "Benefit",
    "Claim",
    "Condition",
    "Count",
    "Entity",
    "Evidence",
    "Example",
    "Exclusion",
    "Fact",
    "FigureElsewhere",
    "Formula",
    "Fund",
    "Interpretation",
    "Limit",
    "Measure",
    "Misprint",
    "Named",
    "OpenQuestion",
    "Pack",
    "Parameter",
    "ParameterValue",
    "Part",
    "Period",
    "Place",
    "Quota",
    "Rule",
    "Says",
    "Settled",
    "Slot",
    "StackingOpen",
    "TableRow",
    "Together",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that holds for every measure, such as that towns are related everywhere."""

    id: str
    unit: str | None
    text: Text
    at: Position


@dataclass(frozen=True, slots=True)
class Fund:
    """Money with its own purposes; ``floor`` in yuan. ``floor_rule`` is ``refill`` or ``hard``."""

    id: str
    label: Text
    level: str
    purposes: tuple[str, ...]
    floor: Fraction | None
    floor_rule: str | None
    clause: str | None
    assumption: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class Place:
    """Places in a contest, and the prize in yuan for each."""

    count: int | None
    of: Text
    prize: Fraction | None
    at: Position


@dataclass(frozen=True, slots=True)
class Limit:
    """A named figure of a loan or a service: a sum, a share, a term."""

    label: Text
    value: Fraction
    unit: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a measure that is not an executable rule; figures are the document's.

    ``amount``, ``floor`` and prizes are in yuan; ``at_least``, ``at_most`` and ``count`` in ``unit``.
    """

    id: str
    kind: str
    label: Text
    text: Text | None
    metric: Text | None
    at_least: Fraction | None
    at_most: Fraction | None
    count: Fraction | None
    unit: Text | None
    amount: Fraction | None
    per: str | None
    every: str | None
    on: str | None
    start: date | None
    until: date | None
    by: tuple[str, ...]
    evidence: tuple[Text, ...]
    fund: str | None
    floor: Fraction | None
    rule: str | None
    places: tuple[Place, ...]
    counts: tuple[Count, ...]
    limits: tuple[Limit, ...]
    nominate_to: str | None
    of: Text | None
    fields: tuple[Text, ...]
    keeper: str | None
    consent: bool
    purpose: Text | None
    audit: bool
    clause: str | None
    at: Position


@dataclass(frozen=True, slots=True)
class FigureElsewhere:
    """A figure of the published text that no rule or part of the measure holds as a number, and why."""

    figure: str
    why: Text
    at: Position


@dataclass(frozen=True, slots=True)
class Misprint:
    """A slip of the published text: what it prints, and what it means."""

    published: str
    meant: str
    at: Position


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the numbered measures: units, validity, parts and benefits (by id).

    ``figures`` and ``references`` (numbers of other documents) are those of the published text, in its order and in
    the normal form of ``source_figures``.
    """

    number: int
    plan: int
    title: Text
    summary: Text
    lead: tuple[str, ...]
    related: tuple[str, ...]
    valid: Period | None
    document_faults: tuple[Text, ...]
    interpretations: tuple[Interpretation, ...]
    assumptions: tuple[Assumption, ...]
    open: tuple[OpenQuestion, ...]
    parts: tuple[Part, ...]
    figures: tuple[str, ...]
    references: tuple[str, ...]
    figures_elsewhere: tuple[FigureElsewhere, ...]
    misprints: tuple[Misprint, ...]
    benefits: Mapping[str, Benefit] = field(repr=False)
    at: Position


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack, checked. ``hash`` is the SHA-256 of its files' names and bytes.

    Its mappings may be lazy: an entry is read when it is first asked for.
    """

    id: str
    title: Text
    district: Text
    valid: Period
    assumptions: tuple[Assumption, ...]
    plans: Mapping[int, Named]
    rules: Mapping[str, Rule]
    purposes: Mapping[str, Named]
    towns: Mapping[str, Named]
    units: Mapping[str, Named]
    funds: Mapping[str, Fund]
    entities: Mapping[str, Entity]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    measures: Mapping[int, Measure]
    benefits: Mapping[str, Benefit]
    hash: str
