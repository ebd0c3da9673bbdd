"""``./wenye review [BENEFIT …] [--json]``."""

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, Option

if TYPE_CHECKING:
    from wenye.policy.model import Pack
    from wenye.policy.review_case import Finding


def run(
    benefits: Annotated[list[str] | None, Argument(help="待遇编号，缺省为全部 · benefit ids, all if none")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """审查规则：重叠、缺口、够不着的档次、断崖、重复享受，每条附一个具体例子。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import pack as folder
    from wenye.cli.progress import bar
    from wenye.policy.decide import find
    from wenye.policy.pack import load
    from wenye.policy.review import review

    pack = load(folder())
    chosen = [find(pack, name) for name in benefits] if benefits else list(pack.benefits.values())
    steps = count()
    with bar("审查 reviewing") as tell:
        found = review(pack, chosen, lambda step: tell(next(steps), len(chosen) + 1, step))
    if as_json:
        print_json([described(finding) for finding in found])
    else:
        _show(found, pack)


def described(finding: "Finding") -> dict[str, object]:
    """A finding as JSON."""
    from wenye.policy.decide import plain

    return {
        "kind": finding.kind,
        "benefits": list(finding.benefits),
        "text": {"zh": finding.text.zh, "en": finding.text.en},
        "cases": [{"facts": {name: plain(value) for name, value in case.facts.items()},
                   "said": {"zh": case.said.zh, "en": case.said.en}} for case in finding.cases],
        "proved": finding.proved,
    }


def _show(found: list["Finding"], pack: "Pack") -> None:
    from wenye.policy.review_case import KINDS

    counts = Counter(finding.kind for finding in found)
    for kind, name in KINDS.items():
        if not counts[kind]:
            continue
        print(f"\n{name.zh} {name.en}（{counts[kind]}）")
        for finding in (each for each in found if each.kind == kind):
            titles = "、".join(f"第 {pack.benefits[benefit].measure} 条 {benefit}" for benefit in finding.benefits)
            print(f"  {titles}：{finding.text.zh}")
            for case in finding.cases:
                print(f"      例：{case.said.zh}")
    print(f"\n共 {len(found)} 条 / {len(found)} findings")
