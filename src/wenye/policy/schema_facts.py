"""How ``facts/*.yaml`` and ``parameters/*.yaml`` are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenye.feel.text import Text
from wenye.feel.types import (
    BOOLEAN,
    DATE,
    WORDS,
    Boolean,
    Date,
    Enum,
    Natural,
    Numeric,
    Type,
    Words,
    integer,
    money,
    number,
)
from wenye.policy.faults import nearest
from wenye.policy.model import Aggregate, Fact, Parameter, ParameterValue, Says
from wenye.policy.schema import (
    Fields,
    Spot,
    day,
    fact_name,
    flag,
    formula,
    identifier,
    label,
    list_of,
    map_of,
    one_of,
    text,
    value_of,
)

PARAMETER_TYPES = ("boolean", "integer", "number(2)", "money", "date")
TYPES = (*PARAMETER_TYPES, "enum", "text")
DECLARERS = ("person", "firm", "officer", "institution")
PRIVACY = ("none", "personal", "sensitive")
AGGREGATES = ("count", "sum", "min", "max", "exists")
_NUMBER = re.compile(r"number\(([1-6])\)")
_YUAN = "元"

Domain = tuple[Natural, Natural]


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a fact or a parameter, with what the type brings along."""

    type: Type
    unit: Text | None
    values: Mapping[str, Text]
    domain: Domain | None


def fact(spot: Spot) -> Fact:
    """A fact: given, derived or aggregated."""
    fields = Fields(spot)
    kind = _kind(fields, spot.name, TYPES)
    made = Fact(
        id=spot.name,
        entity=fields.need("entity", identifier),
        type=kind.type,
        label=fields.need("label", label),
        unit=kind.unit,
        domain=kind.domain,
        values=kind.values,
        says=_says(fields, kind.type),
        question=fields.maybe("question", label),
        why=fields.maybe("why", label),
        declare=fields.maybe("declare", one_of(*DECLARERS)),
        verified_by=fields.maybe("verified_by", identifier),
        privacy=fields.get("privacy", one_of(*PRIVACY), "none"),
        more_is_better=fields.maybe("more", one_of("better")) is not None,
        judgement=bool(fields.get("judgement", flag, False)),
        group=fields.maybe("group", identifier),
        aggregate=fields.maybe("from", aggregate),
        derived=fields.maybe("derived", formula),
        at=fields.at,
    )
    _sensible(fields, made)
    return fields.done(made)


def _sensible(fields: Fields, made: Fact) -> None:
    """Combinations that no single key shows."""
    if made.derived is not None and made.aggregate is not None:
        fields.fault(
            "from",
            "fact.origin",
            Text("一个事实不能既推导又汇总。", "A fact is derived or aggregated, not both."),
            Text("请只留 derived 或 from。", "Keep either derived or from."),
        )
    if made.judgement and not isinstance(made.type, Boolean):
        fields.fault(
            "judgement",
            "fact.judgement",
            Text("人工认定只能是是/否事实。", "A judgement is a yes/no fact."),
            Text("请把 type 改为 boolean。", "Make its type boolean."),
        )
    if made.judgement and made.derived is not None:
        fields.fault(
            "judgement",
            "fact.judgement",
            Text("人工认定不能推导。", "A judgement is never derived."),
            Text("请删去 derived。", "Delete derived."),
        )
    if made.more_is_better and not isinstance(made.type, Numeric):
        fields.fault(
            "more",
            "fact.more",
            Text("只有数量才谈得上越多越好。", "Only a number can be better when there is more."),
            Text("请删去 more。", "Delete more."),
        )


def aggregate(spot: Spot) -> Aggregate:
    """``{count: register, where: …}``, or sum, min, max, exists; the field summed is ``of``."""
    fields = Fields(spot)
    kinds = [kind for kind in AGGREGATES if fields.has(kind)]
    kind = kinds[0] if kinds else AGGREGATES[0]
    over = fields.need(kind, identifier)
    of = fields.need("of", identifier) if kind in ("sum", "min", "max") else None
    return fields.done(Aggregate(kind, over, of, fields.maybe("where", formula), fields.at))


def _says(fields: Fields, kind: Type) -> Says | None:
    if not isinstance(kind, Boolean):
        return None
    return fields.need("says", _yes_and_no)


def _yes_and_no(spot: Spot) -> Says:
    fields = Fields(spot)
    return fields.done(Says(fields.need("yes", label), fields.need("no", label)))


def parameter(spot: Spot) -> Parameter:
    """A parameter with its history."""
    fields = Fields(spot)
    name = fields.need("label", label)
    kind = _kind(fields, spot.name, PARAMETER_TYPES)
    history = fields.need("values", list_of(lambda below: _parameter_value(below, kind)))
    dated_by = fields.maybe("dated_by", fact_name)
    return fields.done(Parameter(spot.name, kind.type, name, kind.unit, kind.domain, history, fields.at, dated_by))


