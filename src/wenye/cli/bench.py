"""``./wenye bench [--quick] [--save] [--json]``."""

import sys
from typing import Annotated

from wenye.cli.arguments import Exit, Option


def run(
    quick: Annotated[bool, Option("--quick", help="少量数据，一分钟内 · fewer rows, within a minute")] = False,
    save: Annotated[bool, Option("--save", help="把结果写入 docs/speed.md · write the table there")] = False,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """测量一例、全区、启动的速度和内存，与 OpenFisca-Core、zen-engine 并列；答案逐项核对。"""
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import ROOT

    sys.path.insert(0, str(ROOT))
    from bench import run as bench
    from bench.figures import Options

    report = bench.run(Options(quick))
    if save:
        bench.save(report, ROOT / "docs" / "speed.md")
    if as_json:
        print_json(report.as_json())
    else:
        print_table(bench.rows(report), bench.HEAD)
    raise Exit(1 if any(figure.met is False for figure in report.figures) else 0)
