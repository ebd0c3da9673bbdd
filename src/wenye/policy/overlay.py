"""A pack under recorded activations: a document's values in place of what was assumed, as data laid over the pack.

Nothing of the pack is changed: ``overlaid`` answers another pack that shares with it whatever no activation touches,
known by a hash of its own, so that receipts tell the two apart.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Natural, Numeric
from wenye.policy.assumed import AWAITING, FUND, read_parameters, stated
from wenye.policy.faults import Log, nearest
from wenye.policy.model import Benefit, Measure, Pack, Parameter, ParameterValue, Settled
from wenye.policy.rules import Rules, validity
from wenye.policy.schema_facts import outside, shown, within
from wenye.policy.values import Unreadable, read_value

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Activation:
    """What a ``document`` says in place of what is assumed of a benefit.

    From the rule day ``effective_from`` on, each parameter in ``values`` has the value given (a text as packs write
    it, or a value of its type), the assumptions named in ``settles`` (``fund`` for the fund) are settled, and the
    benefit no longer awaits rules from above. Decisions of days before ``document_date`` do not see it.
    """

    benefit: str
    document: str
    document_date: date
    effective_from: date
    values: Mapping[str, object] = field(default_factory=dict)
    settles: tuple[str, ...] = ()


def overlaid(pack: Pack, activations: Iterable[Activation]) -> Pack:
    """``pack`` under ``activations``, in whatever order they come; the pack itself where there are none.

    Of two values of a parameter from the same day, that of the later document counts. Raises Faults, all together,
    each with the path to what is wrong (``activations[1].values.minimum_wage``).
    """
    given = list(activations)
    if not given:
        return pack
    values = _checked(pack, given)
    ordered = sorted(zip(given, values, strict=True), key=lambda each: _canonical(*each))
    parameters = {name: _parameter(pack.parameters[name], name, ordered) for _, read in ordered for name in read}
    benefits = {each.benefit: _benefit(pack.benefits[each.benefit], ordered) for each in given}
    return replace(
        pack,
        parameters=Patched(pack.parameters, parameters),
        benefits=Patched(pack.benefits, benefits),
        measures=Patched(pack.measures, _measures(pack, benefits)),
        hash=_hash(pack, ordered),
    )


class Patched(Mapping[K, V]):
    """A mapping with some of its values replaced; the others are still made when they are first asked for."""

    def __init__(self, whole: Mapping[K, V], changed: Mapping[K, V]) -> None:
        self._whole, self._changed = whole, changed

    def __getitem__(self, key: K) -> V:
        return self._changed[key] if key in self._changed else self._whole[key]

    def __contains__(self, key: object) -> bool:
        return key in self._whole

    def __iter__(self) -> Iterator[K]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


_Values = Mapping[str, Natural]
_Ordered = Sequence[tuple[Activation, _Values]]


def _parameter(parameter: Parameter, name: str, ordered: _Ordered) -> Parameter:
    """The parameter with the values that activations give it, each behind what the pack gives from the same day."""
    added = [_value(parameter, each, read[name]) for each, read in ordered if name in read]
    history = sorted((*parameter.history, *added), key=lambda value: value.start)
    return replace(parameter, history=tuple(history))


def _value(parameter: Parameter, given: Activation, value: Natural) -> ParameterValue:
    return ParameterValue(
        start=given.effective_from,
        until=None,
        value=value,
        known_since=given.document_date,
        source=_named(given),
        assumption=None,
        source_wanted=None,
        at=parameter.at,
        activated=True,
    )


def _benefit(benefit: Benefit, ordered: _Ordered) -> Benefit:
    """The benefit without what its activations settle, which it remembers with the day from which it is settled."""
    mine = [given for given, _ in ordered if given.benefit == benefit.id]
    named = {name for given in mine for name in given.settles}
    lifted = [AWAITING] if benefit.awaiting is not None else []
    return replace(
        benefit,
        awaiting=None,
        fund_assumed=benefit.fund_assumed and FUND not in named,
        assumptions=tuple(each for each in benefit.assumptions if each.id not in named),
        settled=(
            *benefit.settled,
            *(
                Settled(name, _named(given), given.effective_from, given.document_date)
                for given in mine
                for name in (*given.settles, *lifted)
            ),
        ),
    )


def _measures(pack: Pack, benefits: Mapping[str, Benefit]) -> dict[int, Measure]:
    numbers = {benefit.measure for benefit in benefits.values()}
    return {
        number: replace(
            pack.measures[number],
            benefits={name: benefits.get(name, each) for name, each in pack.measures[number].benefits.items()},
        )
        for number in numbers
    }


def _named(given: Activation) -> Text:
    """A document goes by its own name in both languages."""
    return Text(given.document.strip(), given.document.strip())


def _hash(pack: Pack, ordered: _Ordered) -> str:
    said = json.dumps([pack.hash, *dict.fromkeys(_canonical(*each) for each in ordered)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _canonical(given: Activation, read: _Values) -> str:
    """The content of an activation as one text, whatever the order in which it was written; older documents first."""
    return json.dumps(
        [
            given.document_date.isoformat(),
            given.effective_from.isoformat(),
            given.benefit,
            given.document.strip(),
            sorted((name, str(value)) for name, value in read.items()),
            sorted(set(given.settles)),
        ],
        ensure_ascii=False,
    )


def _checked(pack: Pack, given: Sequence[Activation]) -> list[_Values]:
    """The values of each activation, read by their parameters' types. Raises Faults."""
    rules, log = Rules(pack), Log()
    read = [_read(rules, each, _Place(number, log)) for number, each in enumerate(given, 1)]
    log.close()
    return read


