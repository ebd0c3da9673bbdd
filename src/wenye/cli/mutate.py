"""``./wenye mutate [BENEFIT …] [--json]``."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, Exit, Option

if TYPE_CHECKING:
    from wenye.policy.mutate import Verdict


def run(
    benefits: Annotated[list[str] | None, Argument(help="待遇编号，缺省为全部 · benefit ids, all if none")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """逐处改坏规则，看示例能否发现；未被发现的须证明与原规则等价。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import pack as folder
    from wenye.cli.progress import bar
    from wenye.policy.decide import find
    from wenye.policy.mutate import verdicts
    from wenye.policy.pack import load

    pack = load(folder())
    chosen = [find(pack, name) for name in benefits] if benefits else list(pack.benefits.values())
    found: list[Verdict] = []
    with bar("改坏规则 mutating") as tell:
        for place, benefit in enumerate(chosen):
            tell(place, len(chosen), benefit.id)
            found.extend(verdicts(pack, benefit))
    if as_json:
        print_json(_json(found))
    else:
        _show(found)
    raise Exit(1 if any(verdict.fate == "survived" for verdict in found) else 0)


def _show(found: list["Verdict"]) -> None:
    from wenye.cli.answers import print_table

    rows = []
    for benefit in dict.fromkeys(verdict.benefit for verdict in found):
        fates = Counter(verdict.fate for verdict in found if verdict.benefit == benefit)
        rows.append([benefit, *(str(fates[fate]) for fate in ("killed", "equivalent", "survived"))])
    print_table(rows, ["待遇 benefit", "被示例发现 killed", "已证明等价 equivalent", "未被发现 survived"])
    for verdict in found:
        if verdict.fate == "survived":
            case = f"例如 {verdict.witness}" if verdict.witness is not None else "未能证明等价"
            print(f"{verdict.mutant.at}  {verdict.benefit}：{verdict.mutant.what}；{case}")
    fates = Counter(verdict.fate for verdict in found)
    caught = fates["killed"] + fates["equivalent"]
    print(
        f"{len(found)} 处改动，{fates['killed']} 处被示例发现，{fates['equivalent']} 处经证明等价，"
        f"{fates['survived']} 处未被发现（{100 * caught / max(len(found), 1):.1f}%）"
    )


def _json(found: list["Verdict"]) -> list[dict[str, object]]:
    return [
        {
            "benefit": verdict.benefit,
            "at": str(verdict.mutant.at),
            "what": verdict.mutant.what,
            "fate": verdict.fate,
            "witness": verdict.witness,
        }
        for verdict in found
    ]
