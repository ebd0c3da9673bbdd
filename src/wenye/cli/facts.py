"""``./wenye facts [--benefit ID] [--json]``."""

from typing import Annotated

from wenye.cli.arguments import Option


def run(
    benefit: Annotated[str | None, Option(help="只列一项待遇用到的事实 · only what one benefit reads")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """列出规则使用的事实：名称、类型、单位、取值、怎么问、谁核验。"""
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import pack as folder
    from wenye.policy import listing
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
        print_json([listing.fact(name, fact) for name, fact in named.items()])
        return
    rows = [[name, listing.type_name(fact.type), fact.unit.zh if fact.unit else "", fact.label.zh,
             fact.verified_by or ""] for name, fact in named.items()]
    print_table(rows, ["名称 name", "类型 type", "单位 unit", "说明 label", "核验 verified by"])
