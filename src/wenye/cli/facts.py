"""``./wenye facts [--benefit ID] [--json]``."""

from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Option

if TYPE_CHECKING:
    from wenye.policy.model import Fact


def run(
    benefit: Annotated[str | None, Option(help="只列一项待遇用到的事实 · only what one benefit reads")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """列出规则使用的事实：名称、类型、单位、取值、怎么问、谁核验。"""
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import pack as folder
    from wenye.policy.decide import find
    from wenye.policy.pack import load
    from wenye.policy.rules import Rules

    pack = load(folder())
    if benefit is None:
        named = dict(pack.facts)
    else:
        found, rules = find(pack, benefit), Rules(pack)
        names = rules.names(found)
        named = {fact.name: names.fact(fact.name) for fact in rules.program(found).facts}
    if as_json:
        print_json([described(name, fact) for name, fact in named.items()])
        return
    rows = [[name, type_name(fact), fact.unit.zh if fact.unit else "", fact.label.zh, fact.verified_by or ""]
            for name, fact in named.items()]
    print_table(rows, ["名称 name", "类型 type", "单位 unit", "说明 label", "核验 verified by"])


def described(name: str, fact: "Fact") -> dict[str, object]:
    """A fact as JSON; ``values`` are an option's literals, or the lowest and highest value."""
    from wenye.cli.answers import both

    return {
        "name": name,
        "type": type_name(fact),
        "unit": both(fact.unit.zh, fact.unit.en) if fact.unit else None,
        "values": _values(fact),
        "subject": fact.entity,
        "label": both(fact.label.zh, fact.label.en),
        "question": both(fact.question.zh, fact.question.en) if fact.question else None,
        "verified_by": fact.verified_by,
        "derived": fact.derived.text if fact.derived else None,
        "judgement": fact.judgement,
    }


def type_name(fact: "Fact") -> str:
    """The type as packs write it: integer, number(4), money …"""
    from wenye.feel.types import Boolean, Date, Enum, Numeric

    kind = fact.type
    if isinstance(kind, Numeric):
        return f"number({kind.decimals})" if kind.kind == "number" else kind.kind
    names: dict[type, str] = {Boolean: "boolean", Date: "date", Enum: "enum"}
    return names.get(type(kind), "text")


def _values(fact: "Fact") -> object:
    from wenye.policy.decide import plain

    if fact.values:
        return [{"value": value, "label": {"zh": label.zh, "en": label.en}} for value, label in fact.values.items()]
    if fact.domain is None:
        return [True, False] if type_name(fact) == "boolean" else None
    return {"from": plain(fact.domain[0]), "to": plain(fact.domain[1])}


