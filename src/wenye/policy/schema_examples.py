"""How worked examples are read: a base case and what each example changes in it."""

from collections.abc import Callable, Mapping
from datetime import date

from wenye.feel.text import Text
from wenye.feel.types import Natural, Type
from wenye.policy.model import Example, Fact
from wenye.policy.schema import Fields, Spot, day, fact_name, label, list_of, map_of, money, one_of, text, value_of

Types = Callable[[str], Type | None]
"""The type of a fact by its plain name; None where the pack knows no such fact (which is told elsewhere)."""

Given = dict[str, Natural]
NOTHING: Given = {}


def type_finder(facts: Mapping[str, Fact]) -> Types:
    """The types of ``facts``."""
    return lambda name: facts[name].type if name in facts else None


def examples(spot: Spot, types: Types) -> tuple[Example, ...]:
    """All examples of a benefit: ``{clause, date, base, cases}``."""
    fields = Fields(spot)
    clause = fields.maybe("clause", text)
    on = fields.need("date", day)
    base: Given | None = fields.get("base", _given(types), NOTHING)
    cases = fields.need("cases", list_of(lambda below: _case(below, clause, on, base, types)))
    return fields.done(cases)


def _given(types: Types) -> Callable[[Spot], Given]:
    return map_of(lambda below: _fact_value(below, types), fact_name)


def _fact_value(spot: Spot, types: Types) -> Natural:
    kind = types(spot.name.rpartition(".")[2])
    return text(spot) if kind is None else value_of(kind)(spot)


def _case(spot: Spot, clause: str | None, on: date, base: Given | None, types: Types) -> Example:
    fields = Fields(spot)
    changed: Given | None = fields.get("set", _given(types), NOTHING)
    dropped: tuple[str, ...] = fields.get("drop", list_of(fact_name), ()) or ()
    if base is not None:
        _dropped(fields, dropped, base)
    given = {name: value for name, value in {**(base or {}), **(changed or {})}.items() if name not in dropped}
    made = Example(
        name=fields.need("name", label),
        given=given,
        on=fields.get("date", day, on),
        clause=fields.get("clause", text, clause or "") or None,
        expect=fields.need("expect", one_of("yes", "no", "unknown")),
        amount=fields.maybe("amount", money),
        fails=fields.maybe("fails", list_of(text)),
        missing=fields.maybe("missing", list_of(fact_name)),
        at=fields.at,
    )
    _consistent(fields, made)
    return fields.done(made)


def _dropped(fields: Fields, dropped: tuple[str, ...], base: Given) -> None:
    for name in dropped:
        if name not in base:
            fields.fault(
                "drop",
                "example.drop",
                Text(f"base 里没有“{name}”，无从去掉。", f"The base has no {name} to drop."),
                Text("请核对名称，或先写进 base。", "Check the name, or put it into the base."),
            )


def _consistent(fields: Fields, made: Example) -> None:
    """What is expected must fit together: an amount only with yes, failures only with no."""
    if not fields.sound:
        return
    for key, value, outcome in (
        ("amount", made.amount, "yes"),
        ("fails", made.fails, "no"),
        ("missing", made.missing, "unknown"),
    ):
        if value is not None and made.expect != outcome:
            message = Text(f"结果为 {made.expect} 时不能写 {key}。", f"{key} does not go with {made.expect}.")
            hint = Text(f"{key} 只和 expect: {outcome} 一起写。", f"Write {key} with expect: {outcome} only.")
            fields.fault(key, "example.expect", message, hint)
    if (made.expect, made.fails) == ("no", None) or (made.expect, made.missing) == ("unknown", None):
        key = "fails" if made.expect == "no" else "missing"
        message = Text(
            f"结果为 {made.expect}，却没有写 {key}。", f"The outcome is {made.expect}, but {key} is not given."
        )
        fields.fault("expect", "example.expect", message, Text(f"请补上 {key}: […]。", f"Add {key}: […]."))
