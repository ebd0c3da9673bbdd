"""``./wenye bench [--quick] [--only NAME …] [--save] [--json]``."""

import sys
from typing import Annotated

from wenye.cli.arguments import BadParameter, Exit, Option


def run(
    quick: Annotated[bool, Option("--quick", help="少量数据，约一分钟 · fewer rows, about a minute")] = False,
    only: Annotated[list[str] | None, Option(help="只测这一项，可重复 · only this measurement; may be repeated")] = None,
    save: Annotated[bool, Option("--save", help="把结果写入 docs/speed.md · write the table there")] = False,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """测量启动、一例、全区、导入、比对和筛查的速度和内存，与 OpenFisca-Core、zen-engine 并列；答案逐项核对。

    Start, one case, a population, import, match and screening, beside other engines; every answer compared.
    """
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import ROOT
    from wenye.cli.progress import bar

    sys.path.insert(0, str(ROOT))
    from bench import run as bench
    from bench.figures import Options

    _known(only or [], list(bench.MEASUREMENTS))
    if save and (quick or only):
        raise BadParameter("--save 只保存完整的测量，请去掉 --quick 和 --only。 / --save keeps a whole run only.")
    with bar("测速 measuring") as tell:
        report = bench.run(Options(quick), only or [], lambda step: tell(what=step))
    if save:
        bench.save(report, ROOT / "docs" / "speed.md")
    if as_json:
        print_json(report.as_json())
    else:
        print_table(bench.rows(report), bench.HEAD)
    raise Exit(1 if any(figure.met is False for figure in report.figures) else 0)


def _known(asked: list[str], names: list[str]) -> None:
    for name in asked:
        if name not in names:
            raise BadParameter(f"没有测量 {name}，可选 {'、'.join(names)}。 / There is no {name}; choose of {', '.join(names)}.")
