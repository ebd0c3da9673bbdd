"""Texts of a pack or a facts file read as typed values: strictly, without floats, with a hint when refused."""

import re
from datetime import date
from fractions import Fraction

from wenye.feel.text import Text
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric, Type, describe
from wenye.policy.faults import nearest

EARLIEST, LATEST = date(1901, 1, 1), date(2099, 12, 31)
MOST_DIGITS = 15
_DECIMAL = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")
_WHOLE = re.compile(r"-?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = Text("请写成普通数字，如 10000 或 0.055。", "Write a plain number, such as 10000 or 0.055.")


class Unreadable(ValueError):
    """A text that is no value of the wanted type; says why and what to write."""

    def __init__(self, message: Text, hint: Text) -> None:
        self.message, self.hint = message, hint
        super().__init__(message.zh)


def read_value(kind: Type, text: str) -> Natural:
    """``text`` as a value of ``kind``. Raises ``Unreadable``."""
    if isinstance(kind, Boolean):
        return read_flag(text)
    if isinstance(kind, Date):
        return read_day(text)
    if isinstance(kind, Numeric):
        return read_number(text, kind.decimals or 0, describe(kind))
    if isinstance(kind, Enum) and text not in kind.values:
        message = Text(f"“{text}”不是“{kind.name}”的选项。", f"{text} is not a value of {kind.name}.")
        raise Unreadable(message, nearest(text, kind.values))
    return text


def read_flag(text: str) -> bool:
    """``true`` or ``false``."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable(Text(f"“{text}”不是是/否值。", f"{text} is no yes/no value."),
                     Text("请写 true 或 false。", "Write true or false."))


def read_day(text: str) -> date:
    """A day of the calendar between 1901 and 2099, as 2019-01-01."""
    hint = Text("日期写成 2019-01-01，在 1901 至 2099 年之间。", "Write a date as 2019-01-01, between 1901 and 2099.")
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        raise Unreadable(Text(f"没有“{text}”这一天。", f"There is no day {text}."), hint) from None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Unreadable(Text(f"“{text}”不是可用的日期。", f"{text} is no usable date."), hint)
    return day


def read_number(text: str, decimals: int, name: Text) -> Fraction:
    """An exact number with at most ``decimals`` decimals and 15 digits before the point."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise Unreadable(Text(f"“{text}”不是{name.zh}。", f"{text} is not {name.en}."), _number_hint(text))
    if len(found[1] or "") > decimals:
        message = Text(f"“{text}”的小数多于 {decimals} 位。", f"{text} has more than {decimals} decimals.")
        limit = Text(f"最多写 {decimals} 位小数。", f"Write at most {decimals} decimals.")
        raise Unreadable(message, limit if decimals else Text("请写整数。", "Write a whole number."))
    if len(text.partition(".")[0]) > MOST_DIGITS:
        raise Unreadable(Text(f"“{text}”过大。", f"{text} is too large."),
                         Text(f"整数部分最多 {MOST_DIGITS} 位。", f"At most {MOST_DIGITS} digits before the point."))
    return Fraction(text)


def read_whole(text: str) -> int:
    """A whole number."""
    if not _WHOLE.fullmatch(text) or len(text) > MOST_DIGITS:
        raise Unreadable(Text(f"“{text}”不是整数。", f"{text} is no whole number."), _number_hint(text))
    return int(text)


def _number_hint(text: str) -> Text:
    if re.fullmatch(r"-?[0-9.]+[eE][+-]?[0-9]+", text):
        return Text("不用科学计数法，请把数字写全。", "No exponents: write the number in full.")
    if re.search(r"[0-9][,，_ ][0-9]", text):
        return Text("数字中不加逗号、空格或下划线。", "No commas, spaces or underscores inside a number.")
    if text.endswith("%"):
        return Text("百分数请写成小数，如 50% 写 0.5。", "Write a share as a decimal: 0.5 for 50%.")
    if text.endswith(("万", "亿", "元", "人")):
        return Text("请写成不带单位的完整数字，如 1万 写 10000。", "Write the full figure without a unit: 10000.")
    return _PLAIN
