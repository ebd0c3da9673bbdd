"""Cells as departments write them, turned into stored values. What is accepted is data (``normalise.yaml``).

Stored form: text as text, dates as ``YYYY-MM-DD``, months as the first day of the month, money in fen (int),
shares scaled to an integer by their decimals, yes/no as bool, enumerations as their literal.
A blank cell gives None; the word 清空 gives ``CLEAR``. What cannot be read raises ``Unreadable`` with a code.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Final

import yaml

from wenye.registry import numbers

Cell = str | int | float | bool | date | datetime | None
Value = str | int | bool | None


class Unreadable(ValueError):
    """A cell that cannot be read; ``code`` names the message (problems.yaml), ``detail`` goes into it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class _Clear(str):
    """The cell that asks for its stored value to be removed."""


CLEAR: Final = _Clear("清空")


@dataclass(frozen=True, slots=True)
class Habits:
    """How cells may be written, read once from ``normalise.yaml``."""

    blank: frozenset[str]
    clear: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    dates: tuple[re.Pattern[str], ...]
    months: tuple[re.Pattern[str], ...]
    serial: range
    money_signs: tuple[str, ...]
    money_scales: Mapping[str, int]
    number_signs: tuple[str, ...]
    share_signs: tuple[str, ...]


def _habits() -> Habits:
    text = resources.files("wenye.registry").joinpath("normalise.yaml").read_text("utf-8")
    data = yaml.load(text, yaml.BaseLoader)
    longest_first = sorted(data["number"]["signs"], key=len, reverse=True)
    return Habits(
        blank=frozenset(word.upper() for word in data["blank"]),
        clear=frozenset(data["clear"]),
        yes=frozenset(data["true"]),
        no=frozenset(data["false"]),
        dates=tuple(re.compile(pattern) for pattern in data["dates"]),
        months=tuple(re.compile(pattern) for pattern in data["months"]),
        serial=range(int(data["serial"]["from"]), int(data["serial"]["to"])),
        money_signs=tuple(data["money"]["signs"]),
        money_scales={sign: int(scale) for sign, scale in data["money"]["scales"].items()},
        number_signs=tuple(longest_first),
        share_signs=tuple(data["number"]["shares"]),
    )


HABITS: Final = _habits()
_LONGEST_BLANK = max(map(len, (*HABITS.blank, *HABITS.clear)))
_SPACES = re.compile(r"\s+")
_DAY_ZERO = date(1899, 12, 30)


def plain(cell: Cell) -> str:
    """The cell as narrow text: full-width signs made narrow, outer spaces gone, whole floats without ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else unicodedata.normalize("NFKC", cell).strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def known(cell: Cell) -> str | None:
    """``plain``, or None for a blank cell, or CLEAR."""
    text = plain(cell)
    if len(text) > _LONGEST_BLANK:
        return text
    if text.upper() in HABITS.blank:
        return None
    return CLEAR if text in HABITS.clear else text


def _tight(text: str) -> str:
    return text if text.isalnum() else _SPACES.sub("", text)


def words(text: str) -> str:
    """Free text: inner runs of white space become one space."""
    return text if text.isalnum() else _SPACES.sub(" ", text)


def name(text: str) -> str:
    """A person's or firm's name: Chinese names lose inner spaces (张 三), others keep single ones."""
    tight = _tight(text)
    return words(text) if tight.isascii() else tight


def id_no(text: str) -> str:
    """A resident identity number with a right check sign."""
    number = _tight(text).upper().lstrip("'")
    fault = numbers.id_fault(number)
    if fault:
        raise Unreadable(f"id_{fault}", str(len(number)))
    return number


def uscc(text: str) -> str:
    """A unified social credit code with a right check sign."""
    code = _tight(text).upper().lstrip("'")
    fault = numbers.uscc_fault(code)
    if fault:
        raise Unreadable(f"uscc_{fault}", str(len(code)))
    return code


def phone(text: str) -> str:
    """A mobile or fixed-line number, digits only."""
    digits = text if text.isdigit() else re.sub(r"[\s\-()]", "", text).removeprefix("+86")
    if not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 12):
        raise Unreadable("phone")
    return digits


def account(text: str) -> str:
    """A bank account number, digits only."""
    digits = text if text.isdigit() else re.sub(r"[\s\-]", "", text)
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 30):
        raise Unreadable("account")
    return digits


def day(cell: Cell) -> str:
    """A calendar day in any of the accepted styles, as YYYY-MM-DD."""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return _day_text(plain(cell))


def _day_text(text: str) -> str:
    tight = _tight(text)
    for pattern in HABITS.dates:
        found = pattern.fullmatch(tight)
        if found:
            return _real(found["y"], found["m"], found["d"], text)
    if tight.isdigit() and int(tight) in HABITS.serial:
        return (_DAY_ZERO + timedelta(days=int(tight))).isoformat()
    raise Unreadable("date", text)


def month(cell: Cell) -> str:
    """A month in any of the accepted styles, or a day within it, as the first day of the month."""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m}-01"
    return _month_text(plain(cell))


def _month_text(text: str) -> str:
    tight = _tight(text)
    for pattern in HABITS.months:
        found = pattern.fullmatch(tight)
        if found:
            return _real(found["y"], found["m"], "1", text)
    return f"{_day_text(text)[:7]}-01"


def _real(year: str, month_: str, day_: str, text: str) -> str:
    try:
        return date(int(year), int(month_), int(day_)).isoformat()
    except ValueError:
        raise Unreadable("date_impossible", text) from None


def yes_no(text: str) -> bool:
    """Yes or no in any of the accepted marks."""
    mark = _tight(text).upper()
    if mark in HABITS.yes:
        return True
    if mark in HABITS.no:
        return False
    raise Unreadable("yes_no", text)


def scaled(decimals: int) -> Callable[[str], int]:
    """A reader of numbers with at most ``decimals`` decimals, as an integer scaled by 10 ** decimals."""

    def read(text: str) -> int:
        tight, scale = _tight(text), 1
        share = next((sign for sign in HABITS.share_signs if tight.endswith(sign)), None)
        if share:
            tight = tight.removesuffix(share)
        for sign in HABITS.number_signs:
            tight = tight.replace(sign, "")
        return _exact(tight, Decimal(scale).scaleb(decimals - (2 if share else 0)), text)

    return read


def money(text: str) -> int:
    """Money in yuan (or 万元), as fen."""
    tight, scale = _tight(text), Decimal(100)
    for sign, factor in HABITS.money_scales.items():
        if tight.endswith(sign):
            tight, scale = tight.removesuffix(sign), Decimal(100) * factor
    for sign in HABITS.money_signs:
        tight = tight.replace(sign, "")
    return _exact(tight, scale, text)


def _exact(digits: str, scale: Decimal, text: str) -> int:
    if digits.isascii() and digits.isdigit() and scale == 1:
        return int(digits)
    try:
        exact = Decimal(digits) * scale
    except InvalidOperation:
        raise Unreadable("number", text) from None
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise Unreadable("decimals", text)
    return int(exact)


def choice(accepted: Mapping[str, str]) -> Callable[[str], str]:
    """A reader of one word out of a closed list: accepted word -> stored literal."""

    def read(text: str) -> str:
        literal = accepted.get(text) or accepted.get(_tight(text))
        if literal is None:
            raise Unreadable("choice", text)
        return literal

    return read