def _parameter_value(spot: Spot, kind: Kind) -> ParameterValue:
    fields = Fields(spot)
    made = ParameterValue(
        start=fields.need("from", day),
        until=fields.maybe("until", day),
        value=fields.need("value", value_of(kind.type)),
        known_since=fields.maybe("known_since", day),
        source=fields.maybe("source", label),
        assumption=fields.maybe("assumption", label),
        source_wanted=fields.maybe("source_wanted", label),
        at=fields.at,
    )
    if fields.sound and made.source is None and made.assumption is None:
        fields.fault(
            "value",
            "parameter.source",
            Text("这个值既没有来源，也没有写明是假定。", "The value has neither a source nor an assumption."),
            Text("请补 source，或补 assumption 和 source_wanted。", "Add source, or assumption and source_wanted."),
        )
    if made.assumption is not None and made.source_wanted is None and not fields.has("source_wanted"):
        fields.fault(
            "assumption",
            "parameter.source",
            Text("假定没有写明真实数值应从哪里来。", "The assumption does not say where a real value would come from."),
            Text("请补 source_wanted。", "Add source_wanted."),
        )
    if fields.sound and made.until is not None and made.until < made.start:
        fields.fault(
            "until",
            "parameter.until",
            Text("这个值在开始之前就结束了。", "The value ends before it begins."),
            Text("请更正 from 或 until。", "Correct from or until."),
        )
    if fields.sound and kind.domain and not within(made.value, kind.domain):
        fields.fault("value", "value.domain", *outside(made.value, kind.domain))
    return fields.done(made)


def _kind(fields: Fields, name: str, allowed: tuple[str, ...]) -> Kind:
    """The type with its unit, values and domain."""
    written = fields.need("type", text)
    shown_as = fields.maybe("label", label)
    unit = fields.maybe("unit", label)
    if not written:
        fields.skip("values", "domain", "says")
        return Kind(WORDS, unit, {}, None)
    found = _type(written, unit, shown_as.zh if shown_as else name)
    if found is None or (isinstance(found, Enum | Words) and "enum" not in allowed):
        message = Text(f"这里没有“{written}”这种类型。", f"There is no type {written} here.")
        fields.fault("type", "schema.choice", message, nearest(written, allowed))
        fields.skip("values", "domain", "says")
        return Kind(WORDS, unit, {}, None)
    values: dict[str, Text] = {}
    if isinstance(found, Enum):
        values = _values(fields)
        found = Enum(found.name, tuple(values))
    return Kind(found, unit, values, _domain(fields, found))


def _type(written: str, unit: Text | None, name: str) -> Type | None:
    unit_word = unit.zh if unit else ""
    if found := _NUMBER.fullmatch(written):
        return number(int(found[1]), unit_word)
    simple: dict[str, Type] = {
        "boolean": BOOLEAN, "date": DATE, "text": WORDS, "integer": integer(unit_word),
        "money": money(unit_word or _YUAN), "enum": Enum(name, ()),
    }  # fmt: skip
    return simple.get(written)


def _values(fields: Fields) -> dict[str, Text]:
    values = fields.need("values", map_of(label))
    if values is not None and not values:
        fields.fault(
            "values",
            "fact.values",
            Text("选项型没有选项。", "The enumeration has no values."),
            Text("请在 values 下逐个写出选项。", "List its values."),
        )
    return values or {}


def _domain(fields: Fields, kind: Type) -> Domain | None:
    if not isinstance(kind, Numeric | Date):
        if fields.has("domain"):
            fields.fault(
                "domain",
                "fact.domain",
                Text("只有数字、金额和日期有取值范围。", "Only numbers, money and dates have a domain."),
                Text("请删去 domain。", "Delete domain."),
            )
        fields.skip("domain")
        return None
    read = list_of(value_of(kind))
    ends = fields.maybe("domain", read) if fields.has("derived") else fields.need("domain", read)
    if ends is None:
        return None
    if len(ends) == 2 and not _exceeds(*ends):
        return ends[0], ends[1]
    wrong = Text("取值范围要写两个值：最小和最大。", "A domain has two values: least and greatest.")
    if len(ends) == 2:
        wrong = Text("取值范围的下限大于上限。", "The domain ends before it begins.")
    fields.fault("domain", "fact.domain", wrong, Text("例如 [0, 100000]。", "For example [0, 100000]."))
    return None


def within(value: Natural, domain: Domain) -> bool:
    """Whether ``value`` lies in ``domain``, ends included."""
    return not _exceeds(domain[0], value) and not _exceeds(value, domain[1])


def outside(value: Natural, domain: Domain) -> tuple[Text, Text]:
    """Message and hint for a value that does not."""
    low, high, seen = shown(domain[0]), shown(domain[1]), shown(value)
    return (
        Text(f"{seen} 不在取值范围 {low} 至 {high} 之内。", f"{seen} lies outside of {low} to {high}."),
        Text("请更正数值，或放宽该事实的 domain。", "Correct it, or widen the domain."),
    )


def shown(value: Natural) -> str:
    """A value as it is written in a pack."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float_free(value)}"
    return str(value)


def float_free(value: Fraction) -> str:
    """The exact decimal digits of a terminating fraction (at most six decimals)."""
    scaled = value * 10**6
    sign, digits = "-" if scaled < 0 else "", str(abs(int(scaled))).rjust(7, "0")
    return f"{sign}{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")


def _exceeds(low: Natural, high: Natural) -> bool:
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return low > high
    return isinstance(low, date) and isinstance(high, date) and low > high
