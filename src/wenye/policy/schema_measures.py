"""How ``measures/*.yaml`` are read: the measure itself and the parts of it that are not executable rules."""

from collections.abc import Mapping

from wenye.feel.text import Text
from wenye.policy.faults import Log, Refused
from wenye.policy.model import Benefit, FigureElsewhere, Limit, Measure, Misprint, Part, Place
from wenye.policy.nodes import Map
from wenye.policy.schema import (
    Fields,
    Spot,
    day,
    entry_spots,
    figure,
    flag,
    identifier,
    label,
    list_of,
    money,
    one_of,
    slug,
    text,
    whole,
)
from wenye.policy.schema_benefits import PERIODS, benefit, count
from wenye.policy.schema_examples import Types
from wenye.policy.schema_pack import assumption, interpretation, open_question, period

PART_KINDS = (
    "target", "duty", "contest", "fund", "service", "inspection", "register", "loan", "platform",
)  # fmt: skip
RHYTHMS = ("once", "day", "week", "month", "quarter", "half_year", "year", "ongoing", "event")
NOMINATED_TO = ("city", "district", "province")
NUMBER = whole(1, 999)


def measure(spot: Spot, benefits: Mapping[str, Benefit]) -> Measure:
    """The whole of a measure file but its ``benefits``, which ``benefits_of`` reads."""
    fields = Fields(spot)
    fields.skip("benefits")
    return fields.done(
        Measure(
            number=fields.need("measure", NUMBER),
            plan=fields.need("plan", whole(1, 99)),
            title=fields.need("title", label),
            summary=fields.need("summary", label),
            lead=fields.need("lead", list_of(identifier)),
            related=fields.need("related", list_of(identifier)),
            valid=fields.maybe("valid", period),
            document_faults=fields.get("document_faults", list_of(label), ()),
            interpretations=fields.get("interpretations", list_of(interpretation), ()),
            assumptions=fields.get("assumptions", list_of(assumption), ()),
            open=fields.get("open", list_of(open_question), ()),
            parts=fields.get("parts", list_of(part), ()),
            figures=fields.get("figures", list_of(text), ()),
            references=fields.get("references", list_of(text), ()),
            figures_elsewhere=fields.get("figures_elsewhere", list_of(_figure_elsewhere), ()),
            misprints=fields.get("misprints", list_of(_misprint), ()),
            benefits=benefits,
            at=fields.at,
        )
    )


def benefits_of(spot: Spot, types: Types) -> tuple[dict[str, Benefit], set[str]]:
    """The benefits of a measure file that can be read, and the ids of those that cannot."""
    if not isinstance(spot.node, Map) or "benefits" not in spot.node.entries:
        return {}, set()
    below = spot.under(*spot.node.entries["benefits"])
    if not isinstance(below.node, Map):
        below.refuse("schema.map", Text("这里需要“编号: 内容”的映射。", "A mapping of ids to benefits is needed here."),
                     Text("请在下一行缩进写各个待遇的编号。", "Write the ids of the benefits indented below."))
        return {}, set()
    number = _number(spot.node)
    made: dict[str, Benefit] = {}
    for entry in entry_spots(below, below.node):
        try:
            made[slug(entry.key_spot)] = benefit(entry, number, types)
        except Refused:
            continue
    return made, set(below.node.entries) - set(made)


def _number(node: Map) -> int:
    """The measure's number if it can be read; its faults are told by ``measure``."""
    _, written = node.entries.get("measure", (None, None))
    try:
        return NUMBER(Spot(written, Log())) if written is not None else 0
    except Refused:
        return 0


def part(spot: Spot) -> Part:
    """A part that is not an executable rule."""
    fields = Fields(spot)
    made = Part(
        id=fields.need("id", slug),
        kind=fields.need("kind", one_of(*PART_KINDS)),
        label=fields.need("label", label),
        text=fields.maybe("text", label),
        metric=fields.maybe("metric", label),
        at_least=fields.maybe("at_least", figure),
        at_most=fields.maybe("at_most", figure),
        count=fields.maybe("count", figure),
        unit=fields.maybe("unit", label),
        amount=fields.maybe("amount", money),
        per=fields.maybe("per", one_of(*PERIODS)),
        every=fields.maybe("every", one_of(*RHYTHMS)),
        on=fields.maybe("on", text),
        start=fields.maybe("from", day),
        until=fields.maybe("until", day),
        by=fields.get("by", list_of(identifier), ()),
        evidence=fields.get("evidence", list_of(label), ()),
        fund=fields.maybe("fund", identifier),
        floor=fields.maybe("floor", money),
        rule=fields.maybe("rule", one_of("refill", "hard")),
        places=fields.get("places", list_of(_place), ()),
        counts=fields.get("counts", list_of(count), ()),
        limits=fields.get("limits", list_of(_limit), ()),
        nominate_to=fields.maybe("nominate_to", one_of(*NOMINATED_TO)),
        of=fields.maybe("of", label),
        fields=fields.get("fields", list_of(label), ()),
        keeper=fields.maybe("keeper", identifier),
        consent=bool(fields.get("consent", flag, False)),
        purpose=fields.maybe("purpose", label),
        audit=bool(fields.get("audit", flag, False)),
        clause=fields.maybe("clause", text),
        at=fields.at,
    )
    _sensible(fields, made)
    return fields.done(made)


def _sensible(fields: Fields, made: Part) -> None:
    if made.start and made.until and made.start > made.until:
        message = Text(f"起日 {made.start} 晚于止日 {made.until}。", f"It begins on {made.start}, after its end {made.until}.")
        fields.fault("from", "date.order", message, Text("请调换或更正日期。", "Swap or correct the dates."))


def _place(spot: Spot) -> Place:
    fields = Fields(spot)
    return fields.done(
        Place(fields.maybe("count", whole(1)), fields.need("of", label), fields.maybe("prize", money), fields.at)
    )


def _limit(spot: Spot) -> Limit:
    fields = Fields(spot)
    return fields.done(
        Limit(fields.need("label", label), fields.need("value", figure), fields.maybe("unit", label), fields.at)
    )


def _figure_elsewhere(spot: Spot) -> FigureElsewhere:
    fields = Fields(spot)
    return fields.done(FigureElsewhere(fields.need("figure", text), fields.need("why", label), fields.at))


def _misprint(spot: Spot) -> Misprint:
    fields = Fields(spot)
    return fields.done(Misprint(fields.need("published", text), fields.need("meant", text), fields.at))
