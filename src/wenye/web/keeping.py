"""A screening as a code that its visitor keeps: nothing is stored here, and the code brings every answer back.

The code is base 32 over: a version; who asks; the wish and the benefit asked for; the question pages in their order,
each a count and for each of its facts a key and a value; the facts that came from a record; and a check sum. A key is
the first bytes of the hash of an id, so that a code outlives changes of the pack: what the pack no longer knows, or
would no longer accept, is left out and counted.
"""

import re
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from wenye.feel.types import Boolean, Enum, Words, decode
from wenye.policy.model import Fact, Pack
from wenye.web.answers import SUBJECTS, Screening
from wenye.web.forms import Answer

VERSION = 1
KEY, CHECK = 3, 2
"""Bytes of a key and of the check sum."""
LONGEST = 4000
"""Characters of a code; a screening has some hundreds."""
IN_PAGE = re.compile(r'id="code"[^>]*>([^<]*)<')
"""Where a saved page holds its code."""


class Unusable(ValueError):
    """What was given is no code, or not all of one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A screening brought back; ``lost`` counts the answers that the pack has no place for any more."""

    screening: Screening
    lost: int


def _key(name: str) -> bytes:
    return sha256(name.encode()).digest()[:KEY] if name else bytes(KEY)


def _number(value: int) -> bytes:
    """A number from 0 up, seven bits a byte, the lowest first."""
    digits = bytearray()
    while value > 127:
        digits.append(value % 128 + 128)
        value //= 128
    return bytes([*digits, value])


def _written(fact: Fact, answer: Answer) -> int:
    """An answer as a number from 0 up: 0 for 不清楚; an option by the hash of its name, wherever the pack lists it."""
    if answer is None:
        return 0
    if isinstance(fact.type, Enum):
        return 1 + _option(fact.type.values[answer])
    number = int(answer)
    return 1 + (2 * number if number >= 0 else -2 * number - 1)


def _option(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:2], "big")


def _meant(fact: Fact, number: int) -> Answer:
    """The answer behind ``number``. Raises ValueError where the fact does not take it, or no longer does."""
    if number == 0:
        return None
    number -= 1
    if isinstance(fact.type, Enum):
        return [_option(name) for name in fact.type.values].index(number)
    value = -(number + 1) // 2 if number % 2 else number // 2
    if isinstance(fact.type, Boolean):
        return bool((False, True).index(value))
    natural = decode(fact.type, value)
    if fact.domain and not fact.domain[0] <= natural <= fact.domain[1]:  # type: ignore[operator]
        raise ValueError(f"{fact.id} takes no {natural}")
    return value


def _answers(names: Iterable[str], screening: Screening, pack: Pack) -> bytes:
    held = [(name, screening.answers[name]) for name in names if name in screening.answers and name in pack.facts]
    told = (_key(name) + _number(_written(pack.facts[name], answer)) for name, answer in held)
    return _number(len(held)) + b"".join(told)


def code(screening: Screening, pack: Pack) -> str:
    """The code of ``screening``, in groups of five letters and digits."""
    head = bytes([VERSION, SUBJECTS.index(screening.subject)]) + _key(screening.want) + _key(screening.benefit)
    pages = b"".join(_answers(page, screening, pack) for page in screening.pages)
    told = head + _number(len(screening.pages)) + pages + _answers(screening.prefilled, screening, pack)
    text = b32encode(told + sha256(told).digest()[:CHECK]).decode().rstrip("=")
    return "-".join(text[at : at + 5] for at in range(0, len(text), 5))


def found(text: str) -> str:
    """The code in a saved page, or ``text`` itself where it is no page."""
    page = IN_PAGE.search(text)
    return page.group(1) if page else text


def opened(text: str, pack: Pack) -> Kept:
    """The screening behind a code, however it was spaced. Raises Unusable."""
    letters = re.sub(r"[\s\-–—]", "", text).upper().translate(str.maketrans("018", "OIB"))
    if not letters or len(letters) > LONGEST or not letters.isascii():
        raise Unusable
    try:
        whole = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        raise Unusable from None
    told, check = whole[:-CHECK], whole[-CHECK:]
    if sha256(told).digest()[:CHECK] != check or told[0] != VERSION:
        raise Unusable
    try:
        return _read(told, pack)
    except IndexError:
        raise Unusable from None


class _Bytes:
    """Reads what ``code`` wrote. Raises IndexError past the end."""

    def __init__(self, told: bytes) -> None:
        self._told, self._at = told, 0

    def byte(self) -> int:
        self._at += 1
        return self._told[self._at - 1]

    def key(self) -> bytes:
        return bytes(self.byte() for _ in range(KEY))

    def number(self) -> int:
        value, shift = 0, 0
        while (digit := self.byte()) > 127:
            value |= (digit - 128) << shift
            shift += 7
        return value | digit << shift

    def answers(self) -> Iterator[tuple[bytes, int]]:
        for _ in range(self.number()):
            yield self.key(), self.number()


def _holds(fact: Fact) -> bool:
    """Whether a screening can hold the fact: no judgement, nothing derived, no text."""
    return fact.derived is None and not fact.judgement and not isinstance(fact.type, Words)


def _read(told: bytes, pack: Pack) -> Kept:
    """What the bytes hold, as far as ``pack`` knows it."""
    stream = _Bytes(told[1:])
    facts = {_key(name): fact for name, fact in pack.facts.items() if _holds(fact)}
    named = {_key(name): name for name in (*pack.purposes, *pack.benefits)}
    screening = Screening(SUBJECTS[stream.byte()])
    screening.want, screening.benefit = named.get(stream.key(), ""), named.get(stream.key(), "")
    lost = 0
    for _ in range(stream.number()):
        page, missing = _taken(stream, facts)
        lost += missing
        if page:
            screening.answer(page)
    record, missing = _taken(stream, facts)
    screening.answers.update(record)
    screening.prefilled = list(record)
    return Kept(screening, lost + missing)


def _taken(stream: _Bytes, facts: dict[bytes, Fact]) -> tuple[dict[str, Answer], int]:
    """The answers of one page that still mean something, and how many do not."""
    held: dict[str, Answer] = {}
    lost = 0
    for key, number in stream.answers():
        try:
            held[facts[key].id] = _meant(facts[key], number)
        except (KeyError, ValueError, OverflowError):
            lost += 1
    return held, lost
