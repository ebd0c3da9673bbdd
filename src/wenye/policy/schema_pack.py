"""How ``pack.yaml``, ``units.yaml``, ``funds.yaml`` and ``entities.yaml`` are read."""

from dataclasses import dataclass

from wenye.feel.text import Text
from wenye.policy.model import Assumption, Entity, Fund, Interpretation, Named, OpenQuestion, Period, Rule
from wenye.policy.schema import (
    Fields,
    Spot,
    day,
    identifier,
    label,
    list_of,
    map_of,
    money,
    one_of,
    slug,
    text,
    whole,
)

LEVELS = ("district", "city", "province", "central", "mixed")


@dataclass(frozen=True, slots=True)
class Head:
    """What ``pack.yaml`` says."""

    id: str
    title: Text
    district: Text
    valid: Period
    assumptions: tuple[Assumption, ...]
    plans: dict[int, Named]
    measures: int | None
    rules: dict[str, Rule]
    purposes: dict[str, Named]
    towns: dict[str, Named]


def head(spot: Spot) -> Head:
    """The whole of ``pack.yaml``."""
    fields = Fields(spot)
    plans: dict[str, Named] = fields.get("plans", map_of(named, text), {})
    towns: tuple[Named, ...] = fields.get("towns", list_of(_town), ())
    return fields.done(
        Head(
            id=fields.need("pack", slug),
            title=fields.need("title", label),
            district=fields.need("district", label),
            valid=fields.need("valid", period),
            assumptions=fields.get("assumptions", list_of(assumption), ()),
            plans=_numbered(fields, plans or {}),
            measures=fields.maybe("measures", whole(1, 999)),
            rules=fields.get("rules", map_of(_rule), {}),
            purposes=fields.need("purposes", map_of(named)),
            towns={town.id: town for town in towns or ()},
        )
    )


def _numbered(fields: Fields, plans: dict[str, Named]) -> dict[int, Named]:
    odd = [plan for plan in plans if not (plan.isascii() and plan.isdigit() and int(plan) > 0)]
    if odd:
        message = Text(f"计划编号“{odd[0]}”不是正整数。", f"The plan number {odd[0]} is not a positive whole number.")
        fields.fault("plans", "schema.value", message, Text("请写成 1、2、3。", "Write 1, 2, 3."))
        return {}
    return {int(number): plan for number, plan in plans.items()}


def named(spot: Spot) -> Named:
    """A label under its id."""
    return Named(spot.name, label(spot), spot.head)


def _town(spot: Spot) -> Named:
    fields = Fields(spot)
    written = Text(fields.need("zh", text), fields.need("en", text))
    return fields.done(Named(fields.need("id", identifier), written, fields.at))


def _rule(spot: Spot) -> Rule:
    fields = Fields(spot)
    return fields.done(Rule(spot.name, fields.maybe("unit", identifier), fields.need("text", label), fields.at))


def period(spot: Spot) -> Period:
    """``{from: day, to: day}``; one of them may be left out."""
    fields = Fields(spot)
    found = Period(fields.maybe("from", day), fields.maybe("to", day), fields.at)
    if fields.sound and found.start is None and found.end is None:
        fields.fault("from", "schema.missing", Text("有效期至少写 from 或 to。", "A period needs from or to."),
                     Text("例如 {from: 2019-01-01}。", "For example {from: 2019-01-01}."))
    if found.start and found.end and found.start > found.end:
        message = Text(f"起日 {found.start} 晚于止日 {found.end}。", f"It begins on {found.start}, after its end {found.end}.")
        fields.fault("from", "date.order", message, Text("请调换或更正日期。", "Swap or correct the dates."))
    return fields.done(found)


def assumption(spot: Spot) -> Assumption:
    """What is assumed (``id``, or ``about`` for a whole pack)."""
    fields = Fields(spot)
    key = "about" if fields.has("about") else "id"
    return fields.done(
        Assumption(fields.need(key, slug), fields.need("text", label), fields.maybe("source_wanted", label), fields.at)
    )


def interpretation(spot: Spot) -> Interpretation:
    """One reading of the text."""
    fields = Fields(spot)
    return fields.done(Interpretation(fields.need("id", slug), fields.need("text", label), fields.at))


def open_question(spot: Spot) -> OpenQuestion:
    """What is left open, and who settles it."""
    fields = Fields(spot)
    return fields.done(
        OpenQuestion(
            fields.need("id", slug), fields.need("question", label), fields.need("settled_by", identifier), fields.at
        )
    )


def fund(spot: Spot) -> Fund:
    """A fund of ``funds.yaml``."""
    fields = Fields(spot)
    return fields.done(
        Fund(
            id=spot.name,
            label=fields.need("label", label),
            level=fields.need("level", one_of(*LEVELS)),
            purposes=fields.need("purposes", list_of(identifier)),
            floor=fields.maybe("floor", money),
            floor_rule=fields.maybe("floor_rule", one_of("refill", "hard")),
            clause=fields.maybe("clause", text),
            assumption=fields.maybe("assumption", label),
            at=fields.at,
        )
    )


def entity(spot: Spot) -> Entity:
    """An entity of ``entities.yaml``."""
    fields = Fields(spot)
    return fields.done(
        Entity(
            id=spot.name,
            label=fields.need("label", label),
            key=fields.need("key", identifier),
            relations=fields.get("relations", map_of(identifier), {}),
            called=fields.get("called", map_of(label), {}),
            at=fields.at,
        )
    )
