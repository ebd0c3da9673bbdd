"""Check digits of the resident identity number (GB 11643) and the unified social credit code (GB 32100)."""

from datetime import date
from operator import mul

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_MARKS = "10X98765432"
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {sign: value for value, sign in enumerate(_USCC_SIGNS)}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_VALUE = {sign: value for value, sign in enumerate(_ORG_SIGNS)}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


_ID_ZERO = ord("0") * sum(_ID_WEIGHTS)


def id_mark(first17: str) -> str:
    """The 18th sign of an identity number, from its first 17 digits."""
    return _ID_MARKS[(sum(map(mul, _ID_WEIGHTS, first17.encode("ascii"))) - _ID_ZERO) % 11]


def id_fault(number: str) -> str | None:
    """What is wrong with an identity number: ``length``, ``digits``, ``birth``, ``mark``, or None."""
    if len(number) != 18:
        return "length"
    if not (number[:17].isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        return "digits"
    if not _real_day(number[6:14]):
        return "birth"
    return None if id_mark(number[:17]) == number[17] else "mark"


def _real_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def born(number: str) -> str:
    """The birth date in a valid identity number, as YYYY-MM-DD."""
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def sex(number: str) -> str:
    """``male`` or ``female``, from the 17th digit of a valid identity number."""
    return "male" if int(number[16]) % 2 else "female"


def uscc_mark(first17: str) -> str:
    """The 18th sign of a unified social credit code. Raises KeyError where a sign is not allowed."""
    total = sum(weight * _USCC_VALUE[sign] for weight, sign in zip(_USCC_WEIGHTS, first17, strict=True))
    return _USCC_SIGNS[(31 - total % 31) % 31]


def org_mark(first8: str) -> str:
    """The check sign of an organisation code (places 9 to 16 of a credit code)."""
    total = sum(weight * _ORG_VALUE[sign] for weight, sign in zip(_ORG_WEIGHTS, first8, strict=True))
    rest = 11 - total % 11
    return "X" if rest == 10 else "0" if rest == 11 else str(rest)


def uscc_fault(code: str) -> str | None:
    """What is wrong with a credit code: ``length``, ``digits``, ``mark``, or None."""
    if len(code) != 18:
        return "length"
    if any(sign not in _USCC_VALUE for sign in code):
        return "digits"
    return None if uscc_mark(code[:17]) == code[17] else "mark"
