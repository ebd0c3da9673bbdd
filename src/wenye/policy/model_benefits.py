"""A benefit: an executable rule with its money, its claims and its worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Natural
from wenye.policy.model_common import (
    Assumption,
    Count,
    Evidence,
    Formula,
    Interpretation,
    OpenQuestion,
    Period,
)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``count`` places in each period."""

    count: int
    per: str
    at: Position


@dataclass(frozen=True, slots=True)
class Claim:
    """What one payment is for, how often it can be had, and how many places there are; ``unit`` as ``Slot.holder``."""

    unit: tuple[str, ...]
    times: int | None
    per: str
    quota: Quota | None
    at: Position


@dataclass(frozen=True, slots=True)
class Slot:
    """Taken by approval; benefits that share a slot's name exclude each other for its holder and period.

    ``holder`` is an entity reached from the subject, or several of them and facts, held together (see ``holders``).
    """

    name: str
    holder: tuple[str, ...]
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
class Together:
    """Both may be had: the document grants them side by side, or that is assumed; ``text`` says why."""

    benefit: str
    basis: str
    text: Text
    at: Position


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The rules from above that a benefit waits for."""

    text: Text
    settled_by: str
    at: Position


@dataclass(frozen=True, slots=True)
class Settled:
    """What a recorded activation settles: a stated assumption by its id, ``fund``, or ``awaiting``.

    It is settled for cases whose rule day is ``start`` or later, in decisions made on ``known_since`` or later.
    """

    id: str
    document: Text
    start: date
    known_since: date


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
    ``total``, ``monthly``, ``daily``, ``per_item`` or ``limit``. ``asked_when`` names the yes/no fact without which a
    screening need not ask about this benefit at all (nobody who hired nobody is asked when they hired).
    ``settled`` is what recorded activations lifted; it no longer stands among the assumptions (see ``overlay``).
    """

    id: str
    measure: int
    label: Text
    kind: str
    subject: str
    payee: str | None
    dated_by: str
    asked_when: str | None
    valid: Period | None
    fund: str | None
    fund_assumed: bool
    purpose: str
    claim: Claim
    slots: tuple[Slot, ...]
    excludes: tuple[Exclusion, ...]
    stacking_open: tuple[StackingOpen, ...]
    together: tuple[Together, ...]
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
    settled: tuple[Settled, ...] = ()
