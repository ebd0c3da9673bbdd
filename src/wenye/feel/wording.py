"""The words of the rule language in both languages, and how values are written in sentences."""

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
    from which years are said as age.
    """

    label: Text
    unit: Text | None = None
    values: Mapping[str, Text] = field(default_factory=dict)
    yes: Text | None = None
    no: Text | None = None
    share: bool = False
    birth: bool = False


Vocabulary = Mapping[str, Word]

PHRASES: Mapping[str, Text] = {
    "=": Text("{a}为{b}", "{a} is {b}"),
    "!=": Text("{a}不是{b}", "{a} is not {b}"),
    "<": Text("{a}低于{b}", "{a} is less than {b}"),
    "<=": Text("{a}不高于{b}", "{a} is at most {b}"),
    ">": Text("{a}高于{b}", "{a} is more than {b}"),
    ">=": Text("{a}不低于{b}", "{a} is at least {b}"),
    "count <": Text("{a}少于{b}", "{a}: fewer than {b}"),
    "count <=": Text("{a}不超过{b}", "{a}: at most {b}"),
    "count >": Text("{a}超过{b}", "{a}: more than {b}"),
    "count >=": Text("{a}不少于{b}", "{a}: at least {b}"),
    "date =": Text("{a}是{b}", "{a} is {b}"),
    "date <": Text("{a}早于{b}", "{a} is before {b}"),
    "date <=": Text("{a}不晚于{b}", "{a} is not after {b}"),
    "date >": Text("{a}晚于{b}", "{a} is after {b}"),
    "date >=": Text("{a}不早于{b}", "{a} is not before {b}"),
    "passed": Text("从{a}到{b}已满 {n}", "at least {n} from {a} to {b}"),
    "not passed": Text("从{a}到{b}不满 {n}", "less than {n} from {a} to {b}"),
    "within": Text("{b}在{a}后 {n}以内", "{b} is within {n} of {a}"),
    "not within": Text("{b}已超过{a}后 {n}", "{b} is more than {n} after {a}"),
    "age": Text("到{b}已满 {n}周岁", "aged {n} or over on {b}"),
    "not age": Text("到{b}不满 {n}周岁", "under {n} on {b}"),
    "age within": Text("到{b}未超过 {n}周岁生日", "not past the birthday of {n} on {b}"),
    "not age within": Text("到{b}已超过 {n}周岁生日", "past the birthday of {n} on {b}"),
    "one of": Text("{a}为{b}", "{a} is {b}"),
    "none of": Text("{a}不是{b}", "{a} is not {b}"),
    "range": Text("{a}为{low}至{high}", "{a}: {low} to {high}"),
    "date range": Text("{a}在{low}至{high}之间（含首尾两日）", "{a} from {low} to {high}, both included"),
    "and": Text("{a}，并且{b}", "{a}, and {b}"),
    "or": Text("{a}，或者{b}", "{a}, or {b}"),
    "not": Text("不属于以下情形：{a}", "it is not the case that {a}"),
    "if": Text("如果{test}，则{then}；否则{other}", "if {test}, {then}; otherwise {other}"),
    "value if": Text("{test}的为{then}，其他为{other}", "{then} if {test}, otherwise {other}"),
    "share of": Text("{a}的 {b}", "{b} of {a}"),
    "ratio": Text("{a}与{b}之比", "the ratio of {a} to {b}"),
    "+": Text("{a}加{b}", "{a} plus {b}"),
    "-": Text("{a}减去{b}", "{a} less {b}"),
    "*": Text("{a} × {b}", "{a} × {b}"),
    "/": Text("{a} ÷ {b}", "{a} ÷ {b}"),
    "least": Text("{a}（两者取低）", "the lower of {a}"),
    "greatest": Text("{a}（两者取高）", "the higher of {a}"),
    "least and": Text("{a}与{b}", "{a} and {b}"),
    "at most": Text("{a}，最高不超过{b}", "{a}, at most {b}"),
    "at least": Text("{a}，最低不少于{b}", "{a}, at least {b}"),
    "rounded": Text("{a}（{how}到{unit}）", "{a} ({how} to {unit})"),
    "after": Text("{a}后 {n}", "{n} after {a}"),
    "year of": Text("{a}的年份", "the year of {a}"),
    "parameter": Text("{a}（{b}）", "{a} ({b})"),
    "yes": Text("{a}：是", "{a}: yes"),
    "no": Text("{a}：否", "{a}: no"),
    "always": Text("不设条件", "no condition"),
    "unknown": Text("{a}尚不清楚", "{a} is not known yet"),
    "fact value": Text("{a} {b}", "{a} {b}"),
    "row": Text("{a}：{b}", "{a}: {b}"),
}
ROUNDINGS: Mapping[str, Text] = {
    "half up": Text("四舍五入", "rounded half up"), "half down": Text("五舍六入", "rounded half down"),
    "down": Text("舍去尾数", "rounded down"), "up": Text("尾数进一", "rounded up"),
    "floor": Text("舍去尾数", "rounded down"), "ceiling": Text("尾数进一", "rounded up"),
}
DIGITS: Mapping[int, Text] = {
    2: Text("分", "the fen"), 1: Text("角", "the jiao"), 0: Text("整数", "a whole number"),
    -1: Text("十", "tens"), -2: Text("百", "hundreds"),
}


def phrase(key: str, language: str, **parts: str) -> str:
    """A phrase with its parts filled in."""
    return PHRASES[key].of(language).format(**parts)


def joined(items: list[str], language: str, last: str = "or") -> str:
    """A list in words: 甲、乙或丙 / a, b or c."""
    word = {"or": Text("或", " or "), "and": Text("和", " and ")}[last].of(language)
    if len(items) < 2:
        return "".join(items)
    comma = "、" if language == "zh" else ", "
    return f"{comma.join(items[:-1])}{word}{items[-1]}"


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


def figure(value: Fraction) -> str:
    """An exact number with thousands separators and no needless decimals."""
    digits = 0
    while digits < 9 and (value * 10**digits).denominator != 1:
        digits += 1
    whole, rest = divmod(abs(round(value * 10**digits)), 10**digits)
    decimals = f".{str(rest).zfill(digits)}" if digits else ""
    return f"{'-' if value < 0 else ''}{whole:,}{decimals}"


def amount(value: Fraction, language: str, unit: Text | None = None) -> str:
    """Money: 16,500 元 / 16,500 yuan; two decimals when there are fen."""
    text = figure(value)
    if value.denominator != 1:
        text = f"{text}{'0' * (2 - len(text.partition('.')[2]))}"
    return f"{text} {(unit or Text('元', 'yuan')).of(language)}"


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


def _number(value: Fraction, kind: Numeric, word: Word | None, language: str) -> str:
    unit = word.unit if word else None
    if word and word.share:
        return f"{figure(value * 100)}%"
    if kind.kind == "money":
        return amount(value, language, unit)
    if kind.unit == "年" and value >= 1900:
        return f"{value.numerator} 年" if language == "zh" else str(value.numerator)
    shown = unit.of(language) if unit else kind.unit if language == "zh" else ""
    return f"{figure(value)} {shown}".rstrip()


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
