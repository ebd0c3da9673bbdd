"""Facts given for one case: read from JSON without floats, checked against the pack, in integer form.

Nothing is guessed: a name that the pack does not know, a wrong type, an impossible date or a value outside the
declared domain is an error that names the fact and, for names, the nearest right one.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from wenye.feel import FactFaults, Fault, Position, Text
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric, Words, describe, encode
from wenye.policy.faults import nearest
from wenye.policy.model import Fact
from wenye.policy.values import Unreadable, read_value

DEEPEST = 20
_MARKS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class Digits(str):
    """A number of a JSON text, kept as it was written."""

    __slots__ = ()


class Known(Protocol):
    """The facts that can be given, by the names they are given under; ``scopes.Names`` are those of one benefit."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...

    def fact(self, name: str) -> Fact: ...


def read_json(text: str, source: str) -> dict[str, object]:
    """The object in a JSON text, its numbers kept as written. Raises FactFaults that say where it breaks."""
    if not text.strip():
        raise _broken(
            Position(source, 1, 1),
            Text("是空的，没有任何事实。", "It is empty."),
            Text(
                '请写一个对象，如 {"jobs": 3}；什么都不知道就写 {}。',
                'Write an object such as {"jobs": 3}, or {} where nothing is known.',
            ),
        )
    if _depth(text) > DEEPEST:  # Python would run out of stack
        raise _broken(
            Position(source, 1, 1),
            Text("嵌套太深。", "It is nested too deeply."),
            Text("事实写在一层里，不用嵌套。", "Facts stand on one level."),
        )
    try:
        found = json.loads(
            text,
            parse_float=Digits,
            parse_int=Digits,
            parse_constant=Digits,
            object_pairs_hook=lambda pairs: _once(pairs, source),
        )
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _broken(
            Position(source, error.lineno, error.colno),
            Text("不是有效的 JSON。", "This is not valid JSON."),
            Text(
                f"请检查此处附近的引号、逗号和括号（{error.msg}）。",
                f"Check quotes, commas and brackets near here ({error.msg}).",
            ),
        ) from None
    except UnicodeEncodeError:
        raise _broken(
            Position(source, 1, 1),
            Text("含有半个代理对字符（\\ud800 至 \\udfff）。", "It holds half a surrogate pair."),
            Text("请检查 \\u 开头的转义。", "Check the escapes that begin with \\u."),
        ) from None
    if not isinstance(found, dict):
        raise _broken(
            Position(source, 1, 1),
            Text("最外层必须是对象。", "An object is needed."),
            Text('例如 {"jobs": 3, "investment": 50000}。', 'Such as {"jobs": 3, "investment": 50000}.'),
        )
    return found


def _broken(at: Position, message: Text, hint: Text) -> FactFaults:
    return FactFaults([Fault("facts.json", at, message, hint)])


def naturals(given: Mapping[str, object], names: Known) -> dict[str, Natural]:
    """The known facts as natural values (``null`` is unknown). Raises FactFaults with every fault."""
    faults: list[Fault] = []
    known: dict[str, Natural] = {}
    for name, value in given.items():
        try:
            fact = _fact(name, names)
            if value is not None:
                known[name] = _natural(name, value, fact)
        except FactFaults as error:
            faults.extend(error.faults)
    if faults:
        raise FactFaults(faults)
    return known


def integers(known: Mapping[str, Natural], names: Known) -> dict[str, int | bool | None]:
    """Natural values in integer form; free texts, which no rule tests, are left out."""
    return {
        name: encode(names.fact(name).type, value)
        for name, value in known.items()
        if not isinstance(names.fact(name).type, Words)
    }


