"""The types of the rule language.

Every type has one integer form, in which all readings but the defining one compute:
boolean as bool, enumeration as index, date as days since 1970-01-01, and numbers scaled by
``10 ** decimals`` (money in yuan has two decimals, so its integer form is fen).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from wenye.feel.text import Text

NumericKind = Literal["literal", "integer", "number", "money"]
Natural = bool | Fraction | date | str
"""A value as people mean it: yes/no, an exact number (money in yuan), a date, an enumeration literal."""

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Boolean:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """An exact number.

    ``kind``: ``integer``, ``number``, ``money``, or ``literal`` for a number written in a rule, which takes
    the type it meets. ``decimals`` is None for a quotient, whose digits are not bounded until it is rounded.
    ``unit`` is the Chinese unit word (人, 月, 元/月), empty when the number has none.
    """

    kind: NumericKind
    decimals: int | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A constant length of time: whole months or whole days."""


@dataclass(frozen=True, slots=True)
class Enum:
    """One of a closed list of literals; the integer form is the index in ``values``."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Free text: it can be shown, never tested."""


Type = Boolean | Numeric | Date | Duration | Enum | Words

BOOLEAN = Boolean()
DATE = Date()
DURATION = Duration()
WORDS = Words()


def integer(unit: str = "") -> Numeric:
    """A whole number with an optional unit."""
    return Numeric("integer", 0, unit)


def number(decimals: int, unit: str = "") -> Numeric:
    """A number with a fixed count of decimals."""
    return Numeric("number", decimals, unit)


def money(unit: str = "元") -> Numeric:
    """Money in yuan, two decimals; the integer form is fen."""
    return Numeric("money", 2, unit)


def encode(kind: Type, value: Natural) -> int | bool:
    """The integer form of ``value``. Raises ValueError where the type has none for it."""
    if isinstance(kind, Boolean) and isinstance(value, bool):
        return value
    if isinstance(kind, Date) and isinstance(value, date):
        return value.toordinal() - EPOCH
    if isinstance(kind, Enum) and isinstance(value, str):
        return kind.values.index(value)
    if isinstance(kind, Numeric) and isinstance(value, Fraction) and kind.decimals is not None:
        scaled = value * 10**kind.decimals
        if scaled.denominator == 1:
            return int(scaled)
    raise ValueError(f"{value!r} is no {describe(kind).en}")


def decode(kind: Type, value: int | bool) -> Natural:
    """The natural value of an integer form."""
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, Date):
        return date.fromordinal(int(value) + EPOCH)
    if isinstance(kind, Enum):
        return kind.values[value]
    if isinstance(kind, Numeric) and kind.decimals is not None:
        return Fraction(int(value), 10**kind.decimals)
    raise ValueError(f"{describe(kind).en} has no integer form")


def describe(kind: Type) -> Text:
    """The type's name for messages."""
    if isinstance(kind, Numeric):
        return _NUMERIC[kind.kind]
    return _NAMES[type(kind)]


_NUMERIC = {
    "literal": Text("数字", "a number"),
    "integer": Text("整数", "a whole number"),
    "number": Text("小数", "a decimal number"),
    "money": Text("金额", "an amount of money"),
}
_NAMES: dict[type, Text] = {
    Boolean: Text("是/否", "a yes/no value"),
    Date: Text("日期", "a date"),
    Duration: Text("时长", "a duration"),
    Enum: Text("选项", "one of a list of values"),
    Words: Text("文字", "a text"),
}
