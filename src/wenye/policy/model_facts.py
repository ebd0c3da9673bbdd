"""Entities, facts and parameters: what rules can speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Natural, Type
from wenye.policy.model_common import Formula


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing that rules run over; ``relations`` lead from its name for another entity to that entity.

    ``called`` says what that other is in relation to it: of a placement the firm is the agency.
    """

    id: str
    label: Text
    key: str
    relations: Mapping[str, str]
    called: Mapping[str, Text]
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
    """A value from a day on, and what it rests on: a source, or an assumption.

    After the day ``until`` (None: open) its source no longer holds and, without a successor, nobody knows the value.
    ``activated`` marks what a recorded activation gives: from its first day on no assumption counts any more.
    """

    start: date
    until: date | None
    value: Natural
    known_since: date | None
    source: Text | None
    assumption: Text | None
    source_wanted: Text | None
    at: Position
    activated: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value that rules read; before its first day it is unknown.

    The fact ``dated_by`` (by the name that rules use) says which value counts; None: the one that dates the benefit.
    """

    id: str
    type: Type
    label: Text
    unit: Text | None
    domain: tuple[Natural, Natural] | None
    history: tuple[ParameterValue, ...]
    at: Position
    dated_by: str | None = None

    def known(self, on: date | None = None) -> tuple[ParameterValue, ...]:
        """The values as known on the day ``on`` (None: all), one for each first day, in order.

        Where an activation gives a value, it stands for what was given from the same day, and for every assumption
        from that day on.
        """
        told: list[ParameterValue] = []
        for value in self.history:
            if on is not None and value.known_since is not None and value.known_since > on:
                continue
            if told and told[-1].start == value.start:
                told[-1] = value
            elif value.assumption is None or not any(earlier.activated for earlier in told):
                told.append(value)
        return tuple(told)

    def in_force(self, day: date, known_on: date | None = None) -> ParameterValue | None:
        """The value in force on ``day`` as known on ``known_on``; None where nobody knows it."""
        begun = [value for value in self.known(known_on) if value.start <= day]
        if not begun or (begun[-1].until is not None and begun[-1].until < day):
            return None
        return begun[-1]

    @property
    def assumed(self) -> bool:
        """Whether any of its values is an assumption."""
        return any(value.assumption is not None for value in self.known())
