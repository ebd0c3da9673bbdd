"""How values are written in sentences: sums, counts, shares, dates, lengths of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from wenye.feel.text import Text
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric, Type


@dataclass(frozen=True, slots=True)
class Word:
    """How a fact or parameter is said: its label, unit, the labels of its values, and yes/no phrases.

    ``share`` marks a pure number between 0 and 1, which is written as a percentage; ``birth`` a date of birth,
    from which years are said as age, of ``owner`` where that is somebody else than the rule is about.
    """

    label: Text
    unit: Text | None = None
    values: Mapping[str, Text] = field(default_factory=dict)
    yes: Text | None = None
    no: Text | None = None
    share: bool = False
    birth: bool = False
    owner: Text | None = None


Vocabulary = Mapping[str, Word]
YUAN = Text("元", "yuan")
FIRST_YEAR = 1900
"""A whole number of 年 from here on is a calendar year, written without a thousands separator."""


def length(months: int, days: int, language: str) -> str:
    """A duration: 1 年 6 个月, 3 years, 10 days."""
    years, rest = divmod(months, 12)
    parts = [(years, "年", "year"), (rest, "个月", "month"), (days, "天", "day")]
    if language == "zh":
        return " ".join(f"{count} {zh}" for count, zh, _ in parts if count)
    return " ".join(f"{count} {en}{'s' if count != 1 else ''}" for count, _, en in parts if count)


def day_words(day: date, language: str) -> str:
    """A day in a sentence: 2019年11月20日 / 20 November 2019."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def figure(value: Fraction, most: int = 9) -> str:
    """A number with thousands separators and no needless decimals; exact if it has at most ``most`` of them."""
    digits = 0
    while digits < most and (value * 10**digits).denominator != 1:
        digits += 1
    whole, rest = divmod(abs(round(value * 10**digits)), 10**digits)
    decimals = f".{str(rest).zfill(digits)}" if digits else ""
    return f"{'-' if value < 0 else ''}{whole:,}{decimals}"


def amount(value: Fraction, language: str, unit: Text | None = None) -> str:
    """Money: 16,500 元 / 16,500 yuan; two decimals when there are fen."""
    text = figure(value)
    if value.denominator != 1:
        text = f"{text}{'0' * (2 - len(text.partition('.')[2]))}"
    return f"{text} {(unit or YUAN).of(language)}"


def written(value: Natural, kind: Type, word: Word | None, language: str) -> str:
    """A value as it stands in a sentence, with its unit."""
    if isinstance(kind, Boolean):
        return Text("是", "yes").of(language) if value else Text("否", "no").of(language)
    if isinstance(kind, Date) and isinstance(value, date):
        return day_words(value, language)
    if isinstance(kind, Enum):
        return word.values[str(value)].of(language) if word and str(value) in word.values else str(value)
    if isinstance(kind, Numeric) and isinstance(value, Fraction):
        return _number(value, kind, word, language)
    return str(value)


def one(unit: str) -> str:
    """The singular of an English unit: people, months, businesses, class hours."""
    if unit in _ONE:
        return _ONE[unit]
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if unit.endswith(ending) and not unit.endswith("ss"):
            return unit.removesuffix(ending) + singular
    return unit


def _number(value: Fraction, kind: Numeric, word: Word | None, language: str) -> str:
    unit = word.unit if word else None
    if word and word.share:
        return f"{figure(value * 100)}%"
    if kind.kind == "money":
        return amount(value, language, unit)
    if kind.unit == "年" and value >= FIRST_YEAR:
        return f"{value.numerator} 年" if language == "zh" else str(value.numerator)
    shown = unit.of(language) if unit else kind.unit if language == "zh" else ""
    if language == "en" and value == 1:
        shown = one(shown)
    return f"{figure(value)} {shown}".rstrip()


_ONE = {"people": "person", "businesses": "business", "children": "child"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
