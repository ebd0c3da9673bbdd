"""``./wenye measures [--json]``."""

from typing import Annotated

from wenye.cli.arguments import BadParameter, Option


def run(
    plan: Annotated[int | None, Option(help="只列一个计划（1 至 6） · only one plan")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """列出一百项措施：计划、牵头和相关单位、组成部分、可执行的待遇。"""
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import pack as folder
    from wenye.policy import listing
    from wenye.policy.pack import load

    pack = load(folder())
    if plan is not None and plan not in pack.plans:
        raise BadParameter(f"没有第 {plan} 个计划，可选 {'、'.join(map(str, pack.plans))}。"
                           f" / There is no plan {plan}; choose of {', '.join(map(str, pack.plans))}.")  # fmt: skip
    measures = [measure for measure in pack.measures.values() if plan in (None, measure.plan)]
    if as_json:
        print_json([listing.measure(measure, pack) for measure in measures])
        return
    rows = [[str(measure.number), str(measure.plan), measure.title.zh,
             "、".join(listing.unit_names(measure.lead, pack)), " ".join(measure.benefits)] for measure in measures]
    print_table(rows, ["条", "计划", "措施 measure", "牵头 lead", "待遇 benefits"])
