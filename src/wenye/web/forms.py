"""Answers as people type them, read into values that the rules take.

A value is in the integer form of its type (``wenye.feel.types.encode``); None stands for 不清楚. Full-width digits,
spaces, thousands marks and 万 are understood.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric, Words, encode
from wenye.policy.model import Fact
from wenye.policy.screen import askable
from wenye.web.language import said, say
from wenye.web.presenters.values import is_share, value_said

Answer = int | bool | None
UNKNOWN = "unknown"
NONE_OF_THESE = "none"
LONGEST_PART = 8
"""So much of what was typed is quoted."""
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be read, in a sentence that says what to do; ``field`` is the id of the input to go to."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact as asked."""

    fact: Fact

    @property
    def field(self) -> str:
        """The name of its input."""
        return self.fact.id

    def encoded(self, value: Natural) -> int | bool:
        """A natural value of the fact in integer form."""
        return encode(self.fact.type, value)

    @property
    def shape(self) -> str:
        """Which input serves it: ``yesno``, ``choice``, ``date`` or ``figure``."""
        kind = self.fact.type
        if isinstance(kind, Boolean):
            return "yesno"
        if isinstance(kind, Enum):
            return "choice"
        return "date" if isinstance(kind, Date) else "figure"

    @property
    def unit(self) -> str:
        """The unit behind the input."""
        if is_share(self.fact):
            return "%"
        if self.fact.unit is not None:
            return said(self.fact.unit)
        return (
            say("answer.yuan")
            if isinstance(self.fact.type, Numeric) and self.fact.type.kind == "money"
            else ""
        )


def answerable(fact: Fact) -> bool:
    """Whether a page can ask the fact: text is shown and recorded, no rule reads it, and no answer of it is kept."""
    return askable(fact) and not isinstance(fact.type, Words)


def read(asked: Asked, sent: Mapping[str, str]) -> Answer | Mistake:
    """The answer to one fact; a Mistake where it cannot be read."""
    if asked.shape == "date":
        return _day(asked, sent)
    text = sent.get(asked.field, "")
    if asked.shape == "yesno":
        return {"yes": True, "no": False, UNKNOWN: None}.get(
            text, Mistake(f"{asked.field}-yes", say("answer.choose"))
        )
    if asked.shape == "choice":
        return _choice(asked, text)
    return _figure(asked, text)


def read_ticks(group: list[Asked], ticked: list[str]) -> dict[str, Answer] | Mistake:
    """The answers to facts asked together: ticked is yes, not ticked is no, unless 不清楚 was ticked."""
    names = {asked.field for asked in group}
    chosen = [field for field in ticked if field in names | {UNKNOWN, NONE_OF_THESE}]
    if not chosen:
        return Mistake("ticks-none", say("answer.tick"))
    if NONE_OF_THESE in chosen and len(chosen) > 1:
        return Mistake("ticks-none", say("answer.tick_none"))
    rest: Answer = None if UNKNOWN in chosen else False
    return {asked.fact.id: True if asked.field in chosen else rest for asked in group}


def _choice(asked: Asked, text: str) -> Answer | Mistake:
    if text == UNKNOWN:
        return None
    if text in asked.fact.values:
        return asked.encoded(text)
    return Mistake(f"{asked.field}-{next(iter(asked.fact.values), '')}", say("answer.choose"))


def plain(text: str) -> str:
    """``text`` without what people put around digits: full width, spaces, thousands marks, units."""
    return re.sub(r"[\s,，_]|元|人|%|％", "", unicodedata.normalize("NFKC", text))


def _decimal(text: str) -> Decimal | None:
    digits = plain(text)
    times = Decimal(10_000) if digits.endswith("万") else Decimal(1)
    digits = digits.removesuffix("万")
    try:
        return Decimal(digits) * times if _PLAIN.match(digits) and len(digits) < 16 else None
    except InvalidOperation:
        return None


def _figure(asked: Asked, text: str) -> Answer | Mistake:
    value = _decimal(text)
    if value is None:
        key = "answer.number_empty" if not text.strip() else "answer.number_wrong"
        return Mistake(asked.field, say(key, label=asked.fact.label, example=_example(asked)))
    if is_share(asked.fact):
        value = value / 100
    return _fitting(asked, value)


def _fitting(asked: Asked, value: Decimal) -> Answer | Mistake:
    kind = asked.fact.type
    assert isinstance(kind, Numeric)
    decimals = kind.decimals or 0
    if value != round(value, decimals):
        return Mistake(
            asked.field,
            say("answer.whole" if not decimals else "answer.decimals", label=asked.fact.label, n=decimals),
        )
    if asked.fact.domain and not asked.fact.domain[0] <= value <= asked.fact.domain[1]:  # type: ignore[operator]
        low, high = (value_said(asked.fact, end) for end in asked.fact.domain)
        return Mistake(asked.field, say("answer.outside", label=asked.fact.label, low=low, high=high))
    return asked.encoded(Fraction(value))


def _example(asked: Asked) -> str:
    kind = asked.fact.type
    if is_share(asked.fact):
        return "3.5"
    return "50000" if isinstance(kind, Numeric) and kind.kind == "money" else "3"


def _day(asked: Asked, sent: Mapping[str, str]) -> Answer | Mistake:
    parts = [plain(sent.get(f"{asked.field}-{part}", "")) for part in ("year", "month", "day")]
    first = f"{asked.field}-year"
    if not all(parts):
        return Mistake(first, say("answer.date_empty", label=asked.fact.label))
    try:
        day = date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        typed = "-".join(part[:LONGEST_PART] for part in parts)
        return Mistake(first, say("answer.date_wrong", label=asked.fact.label, typed=typed))
    if asked.fact.domain and not asked.fact.domain[0] <= day <= asked.fact.domain[1]:  # type: ignore[operator]
        low, high = (value_said(asked.fact, end) for end in asked.fact.domain)
        return Mistake(first, say("answer.outside", label=asked.fact.label, low=low, high=high))
    return asked.encoded(day)