@dataclass(frozen=True, slots=True)
class _Place:
    """One activation among those given, and the log for its faults."""

    number: int
    log: Log

    def fault(self, code: str, below: str, message: Text, hint: Text) -> None:
        path = f"activations[{self.number}].{below}"
        self.log.add(f"activation.{code}", Position("", self.number, 0), message, hint, path)


def _read(rules: Rules, given: Activation, place: _Place) -> _Values:
    benefit = rules.pack.benefits.get(given.benefit)
    if not given.document.strip():
        place.fault("document", "document", Text("没有写明依据的文件。", "No document is named."),
                    Text("请写文件的名称和文号。", "Give its title and number."))
    if benefit is None:
        message = Text(f"没有名为“{given.benefit}”的待遇。", f"There is no benefit named {given.benefit}.")
        place.fault("benefit", "benefit", message, nearest(given.benefit, rules.pack.benefits))
        return {}
    _in_time(rules, given, benefit, place)
    _settles(given, benefit, place)
    readable = read_parameters(rules.program(benefit))
    read = {name: _natural(rules.pack, name, value, readable, place) for name, value in given.values.items()}
    return {name: value for name, value in read.items() if value is not None}


def _in_time(rules: Rules, given: Activation, benefit: Benefit, place: _Place) -> None:
    """It says something, and does so before the benefit ends."""
    if not given.values and not given.settles and benefit.awaiting is None:
        place.fault("empty", "values", Text("既没有给出数值，也没有确认任何假定。", "It gives no value and settles nothing."),
                    Text("请在 values 写参数的真实数值，或在 settles 写所确认的假定。",
                         "Give real values of parameters in values, or name assumptions in settles."))  # fmt: skip
    if isinstance(rules.names(benefit)[benefit.dated_by].type, Numeric) and (
        (given.effective_from.month, given.effective_from.day) != (1, 1)
    ):
        place.fault("year", "effective_from",
                    Text("待遇按年份计，生效日期须是某年 1 月 1 日。",
                         "The benefit counts by years: it takes effect on a 1 January."),
                    Text(f"从 {given.effective_from.year} 年度起适用的，写 {given.effective_from.year}-01-01。",
                         f"Where it applies to {given.effective_from.year}, write {given.effective_from.year}-01-01."),
                    )  # fmt: skip
    valid = validity(rules.pack, benefit)
    last = valid.end if valid is not None else None
    if last is not None and given.effective_from > last:
        place.fault("late", "effective_from",
                    Text(f"{given.effective_from} 起才生效，而待遇到 {last} 为止。",
                         f"It takes effect on {given.effective_from}, but the benefit ends on {last}."),
                    Text("请核对生效日期。", "Check the day from which it holds."))  # fmt: skip


def _settles(given: Activation, benefit: Benefit, place: _Place) -> None:
    known = dict.fromkeys((*stated(benefit), *(each.id for each in benefit.settled if each.id != AWAITING)))
    for name in given.settles:
        if name not in known:
            message = Text(f"待遇“{benefit.id}”没有名为“{name}”的假定。", f"{benefit.id} makes no assumption named {name}.")
            place.fault("settles", "settles", message, nearest(name, known))


def _natural(pack: Pack, name: str, value: object, readable: Sequence[str], place: _Place) -> Natural | None:
    """The value given to a parameter; None and a fault where it cannot be used."""
    below = f"values.{name}"
    if name not in readable:
        there = name in pack.parameters
        message = (Text(f"这项待遇的规则不读参数“{name}”。", f"The rule of this benefit does not read {name}.") if there
                   else Text(f"没有名为“{name}”的参数。", f"There is no parameter named {name}."))  # fmt: skip
        place.fault("unread" if there else "parameter", below, message, nearest(name, readable))
        return None
    parameter = pack.parameters[name]
    try:
        found = read_value(parameter.type, _written(value))
    except Unreadable as error:
        place.fault("value", below, error.message, error.hint)
        return None
    if parameter.domain is not None and not within(found, parameter.domain):
        message = outside(found, parameter.domain)[0]
        place.fault("domain", below, message, Text("请对照文件核对数值。", "Check it against the document."))
    return found


def _written(value: object) -> str:
    """A value as packs write it. Raises Unreadable for none, and for a binary fraction, which is never quite meant."""
    if value is None:
        raise Unreadable(Text("没有写数值。", "No value is given."), Text("请写文件给出的数值。", "Give the document's value."))
    if isinstance(value, float):
        raise Unreadable(Text(f"{value} 是浮点数。", f"{value} is a floating-point number."),
                         Text("请写成文字，如 \"1287.5\"。", 'Give it as a text, such as "1287.5".'))
    exact = not isinstance(value, Fraction) or (value * 10**6).denominator == 1
    return shown(value) if isinstance(value, bool | Fraction | date) and exact else str(value)
