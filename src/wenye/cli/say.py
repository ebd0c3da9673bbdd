"""``./wenye say [BENEFIT …] [--en] [--json]``."""

from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, Option

if TYPE_CHECKING:
    from wenye.policy.telling import Told


def run(
    benefits: Annotated[list[str] | None, Argument(help="待遇编号，缺省为全部 · benefit ids, all if none")] = None,
    en: Annotated[bool, Option("--en", help="用英文 · in English")] = False,
    as_json: Annotated[bool, Option("--json", help="输出 JSON，中英文都有 · answer as JSON, in both languages")] = False,
) -> None:
    """把待遇说成话：给谁、条件、多少钱、几次、材料、假定和待定，全部由规则得出。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import pack as folder
    from wenye.policy.decide import find
    from wenye.policy.pack import load
    from wenye.policy.rules import Rules
    from wenye.policy.telling import whole

    pack = load(folder())
    chosen = [find(pack, name) for name in benefits] if benefits else list(pack.benefits.values())
    rules = Rules(pack)
    told = {benefit.id: whole(rules, benefit) for benefit in chosen}
    if as_json:
        print_json([_json(name, pack.benefits[name].measure, said) for name, said in told.items()])
    else:
        print("\n\n".join(said.text("en" if en else "zh") for said in told.values()))


def _json(name: str, measure: int, said: "Told") -> dict[str, object]:
    from wenye.policy.listing import both, both_or_none

    return {
        "benefit": name,
        "measure": measure,
        "title": both(said.title),
        "who": both(said.who),
        "conditions": [both(text) for text in said.conditions],
        "amounts": [{"when": both_or_none(paid.when), "much": both(paid.much)} for paid in said.amounts],
        "terms": [both(text) for text in said.terms],
        "papers": [both(text) for text in said.papers],
        "steps": [both(text) for text in said.steps],
        "time_limit": both_or_none(said.time_limit),
        "assumed": [both(text) for text in said.assumed],
        "open": [both(text) for text in said.open],
    }
