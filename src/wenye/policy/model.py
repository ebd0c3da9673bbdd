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
from wenye.feel.types import Natural, Type


@dataclass(frozen=True, slots=True)
class Formula:
    """A FEEL expression as written; ``at`` is where its first character stands."""

    text: str
    at: Position


@dataclass(frozen=True, slots=True)
class Period:
    """From the day ``start`` to the day ``end``, both included; None leaves an end open."""

    start: date | None
    end: date | None
    at: Position


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id and a label: a unit, a plan, a purpose, a town."""

    id: str
    label: Text
    at: Position


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed, and where the real value would come from."""

    id: str
    text: Text
    source_wanted: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One reading of the text, chosen and said."""

    id: str
    text: Text
    at: Position


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the document leaves open, and the unit that must settle it."""

    id: str
    question: Text
    settled_by: str
    at: Position


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
class Entity:
    """A kind of thing that rules run over; ``relations`` lead from its name for another entity to that entity."""

    id: str
    label: Text
    key: str
    relations: Mapping[str, str]
    at: Position


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A fact counted from a register with many rows for one subject."""

    kind: str
    over: str
    of: str | None
    where: Formula | None
    at: Position


@dataclass(frozen=True, slots=True)
class Says:
    """How a yes/no fact is said of its subject."""

    yes: Text
    no: Text


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: what it is, how it is asked, who declares and who verifies it.

    ``domain`` bounds numbers, money (yuan) and dates, ends included. A ``derived`` fact is always computed.
    """

    id: str
    entity: str
    type: Type
    label: Text
    unit: Text | None
    domain: tuple[Natural, Natural] | None
    values: Mapping[str, Text]
    says: Says | None
    question: Text | None
    why: Text | None
    declare: str | None
    verified_by: str | None
    privacy: str
    more_is_better: bool
    judgement: bool
    group: str | None
    aggregate: Aggregate | None
    derived: Formula | None
    at: Position


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value from a day on, and what it rests on: a source, or an assumption."""

    start: date
    value: Natural
    known_since: date | None
    source: Text | None
    assumption: Text | None
    source_wanted: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value that rules read; before its first day it is unknown."""

    id: str
    type: Type
    label: Text
    unit: Text | None
    domain: tuple[Natural, Natural] | None
    history: tuple[ParameterValue, ...]
    at: Position

    @property
    def assumed(self) -> bool:
        """Whether any of its values is an assumption."""
        return any(value.assumption is not None for value in self.history)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper: what it is called, and which facts it proves."""

    id: str
    label: Text
    proves: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something in each period."""

    what: Text
    count: int
    per: str | None
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
class Quota:
    """At most ``count`` places in each period."""

    count: int
    per: str
    at: Position


@dataclass(frozen=True, slots=True)
class Claim:
    """What one payment is for, how often it can be had, and how many places there are."""

    unit: str
    times: int | None
    per: str
    quota: Quota | None
    at: Position


@dataclass(frozen=True, slots=True)
class Slot:
    """Taken by approval; benefits that share a slot's name exclude each other for its holder and period."""

    name: str
    holder: str
    per: str
    at: Position


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Not to be had together with ``benefit`` in the ``same`` period."""

    benefit: str
    same: str
    basis: str
    text: Text | None
    at: Position


@dataclass(frozen=True, slots=True)
class StackingOpen:
    """Whether both may be had together is for ``settled_by`` to say."""

    benefit: str
    question: Text
    settled_by: str
    at: Position


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The rules from above that a benefit waits for."""

    text: Text
    settled_by: str
    at: Position


@dataclass(frozen=True, slots=True)
class Condition:
    """A ``test``, or a ``judgement``: a yes/no fact that the unit ``role`` answers with evidence and a reason."""

    id: str
    label: Text
    test: Formula | None
    judgement: str | None
    role: str | None
    evidence: tuple[Text, ...]
    clause: str | None
    at: Position


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, one for each input, and its output in yuan."""

    cells: tuple[Formula, ...]
    output: Formula
    at: Position


@dataclass(frozen=True, slots=True)
class AmountTable:
    """A decision table; ``hit`` is ``unique``, ``first``, ``any`` or ``collect sum``."""

    inputs: tuple[Formula, ...]
    hit: str
    rows: tuple[TableRow, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Example:
    """A case worked by hand: the facts given (names as in rules), the day, and what must come out."""

    name: Text
    given: Mapping[str, Natural]
    on: date
    clause: str | None
    expect: str
    amount: Fraction | None
    fails: tuple[str, ...] | None
    missing: tuple[str, ...] | None
    at: Position


@dataclass(frozen=True, slots=True)
class Benefit:
    """An executable rule: who it is for, on which conditions, how much, out of which money.

    ``amount`` is absent for permits and registrations. ``amount_is`` says what the amount stands for:
    ``total``, ``monthly``, ``daily``, ``per_item`` or ``limit``.
    """

    id: str
    measure: int
    label: Text
    kind: str
    subject: str
    payee: str | None
    dated_by: str
    valid: Period | None
    fund: str | None
    fund_assumed: bool
    purpose: str
    claim: Claim
    slots: tuple[Slot, ...]
    excludes: tuple[Exclusion, ...]
    stacking_open: tuple[StackingOpen, ...]
    awaiting: Awaiting | None
    conditions: Mapping[str, Condition]
    amount: Formula | AmountTable | None
    amount_is: str
    counts: tuple[Count, ...]
    evidence: tuple[Evidence, ...]
    steps: tuple[Text, ...]
    time_limit: Text | None
    clause: str
    interpretations: tuple[Interpretation, ...]
    assumptions: tuple[Assumption, ...]
    open: tuple[OpenQuestion, ...]
    examples: tuple[Example, ...]
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
