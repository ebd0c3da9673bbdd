"""Figures as people read them: money, counts and dates in the language of the request.

Money is in fen everywhere inside and becomes yuan only here; no float is involved.
"""

from datetime import date

from wenye.web.language import current

MONTHS = "January February March April May June July August September October November December".split()


def number(value: int) -> str:
    """``16500`` as ``16,500``."""
    return f"{value:,}"


def yuan_digits(fen: int) -> str:
    """Fen as yuan, without the unit; the decimals are shown only where there are any."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")


def yuan_column(fen: int) -> str:
    """Fen as yuan for a column of a table: always two decimals, so that the digits stand under each other."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def yuan(fen: int) -> str:
    """``1650000`` fen as ``16,500 元``."""
    return f"{yuan_digits(fen)} yuan" if current() == "en" else f"{yuan_digits(fen)} 元"


def ten_thousands(fen: int) -> str:
    """A large sum for an overview: ``12,345.6 万元``, cut to one decimal; in English millions, cut to two."""
    if current() == "en":
        whole, rest = divmod(fen // 1_000_000, 100)
        return f"{whole:,}.{rest:02d} million yuan"
    whole, rest = divmod(fen // 100_000, 10)
    return f"{whole:,}.{rest} 万元"


def day(value: date) -> str:
    """A date inside a sentence: ``2019年11月20日``."""
    if current() == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def day_in_table(value: date) -> str:
    """A date in a table: ``2019-11-20``."""
    return value.isoformat()


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, by integer arithmetic; a dash where there is nothing to share."""
    if whole == 0:
        return "–"
    tenths = (part * 2000 + whole) // (whole * 2)
    return f"{tenths // 10}.{tenths % 10}%"


_DIGITS = "零一二三四五六七八九十"


def chinese_digit(value: int) -> str:
    """The numeral of a plan: ``一`` to ``十``; Arabic in English."""
    return str(value) if current() == "en" or not 0 <= value <= 10 else _DIGITS[value]