def _once(pairs: list[tuple[str, object]], source: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise FactFaults(
                [
                    _fault(
                        name,
                        Text(f"{source} 里事实“{name}”写了两次。", f"{source} gives {name} twice."),
                        Text("请只保留一个。", "Keep one of them."),
                    )
                ]
            )
        found[name] = value
    return found


def _depth(text: str) -> int:
    """How deep the brackets of a JSON text go; those inside of strings do not count."""
    depth = deepest = 0
    in_string = False
    for mark in _MARKS.findall(text):
        if mark == '"':
            in_string = not in_string
        elif not in_string and mark in "[]{}":
            depth += 1 if mark in "[{" else -1
            deepest = max(deepest, depth)
    return deepest


def _fact(name: str, names: Known) -> Fact:
    if name not in names.facts:
        raise FactFaults(
            [
                _fault(
                    name,
                    Text(f"没有名为“{name}”的事实。", f"There is no fact named {name}."),
                    nearest(name, list(names.facts)),
                )
            ]
        )
    fact = names.fact(name)
    if fact.derived is not None:
        raise FactFaults(
            [
                _fault(
                    name,
                    Text(f"“{name}”由其他事实推导，不能直接给出。", f"{name} is derived, it cannot be given."),
                    Text(
                        f"请给出它所依据的事实：{fact.derived.text}。", f"Give what it rests on: {fact.derived.text}."
                    ),
                )
            ]
        )
    return fact


def _natural(name: str, value: object, fact: Fact) -> Natural:
    try:
        found = read_value(fact.type, value) if isinstance(value, str) and _fits(value, fact) else _typed(value, fact)
    except Unreadable as error:
        raise FactFaults(
            [_fault(name, Text(f"事实“{name}”：{error.message.zh}", f"{name}: {error.message.en}"), error.hint)]
        ) from None
    _inside(name, found, fact)
    return found


def _fits(value: str, fact: Fact) -> bool:
    """Whether a JSON text or number may be read as the fact's type: sums may come as text, counts may not."""
    if isinstance(fact.type, Numeric):
        return isinstance(value, Digits) or fact.type.kind != "integer"
    return isinstance(fact.type, Date | Enum | Words) and not isinstance(value, Digits)


def _typed(value: object, fact: Fact) -> Natural:
    """A Python value of the right type: yes/no, a whole or exact number, a date."""
    kind = fact.type
    if isinstance(kind, Boolean) and isinstance(value, bool):
        return value
    if isinstance(kind, Numeric) and isinstance(value, int) and not isinstance(value, bool):
        return read_value(kind, str(value))
    if isinstance(kind, Numeric) and isinstance(value, Fraction) and _exact(value, kind):
        return value
    if isinstance(kind, Date) and isinstance(value, date) and not isinstance(value, datetime):
        return value
    shown, wanted = _as_given(value), describe(kind)
    raise Unreadable(Text(f"{shown} 不是{wanted.zh}。", f"{shown} is not {wanted.en}."), _wanted(fact))


def _exact(value: Fraction, kind: Numeric) -> bool:
    """Whether a number has no more decimals than its type."""
    scale: int = 10 ** (kind.decimals or 0)
    return (value * scale).denominator == 1


def _as_given(value: object) -> str:
    """A value as it stood in the file: numbers without quotes, texts with them."""
    return str(value) if isinstance(value, Digits) else json.dumps(value, ensure_ascii=False, default=str)


def _wanted(fact: Fact) -> Text:
    if isinstance(fact.type, Boolean):
        return Text("请写 true 或 false；不知道就写 null 或不写。", "Write true or false; leave it out if unknown.")
    if isinstance(fact.type, Enum):
        return Text(f"可选：{'、'.join(fact.type.values)}。", f"One of: {', '.join(fact.type.values)}.")
    if isinstance(fact.type, Date):
        return Text('请写成 "2019-11-20"。', 'Write "2019-11-20".')
    return Text("请写不带引号的普通数字，如 3。", "Write a plain number without quotes, such as 3.")


def _inside(name: str, value: Natural, fact: Fact) -> None:
    if fact.domain is None:
        return
    low, high = fact.domain
    if not low <= value <= high:  # type: ignore[operator]
        raise FactFaults(
            [
                _fault(
                    name,
                    Text(
                        f"事实“{name}”的值 {_shown(value)} 超出范围 {_shown(low)} 至 {_shown(high)}。",
                        f"{name}: {_shown(value)} lies outside {_shown(low)} to {_shown(high)}.",
                    ),
                    Text("请核对后重新填写。", "Check it and give it again."),
                )
            ]
        )


def _shown(value: Natural) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def decimal_text(value: Fraction) -> str:
    """An exact decimal without rounding, such as ``0.055``."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole, rest = divmod(abs(int(value * 10**digits)), 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{str(rest).zfill(digits)}" if digits else f"{sign}{whole}"


def _fault(name: str, message: Text, hint: Text) -> Fault:
    return Fault("facts.given", Position("", 0, 0), message, hint, path=name)
