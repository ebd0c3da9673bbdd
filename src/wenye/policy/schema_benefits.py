"""How a benefit is read: who, on which conditions, how much, from which money, what excludes it."""

from wenye.feel.text import Text
from wenye.policy.model import (
    AmountTable,
    Awaiting,
    Benefit,
    Claim,
    Condition,
    Count,
    Evidence,
    Exclusion,
    Formula,
    Quota,
    Slot,
    StackingOpen,
    TableRow,
    Together,
)
from wenye.policy.nodes import Map, Seq
from wenye.policy.schema import (
    Fields,
    Spot,
    fact_name,
    flag,
    formula,
    identifier,
    label,
    list_of,
    map_of,
    one_of,
    slug,
    text,
    whole,
)
from wenye.policy.schema_examples import Types, examples
from wenye.policy.schema_pack import assumption, interpretation, open_question, period

KINDS = ("grant", "refund", "award", "loan", "permit", "service", "relief", "allowance", "registration")
AMOUNT_IS = ("total", "monthly", "limit", "daily", "per_item")
HITS = ("unique", "first", "any", "collect sum")
HELD_PERIODS = ("ever", "year", "half_year", "quarter", "month")
BASES = ("document", "assumption")
PERIODS = ("ever", "once", "day", "week", "month", "quarter", "half_year", "year", "event")
RESERVED = ("amount", "in_force")


def benefit(spot: Spot, measure: int, types: Types) -> Benefit:
    """A benefit of the measure numbered ``measure``."""
    fields = Fields(spot)
    return fields.done(
        Benefit(
            id=spot.name,
            measure=measure,
            label=fields.need("label", label),
            kind=fields.need("kind", one_of(*KINDS)),
            subject=fields.need("subject", identifier),
            payee=fields.maybe("payee", identifier),
            dated_by=fields.need("dated_by", fact_name),
            asked_when=fields.maybe("asked_when", fact_name),
            valid=fields.maybe("valid", period),
            fund=fields.maybe("fund", identifier),
            fund_assumed=bool(fields.get("fund_assumed", flag, False)),
            purpose=fields.need("purpose", identifier),
            claim=fields.need("claim", claim),
            slots=fields.get("slots", list_of(_slot), ()),
            excludes=fields.get("excludes", list_of(_exclusion), ()),
            stacking_open=fields.get("stacking_open", list_of(_stacking_open), ()),
            together=fields.get("together", list_of(_together), ()),
            awaiting=fields.maybe("awaiting", _awaiting),
            conditions=fields.need("conditions", map_of(condition)),
            amount=fields.maybe("amount", _amount),
            amount_is=fields.get("amount_is", one_of(*AMOUNT_IS), "total"),
            counts=fields.get("counts", list_of(count), ()),
            evidence=fields.get("evidence", list_of(_evidence), ()),
            steps=fields.get("steps", list_of(label), ()),
            time_limit=fields.maybe("time_limit", label),
            clause=fields.get("clause", text, str(measure)),
            interpretations=fields.get("interpretations", list_of(interpretation), ()),
            assumptions=fields.get("assumptions", list_of(assumption), ()),
            open=fields.get("open", list_of(open_question), ()),
            examples=fields.get("examples", lambda below: examples(below, types), ()),
            at=fields.at,
        )
    )


def condition(spot: Spot) -> Condition:
    """A ``test`` or a ``judgement``, never both."""
    fields = Fields(spot)
    made = Condition(
        id=spot.name,
        label=fields.need("label", label),
        test=fields.maybe("test", formula),
        judgement=fields.maybe("judgement", fact_name),
        role=fields.maybe("role", identifier),
        evidence=fields.get("evidence", list_of(label), ()),
        clause=fields.maybe("clause", text),
        at=fields.at,
    )
    if fields.has("test") == fields.has("judgement"):
        fields.fault(
            "test",
            "condition.kind",
            Text("条件要么写 test，要么写 judgement。", "A condition has a test or a judgement."),
            Text("请留下其中一个。", "Keep exactly one of them."),
        )
    if made.judgement is not None and not fields.has("role"):
        fields.fault(
            "judgement",
            "condition.role",
            Text("人工认定没有写由哪个单位认定。", "The judgement names no unit that makes it."),
            Text("请补“role: 单位编号”。", "Add role: with a unit's id."),
        )
    if spot.name in RESERVED:
        message = Text(f"“{spot.name}”是保留的条件名。", f"The name {spot.name} is reserved.")
        fields.fault("label", "condition.reserved", message, Text("请换一个名称。", "Choose another name."))
    return fields.done(made)


