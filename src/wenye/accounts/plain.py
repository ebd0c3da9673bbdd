"""What may stand in the trail in plain: no identity number, no phone, no account."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from wenye.accounts.refusals import Refused

_HASH = re.compile(r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,64})\b")
_PERSONAL = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}[ -]?(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][ -]?[0-9]{3}[0-9Xx](?![0-9])"  # identity
    r"|(?<![0-9])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"  # mobile phone
    r"|(?<![0-9])(?:[0-9]{4}[ -]){3,4}[0-9]{1,4}(?![0-9])"  # bank card in groups
)
# A long number is an account or a phone unless a letter stands before it, as in the number of a claim.
_LONG = re.compile(r"(?<![0-9A-Za-z])[0-9]{11,}")

LONGEST_TEXT, MOST_VALUES, LARGEST = 200, 100, 10**10
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

Plain = str | int | bool | None
Details = Mapping[str, "Plain | Iterable[Plain]"]


class NotPlain(Refused):
    """A value may not stand in the trail; the message names it and says what to write instead."""


def personal(text: str, *, long: bool = True) -> bool:
    """Whether a text seems to hold an identity number, a phone or an account; ``long``: or any number of 11 digits."""
    bare = _HASH.sub("", unicodedata.normalize("NFKC", text))
    return bool(_PERSONAL.search(bare) or (long and _LONG.search(bare)))


def plain_text(name: str, text: str, *, long: bool = True) -> str:
    """``text`` if it may stand in the trail. Raises NotPlain."""
    if personal(text, long=long):
        raise NotPlain(
            name,
            "这里像有身份证号、电话或账号，请改写成不带号码的说明。",
            "This seems to hold an identity, phone or account number; say it without the number.",
        )
    return text


def plain_details(details: Details) -> dict[str, "Plain | list[Plain]"]:
    """``details`` as they are stored: short plain values and lists of them. Raises NotPlain."""
    return {_name(name): _value(name, value) for name, value in details.items()}


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise NotPlain(name, f"审计明细的名称 {name!r} 应为小写英文。", f"The detail {name!r} should be lower-case.")
    return name


def _value(name: str, value: "Plain | Iterable[Plain]") -> "Plain | list[Plain]":
    if isinstance(value, list | tuple | set | frozenset):
        values = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        if len(values) > MOST_VALUES:
            raise NotPlain(name, f"审计明细 {name} 超过 {MOST_VALUES} 个值。", f"The detail {name} has too many values.")
        return [_one(name, item) for item in values]
    return _one(name, value)


def _one(name: str, value: object) -> Plain:
    if isinstance(value, str):
        return plain_text(name, value[:LONGEST_TEXT])
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) >= LARGEST and not name.endswith("_fen"):
            raise NotPlain(name, f"审计明细 {name} 的数太长，像一个号码。", f"{name} looks like a personal number.")
        return int(value)
    raise NotPlain(
        name,
        f"审计明细 {name} 只能是文字、整数、是否和它们的列表，不能是 {type(value).__name__}。",
        f"The detail {name} must be a text, an integer, a boolean or a list of these.",
    )