def claim(spot: Spot) -> Claim:
    """What one payment is for, and how often."""
    fields = Fields(spot)
    return fields.done(
        Claim(
            unit=fields.need("unit", _holder),
            times=fields.maybe("times", whole(1)),
            per=fields.get("per", one_of(*HELD_PERIODS), "ever"),
            quota=fields.maybe("quota", _quota),
            at=fields.at,
        )
    )


def _quota(spot: Spot) -> Quota:
    fields = Fields(spot)
    return fields.done(
        Quota(fields.need("count", whole(1)), fields.need("per", one_of("ever", "year", "quarter", "month")), fields.at)
    )


def _holder(spot: Spot) -> tuple[str, ...]:
    """One path, or a list of them that count together."""
    paths = list_of(fact_name)(spot) if isinstance(spot.node, Seq) else (fact_name(spot),)
    if not paths or len(set(paths)) != len(paths):
        message = Text("这里至少写一项，每项只写一次。", "Name at least one, and each of them once.")
        hint = Text("例如 firm，或 [firm, person]。", "For example firm, or [firm, person].")
        raise spot.refuse("slot.holder", message, hint)
    return paths


def _slot(spot: Spot) -> Slot:
    fields = Fields(spot)
    return fields.done(
        Slot(
            name=fields.need("name", slug),
            holder=fields.need("holder", _holder),
            per=fields.need("per", one_of(*HELD_PERIODS)),
            at=fields.at,
        )
    )


def _exclusion(spot: Spot) -> Exclusion:
    fields = Fields(spot)
    return fields.done(
        Exclusion(
            benefit=fields.need("benefit", slug),
            same=fields.need("same", one_of(*HELD_PERIODS)),
            basis=fields.need("basis", one_of(*BASES)),
            text=fields.maybe("text", label),
            at=fields.at,
        )
    )


def _stacking_open(spot: Spot) -> StackingOpen:
    fields = Fields(spot)
    return fields.done(
        StackingOpen(
            fields.need("with", slug), fields.need("question", label), fields.need("settled_by", identifier), fields.at
        )
    )


def _together(spot: Spot) -> Together:
    fields = Fields(spot)
    return fields.done(
        Together(fields.need("with", slug), fields.need("basis", one_of(*BASES)), fields.need("text", label), fields.at)
    )


def _awaiting(spot: Spot) -> Awaiting:
    fields = Fields(spot)
    return fields.done(Awaiting(fields.need("text", label), fields.need("settled_by", identifier), fields.at))


def _evidence(spot: Spot) -> Evidence:
    fields = Fields(spot)
    written = Text(fields.need("zh", text), fields.need("en", text))
    return fields.done(
        Evidence(fields.need("id", identifier), written, fields.get("proves", list_of(fact_name), ()), fields.at)
    )


def count(spot: Spot) -> Count:
    """So many of something in each period: ``{what: …, count: 3, per: year}``."""
    fields = Fields(spot)
    return fields.done(
        Count(
            fields.need("what", label), fields.need("count", whole(1)), fields.maybe("per", one_of(*PERIODS)), fields.at
        )
    )


def _amount(spot: Spot) -> Formula | AmountTable:
    return _table(spot) if isinstance(spot.node, Map) else formula(spot)


def _table(spot: Spot) -> AmountTable:
    fields = Fields(spot)
    made = AmountTable(
        inputs=fields.need("inputs", list_of(formula)),
        hit=fields.get("hit", one_of(*HITS), "unique"),
        rows=fields.need("rows", list_of(_row)),
        at=fields.at,
    )
    if fields.sound and not (made.inputs and made.rows):
        fields.fault(
            "rows",
            "table.empty",
            Text("决策表没有输入列或没有行。", "The table has no inputs or no rows."),
            Text("请写 inputs 和至少一行 rows。", "Write inputs and at least one row."),
        )
    if fields.sound:
        _widths(fields, made)
    return fields.done(made)


def _widths(fields: Fields, made: AmountTable) -> None:
    wanted = len(made.inputs) + 1
    for row in made.rows:
        seen = len(row.cells) + 1
        if seen != wanted:
            message = Text(f"这一行有 {seen} 格，应为 {wanted} 格。", f"This row has {seen} cells, not {wanted}.")
            hint = Text("每个输入一格，最后一格是金额。", "One cell for each input, the amount last.")
            fields.fault_at(row.at, "table.width", message, hint)


def _row(spot: Spot) -> TableRow:
    cells = list_of(formula)(spot)
    if len(cells) < 2:
        raise spot.refuse(
            "table.width",
            Text("这一行不足两格。", "The row has fewer than two cells."),
            Text("每个输入一格，最后一格是金额。", "One cell for each input, the amount last."),
        )
    return TableRow(cells[:-1], cells[-1], spot.node.at)
